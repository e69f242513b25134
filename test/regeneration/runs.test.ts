import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import prompts from "prompts";
import { expect, onTestFinished, test } from "vitest";
import { takeLock } from "../../generator/process-lock.ts";
import { differences, reventless, temporaryFolder, treeOf } from "../cli/programs.ts";
import { kitDirectory } from "../support/temporary-app.ts";
import {
  committedTexts,
  copyApp,
  generatedByOlderKit,
  generatedElsewhere,
  paths,
  type RegeneratedApp,
  regeneratedApp,
  textsBelow,
} from "./support/regenerated-app.ts";
import { expectNothingLeft, expectOnly, reported } from "./support/reports.ts";

const { stores, messages, model, codec, handler, topic, stack } = paths;
const lock = ".reventless/lock";

const toOlder = (text: string) => text.replace("/** The event log of", "/** Events of");

/** Everything, what is not committed included. */
function allTexts(app: RegeneratedApp): ReadonlyMap<string, string> {
  const journal = app.exists(".reventless/tmp") ? treeOf(app.absolute(".reventless/tmp")) : [];
  return new Map([...textsBelow(app.directory), ...journal]);
}

/** An edit in a file for which there is something new. */
function prepareMerge(app: RegeneratedApp): string {
  const merged = `${app.read(stores)}// mine\n`;
  generatedByOlderKit(app, stores, toOlder);
  app.edit(stores, (text) => `${text}// mine\n`);
  return merged;
}

/** Edits that clash with what is new. */
function prepareClash(app: RegeneratedApp): void {
  generatedByOlderKit(app, handler, (text) => text.replace("It hosts", "Hosts"));
  app.edit(handler, (text) => text.replace("Hosts", "My hosts"));
}

/** Starts the built program; answers its exit code. */
async function started(directory: string, ...argv: readonly string[]): Promise<number> {
  const program = join(kitDirectory, "dist/reventless.cjs");
  const child = spawn(process.execPath, [program, ...argv], { cwd: directory, stdio: "ignore" });
  const [code] = await once(child, "exit");
  return code;
}

test("two-processes-at-once: one waits its turn or is told to try again, and no change is lost", async () => {
  const app = await regeneratedApp();
  const names = ["Cart", "Invoice", "Shipment"];
  const codes = await Promise.all(
    names.map((name) => started(app.directory, "generate", "aggregate", name)),
  );
  expect(codes.filter((code) => ![0, 6].includes(code))).toEqual([]);
  expect(codes).toContain(0);
  expect((await app.run("check")).code).toBe(0);
  for (const [index, name] of names.entries()) {
    expect([name, app.read(model).includes(name)]).toEqual([name, codes[index] === 0]);
    if (codes[index] === 0) continue;
    expect(await started(app.directory, "generate", "aggregate", name)).toBe(0);
  }
  expect((await app.run("check")).code).toBe(0);
});

test("two-processes-at-once: of several that find a lock left behind, one takes it over", async () => {
  const folder = temporaryFolder();
  const [file, count] = [join(folder, "lock"), join(folder, "count")];
  writeFileSync(count, "0");
  writeFileSync(file, JSON.stringify({ host: hostname(), pid: 999_999_999 }));
  const program = join(import.meta.dirname, "support/contender.ts");
  const children = [1, 2, 3].map(() =>
    spawn(process.execPath, [program, file, count], { stdio: ["ignore", "ignore", "inherit"] }),
  );
  const codes = await Promise.all(children.map((child) => once(child, "exit")));
  expect(codes.map(([code]) => code)).toEqual([0, 0, 0]);
  expect(readFileSync(count, "utf8")).toBe("60");
});

test("stale-lock-after-crash: a lock of a process that is gone, or of an older one, is taken over", async () => {
  const app = await regeneratedApp();
  for (const holder of [
    { host: hostname(), pid: 999_999_999 },
    // The identifier is in use again, by a process that started at another time.
    ...(process.platform === "linux"
      ? [{ host: hostname(), pid: process.pid, started: "another system 1" }]
      : []),
  ]) {
    generatedByOlderKit(app, stores, toOlder);
    app.write(lock, JSON.stringify(holder));
    await expectOnly(app, "update", stores);
    expect(app.exists(lock)).toBe(false);
  }
});

