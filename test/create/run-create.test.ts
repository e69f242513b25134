import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { runCreate } from "../../generator/cli/create/run-create.ts";
import { type FakeIo, fakeIo, succeed, takeInitial } from "./fake-io.ts";

/** For all but the name of the app. */
const flags = [
  ...["--plugin", "Sales", "--aggregate", "Invoice"],
  ...["--command", "SendInvoice:to=string", "--event", "InvoiceSent:to=string"],
  ...["--no-read-model", "--strategy", "micro", "--region", "us-east-1"],
  ...["--package-manager", "pnpm", "--no-git", "--no-install"],
];

function appFile(io: FakeIo, directory = "shop") {
  return JSON.parse(readFileSync(join(io.cwd, directory, "reventless.json"), "utf8"));
}

test("--yes takes the defaults, installs, and says what to do next", async () => {
  const io = fakeIo();
  expect(await runCreate(["--yes"], io)).toBe(0);
  expect(appFile(io)).toMatchObject({
    name: "shop",
    region: "eu-central-1",
    strategy: "single",
    packageManager: "npm",
    carryNode: false,
    plugins: {
      Ordering: { aggregates: { Order: {} }, readModels: { OrderSummary: { from: "Order" } } },
    },
  });
  expect(io.commands.map(({ program, args }) => [program, ...args].join(" "))).toEqual([
    "git --version",
    "git rev-parse --is-inside-work-tree",
    "git init --quiet",
    "npm install --no-audit --no-fund --loglevel=error",
  ]);
  expect(io.printed.stdout).toBe(`
Created shop. Next:

  cd shop
  npm run dev

Then, in another terminal:

  curl -X POST http://localhost:4000/ordering/order/order-1 -H 'content-type: application/json' -d '{"type":"PlaceOrder","customerId":"customerId-1","lines":[{"sku":"sku-1","quantity":1}]}'
`);
});

test("defaults follow the machine: directory, region, package manager, Node.js, repository", async () => {
  const io = fakeIo({
    env: { AWS_REGION: "us-west-2", npm_config_user_agent: "pnpm/10.0.0 npm/? node/v20.19.0" },
    nodeVersion: "v22.11.0",
    run: () => ({ exitCode: 0 }),
  });
  expect(await runCreate(["My Web_Shop", "--yes", "--aggregate", "Cart"], io)).toBe(0);
  expect(appFile(io, "My Web_Shop")).toMatchObject({
    name: "my-web-shop",
    region: "us-west-2",
    packageManager: "pnpm",
    carryNode: true,
    plugins: { Ordering: { readModels: { CartSummary: { from: "Cart" } } } },
  });
  expect(io.commands.map(({ args }) => args[0])).not.toContain("init");
  expect(io.printed.stdout).toContain('cd "My Web_Shop"');
  expect(io.printed.stdout).toContain('{"type":"CreateCart","name":"name-1"}');
});

test("options answer every question", async () => {
  const io = fakeIo();
  expect(await runCreate(["shop", ...flags], io)).toBe(0);
  expect(appFile(io)).toMatchObject({ strategy: "micro", plugins: { Sales: {} } });
  expect(appFile(io).plugins).toEqual({ Sales: { aggregates: { Invoice: {} } } });
  expect(io.printed.stdout).toContain("  cd shop\n  pnpm install\n  pnpm run dev\n");
});

test("without a terminal all missing options are named at once, and nothing is written", async () => {
  const io = fakeIo({ nodeVersion: "v20.19.0" });
  expect(await runCreate([], io)).toBe(2);
  expect(io.printed.stderr).toContain(
    "missing: --name, --plugin, --aggregate, --command, --event, --rejection, --type, --read-model, --strategy, --region, --package-manager, --carry-node, --git, --install\n",
  );
  expect(readdirSync(io.cwd)).toEqual([]);
});

test("all bad answers are named at once, and nothing is written", async () => {
  const io = fakeIo();
  const bad = ["--name", "Shop", "--plugin", "sales", "--aggregate", "Case", "--region", "x"];
  expect(await runCreate(["--yes", ...bad, "--command", "place", "--read-model", "Case"], io)).toBe(
    2,
  );
  expect(io.printed.stderr.split("\n").map((line) => line.split(":")[0])).toEqual([
    "--name",
    "--region",
    "--plugin",
    "--aggregate",
    "--read-model",
    "--read-model",
    "--command",
    "--event",
    "Nothing was written.",
    "",
  ]);
  expect(readdirSync(io.cwd)).toEqual([]);
});

test("on a terminal what no option says is asked, and bad answers are asked again", async () => {
  const io = fakeIo({
    answers: [
      ...["shop", "sales", "Sales", "Order", takeInitial],
      ...["OrderPlaced:customerId=string; OrderCancelled", "", "", "-"],
      ...["micro", takeInitial, takeInitial, false, false],
    ],
  });
  expect(await runCreate([], io)).toBe(0);
  expect(io.asked.map(({ option }) => option)).toEqual([
    ...["name", "plugin", "plugin", "aggregate", "command", "event", "rejection", "type"],
    ...["read-model", "strategy", "region", "package-manager", "git", "install"],
  ]);
  expect(io.printed.stderr).toContain('found "sales"; did you mean "Sales"?');
  expect(io.asked[4]?.initial).toBe(
    "PlaceOrder:customerId=string,lines=OrderLine[]; CancelOrder:reason=string",
  );
  expect(appFile(io).plugins).toEqual({ Sales: { aggregates: { Order: {} } } });
});