test("stale-lock-after-crash: a lock that another process has taken over is not given back", () => {
  const file = join(temporaryFolder(), "lock");
  const giveBack = takeLock(file, () => new Error("held"));
  const other = JSON.stringify({ host: "build-7", pid: 1 });
  writeFileSync(file, other);
  giveBack();
  expect(readFileSync(file, "utf8")).toBe(other);
});

test("stale-lock-after-crash: a lock that is held is respected, one that says nothing is not", async () => {
  const app = await regeneratedApp();
  generatedByOlderKit(app, stores, toOlder);
  const before = committedTexts(app.directory);
  app.write(lock, JSON.stringify({ host: hostname(), pid: process.pid }));
  expect(await app.run("regenerate")).toEqual({
    code: 6,
    stdout: "",
    stderr: `Another run (process ${process.pid}) is writing to this app; nothing was written.\n\nRun the command again when it is done. If it ran on another machine and is gone, delete .reventless/lock.\n`,
  });
  app.remove(lock);
  expect(committedTexts(app.directory)).toEqual(before);
  app.write(lock, "");
  await expectOnly(app, "update", stores);
});

test("lock-from-other-host: it is respected, as nobody can tell whether its process is there", async () => {
  const app = await regeneratedApp();
  generatedByOlderKit(app, stores, toOlder);
  app.write(lock, JSON.stringify({ host: "build-7", pid: 999_999_999 }));
  const { code, stderr } = await app.run("regenerate");
  expect(code).toBe(6);
  expect(stderr).toContain("Another run (process 999999999 on build-7) is writing to this app");
  expect((await app.run("regenerate", "--dry-run")).code).toBe(0);
});

test("ctrl-c-at-prompt: the exit code is 130 and nothing was written", async () => {
  const app = await regeneratedApp();
  const before = allTexts(app);
  const streams = [process.stdin, process.stdout] as const;
  const were = streams.map((stream) => stream.isTTY);
  for (const stream of streams) stream.isTTY = true;
  onTestFinished(() => {
    for (const [index, stream] of streams.entries()) stream.isTTY = were[index] === true;
  });
  prompts.inject([new Error("cancelled")]);
  const { code, stderr } = await app.run("strategy", "micro");
  expect([code, stderr]).toEqual([130, "Cancelled; nothing was written.\n"]);
  expect(allTexts(app)).toEqual(before);
});

test("non-tty-missing-answer: the exit code is 2 and the option is named", async () => {
  const app = await regeneratedApp();
  const before = allTexts(app);
  const { code, stderr } = reventless(["strategy", "micro"], { cwd: app.directory });
  expect(code).toBe(2);
  expect(stderr).toContain("--yes");
  expect(allTexts(app)).toEqual(before);
});

const everyWriting: readonly [
  command: string,
  prepare: (app: RegeneratedApp) => Promise<unknown> | unknown,
][] = [
  ["regenerate", prepareMerge],
  ["regenerate", prepareClash],
  ["generate aggregate Invoice", prepareMerge],
  ["generate read-model OrderList --from Order", prepareClash],
  ["strategy micro --yes", prepareMerge],
  [`resolve ${handler}`, clash],
  [`resolve ${handler} --theirs`, clash],
  [`restore ${stores}`, (app) => app.remove(stores)],
  [`eject ${stores}`, prepareMerge],
  [
    `adopt ${stores}`,
    async (app) => {
      prepareMerge(app);
      await app.run("eject", stores);
    },
  ],
];

async function clash(app: RegeneratedApp): Promise<void> {
  prepareClash(app);
  await app.run("regenerate");
}

test.each(everyWriting)("dry-run-equals-apply: %s", async (command, prepare) => {
  const app = await regeneratedApp();
  await prepare(app);
  app.remove(".reventless/cache");
  const before = allTexts(app);
  const argv = command.split(" ");
  const dry = await reported(app, ...argv, "--dry-run");
  expect(allTexts(app)).toEqual(before);
  const whole = textsBelow(app.directory);
  const applied = await reported(app, ...argv);
  expect(dry).toEqual({ ...applied, dryRun: true });
  const changed = differences(whole, textsBelow(app.directory)).map((line) => line.slice(2));
  expect(changed.filter((path) => !path.startsWith(".reventless/"))).toEqual(
    applied.changes.map(({ path }) => path).sort(),
  );
});