test("on a terminal a bad option is asked for again", async () => {
  const io = fakeIo({ answers: ["shop"] });
  const options = [...flags, "--name", "Shop"];
  expect(await runCreate(options, io)).toBe(0);
  expect(io.asked.map(({ option, initial }) => [option, initial])).toEqual([["name", "Shop"]]);
});

test("a cancelled question leaves nothing", async () => {
  const io = fakeIo({ answers: ["shop", undefined] });
  expect(await runCreate([], io)).toBe(130);
  expect(io.printed.stderr).toBe("Cancelled; nothing was written.\n");
  expect(readdirSync(io.cwd)).toEqual([]);
});

test("Ctrl-C while installing removes all that was made, and nothing else", async () => {
  const io = fakeIo({
    run: (command, self) => {
      if (command.args[0] !== "install") return succeed(command);
      self.interrupt();
      return { exitCode: null };
    },
  });
  expect(await runCreate(["a/b/shop", "--yes"], io)).toBe(130);
  expect(readdirSync(io.cwd)).toEqual([]);
  mkdirSync(join(io.cwd, "shop/.git"), { recursive: true });
  expect(await runCreate(["shop", "--yes"], io)).toBe(130);
  expect(readdirSync(join(io.cwd, "shop"))).toEqual([".git"]);
  expect(io.printed.stderr).toContain("Cancelled; everything written so far was removed.\n");
});

test("a failed installation keeps the files and says how to go on", async () => {
  const run: NonNullable<Parameters<typeof fakeIo>[0]>["run"] = (command) =>
    command.args[0] === "install" ? { exitCode: 1, stderr: "E404\n" } : succeed(command);
  const io = fakeIo({ run });
  expect(await runCreate(["shop", "--yes"], io)).toBe(1);
  expect(existsSync(join(io.cwd, "shop/reventless.json"))).toBe(true);
  expect(io.printed.stderr).toContain("--loglevel=error` failed with exit code 1:\nE404\n");
  expect(io.printed.stderr).toContain(`Go on in ${join(io.cwd, "shop")} with: npm install`);
});

test("when writing fails, what was written is removed", async () => {
  const writeNewApp = (directory: string) => {
    writeFileSync(join(directory, "half"), "");
    throw new Error("disk full");
  };
  const io = fakeIo({ writeNewApp });
  await expect(runCreate(["shop", "--yes"], io)).rejects.toThrow("disk full");
  expect(readdirSync(io.cwd)).toEqual([]);
});

test("a directory with anything but a repository in it is refused before anything is asked", async () => {
  const io = fakeIo({ answers: [] });
  mkdirSync(join(io.cwd, "shop"));
  writeFileSync(join(io.cwd, "shop/notes.txt"), "");
  expect(await runCreate(["shop"], io)).toBe(5);
  expect(await runCreate(["shop/notes.txt"], io)).toBe(5);
  expect(io.printed.stderr).toContain("shop is not empty: it has notes.txt\n");
});

test("--dry-run lists the files and writes none", async () => {
  const io = fakeIo();
  expect(await runCreate(["shop", "--yes", "--dry-run"], io)).toBe(0);
  expect(io.printed.stdout).toBe(
    `Would write 3 files to ${join(io.cwd, "shop")}:\n  package.json\n  reventless.json\n  vendor/create-reventless-app-1.2.3.tgz\n`,
  );
  expect(readdirSync(io.cwd)).toEqual([]);
});

test("--json prints nothing but JSON", async () => {
  const io = fakeIo();
  expect(await runCreate(["shop", "--yes", "--json", "--kit", "9.9.9"], io)).toBe(0);
  expect(JSON.parse(io.printed.stdout)).toMatchObject({
    directory: join(io.cwd, "shop"),
    dryRun: false,
    kit: "9.9.9",
    files: ["package.json", "reventless.json"],
    nextSteps: ["cd shop", "npm run dev"],
  });
  expect(await runCreate(["other", "--json", "--nmae"], fakeIo())).toBe(2);
});

test("the kit goes into vendor when no registry has it", async () => {
  const io = fakeIo();
  await runCreate(["shop", "--yes"], io);
  expect(readdirSync(join(io.cwd, "shop/vendor"))).toEqual(["create-reventless-app-1.2.3.tgz"]);
  expect(readFileSync(join(io.cwd, "shop/package.json"), "utf8")).toContain(
    "file:vendor/create-reventless-app-1.2.3.tgz",
  );
});

test("--help and --version ask nothing", async () => {
  const io = fakeIo();
  expect([await runCreate(["--help"], io), await runCreate(["--version"], io)]).toEqual([0, 0]);
  expect(io.printed.stdout).toContain("  -y, --yes");
  expect(io.printed.stdout.endsWith("\n1.2.3\n")).toBe(true);
});