test("dry-run-equals-apply: undo and redo", async () => {
  const app = await regeneratedApp();
  prepareMerge(app);
  await app.run("regenerate");
  for (const command of ["undo", "redo"]) {
    const before = allTexts(app);
    const dry = await reported(app, command, "--dry-run");
    expect(allTexts(app)).toEqual(before);
    expect(dry).toEqual({ ...(await reported(app, command)), dryRun: true });
  }
});

test("dry-run-equals-apply: `check` and `diff` see what a run would change, and write nothing", async () => {
  const app = await regeneratedApp();
  const merged = prepareMerge(app);
  const edited = app.read(stores);
  const before = allTexts(app);
  expect((await app.run("check")).stdout).toContain(`  merge   ${stores}\n`);
  const { stdout } = await app.run("diff");
  expect(stdout).toContain(`--- a/${stores}\n+++ b/${stores}\n`);
  expect(stdout).toContain("-/** Events of Order. */\n+/** The event log of Order. */\n");
  expect(allTexts(app)).toEqual(before);
  expect(app.read(stores)).toBe(edited);
  await app.run("regenerate");
  expect(app.read(stores)).toBe(merged);
  expect((await app.run("diff")).stdout).toBe("There is no difference.\n");
});

test.each(["single", "per-component", "micro"])(
  "second-run-is-empty-plan: %s",
  async (strategy) => {
    const app = await regeneratedApp();
    await app.run("generate", "aggregate", "Invoice", "--sync");
    await app.run("generate", "read-model", "InvoiceList", "--from", "Invoice");
    for (const path of [stores, topic, stack]) app.edit(path, (text) => `${text}// mine\n`);
    await app.run("strategy", strategy, "--yes");
    await expectNothingLeft(app);
    app.edit(model, (text) => text.replace(/"region":/, '"logRetentionDays":7,"region":'));
    expect((await app.run("regenerate")).code).toBe(0);
    await expectNothingLeft(app);
  },
);

test("output-identical-across-os-locale-timezone-cwd-and-map-order: a merge as well", async () => {
  const app = await regeneratedApp();
  prepareMerge(app);
  prepareClash(app);
  app.edit(messages, (text) =>
    text.replace("reason: string;", "reason: string;\n  readonly code: number;"),
  );
  const results = [
    { LC_ALL: "tr_TR.UTF-8", TZ: "Pacific/Kiritimati", folder: "plugins/ordering" },
    { LC_ALL: "C", TZ: "America/Los_Angeles", folder: "." },
  ].map(({ folder, ...environment }) => {
    const copy = copyApp(app);
    const were = { ...process.env };
    Object.assign(process.env, environment);
    try {
      const { code, stdout, stderr } = reventless(["regenerate"], { cwd: copy.absolute(folder) });
      expect([code, stderr]).toEqual([3, ""]);
      return [stdout, textsBelow(copy.directory)];
    } finally {
      process.env = were;
    }
  });
  expect(results[0]).toEqual(results[1]);
});

test("undo-after-clean-run: the identical bytes are back, and what is remembered with them", async () => {
  const app = await regeneratedApp();
  prepareMerge(app);
  generatedElsewhere(app, topic, "plugins/ordering/order/topic.ts");
  const before = committedTexts(app.directory);
  await app.run("strategy", "micro", "--yes");
  expect(committedTexts(app.directory)).not.toEqual(before);
  expect((await app.run("undo")).code).toBe(0);
  expect(committedTexts(app.directory)).toEqual(before);
});

test("undo-after-further-edits: they are kept where they do not touch what is taken back", async () => {
  const app = await regeneratedApp();
  prepareMerge(app);
  const before = app.read(stores);
  await app.run("regenerate");
  app.edit(stores, (text) => text.replace("type Outcomes", "// later\ntype Outcomes"));
  expect((await app.run("undo")).code).toBe(0);
  expect(app.read(stores)).toBe(before.replace("type Outcomes", "// later\ntype Outcomes"));
});

test("undo-after-further-edits: what was remembered since is kept, and the news come again", async () => {
  const app = await regeneratedApp();
  const merged = prepareMerge(app);
  const before = app.read(stores);
  await app.run("regenerate");
  app.remove(topic);
  await app.run("regenerate");
  expect(await app.run("undo")).toMatchObject({ code: 0 });
  expect(app.read(stores)).toBe(before);
  expect(await reported(app, "regenerate")).toMatchObject({
    changes: [{ action: "merge", path: stores }],
    deleted: [{ path: topic }],
  });
  expect(app.read(stores)).toBe(merged);
});

test("undo-after-further-edits: what was edited in the same place is left, and told", async () => {
  const app = await regeneratedApp();
  prepareMerge(app);
  await app.run("regenerate");
  const mine = app.edit(stores, (text) =>
    text.replace("/** The event log of Order. */", "// later"),
  );
  const { code, stdout } = await app.run("undo");
  expect(code).toBe(3);
  expect(stdout).toContain(`  kept    ${stores} (edited since in the same place)\n`);
  expect(app.read(stores)).toBe(mine);
});

test("undo-twice: the run before is taken back as well, then there is none", async () => {
  const app = await regeneratedApp();
  const trees = [committedTexts(app.directory)];
  for (const name of ["Cart", "Invoice"]) {
    await app.run("generate", "aggregate", name);
    trees.push(committedTexts(app.directory));
  }
  expect((await app.run("undo")).code).toBe(0);
  expect(committedTexts(app.directory)).toEqual(trees[1]);
  expect((await app.run("undo")).code).toBe(0);
  expect(committedTexts(app.directory)).toEqual(trees[0]);
  expect(await app.run("undo")).toMatchObject({
    code: 2,
    stderr: "There is no run to take back.\n",
  });
});

test("redo: what was taken back is done again, as often as it was taken back", async () => {
  const app = await regeneratedApp();
  const trees = [committedTexts(app.directory)];
  for (const name of ["Cart", "Invoice"]) {
    await app.run("generate", "aggregate", name);
    trees.push(committedTexts(app.directory));
  }
  for (const [command, tree] of [
    ["undo", 1],
    ["redo", 2],
    ["undo", 1],
    ["undo", 0],
    ["redo", 1],
    ["redo", 2],
    ["undo", 1],
  ] as const) {
    expect([command, (await app.run(command)).code]).toEqual([command, 0]);
    expect([command, committedTexts(app.directory)]).toEqual([command, trees[tree]]);
  }
  await app.run("generate", "aggregate", "Shipment");
  expect((await app.run("redo")).code).toBe(2);
});

test("eject-then-regenerate: the file is not written any more, until it is adopted", async () => {
  const app = await regeneratedApp();
  prepareMerge(app);
  const mine = app.read(stores);
  expect((await app.run("eject", stores)).code).toBe(0);
  expect(await reported(app, "regenerate")).toMatchObject({ code: 0, changes: [], keptEdits: [] });
  expect(app.read(stores)).toBe(mine);
  expect((await app.run("status")).stdout).toContain(`  ejected     ${stores}\n`);
  await expectNothingLeft(app);
});

test("adopt-without-base: what differs counts as edits from then on", async () => {
  const app = await regeneratedApp();
  const now = app.read(stores);
  await app.run("eject", stores);
  app.edit(stores, (text) => `${text}// mine\n`);
  expect((await app.run("adopt", stores)).code).toBe(0);
  expect(app.read(stores)).toBe(`${now}// mine\n`);
  generatedByOlderKit(app, stores, toOlder);
  app.edit(stores, (text) => text.replace("The event log of", "Events of"));
  await expectOnly(app, "merge", stores);
  expect(app.read(stores)).toBe(`${now}// mine\n`);
});

test("offline-everything: no command opens a connection", async () => {
  const app = await regeneratedApp();
  prepareMerge(app);
  app.edit(messages, (text) =>
    text.replace("reason: string;", "reason: string;\n  readonly code: number;"),
  );
  const guard = join(temporaryFolder(), "offline.mjs");
  writeFileSync(
    guard,
    `import net from "node:net";
     import dns from "node:dns";
     const refuse = () => { console.error("A connection was opened."); process.exit(99); };
     net.Socket.prototype.connect = refuse;
     dns.lookup = refuse;
     globalThis.fetch = refuse;`,
  );
  const before = process.env.NODE_OPTIONS;
  process.env.NODE_OPTIONS = `--import=${guard}`;
  onTestFinished(() => {
    if (before === undefined) delete process.env.NODE_OPTIONS;
    else process.env.NODE_OPTIONS = before;
  });
  for (const command of ["status", "diff", "regenerate", "check", "plan", "undo", "redo"]) {
    const { code } = reventless([command], { cwd: app.directory });
    expect([command, code]).toEqual([command, 0]);
  }
  expect(app.read(codec)).toContain("code");
});
