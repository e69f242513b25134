/**
 * `npm run bench`: figures of this machine, each beside its floor or rival, measured in turn in the same
 * run and in fresh directories. `--peers` also installs and measures other tools (needs the registry).
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { median, pairedRatio, printRows, type Row, timeProcesses } from "./support/measure.ts";
import { regenerationRows } from "./support/regeneration-rows.ts";

const root = join(import.meta.dirname, "../..");
const scratch = mkdtempSync(join(tmpdir(), "reventless-bench-"));
const node = process.execPath;
const create = join(root, "dist/create-reventless-app.cjs");
const reventless = join(root, "dist/reventless.cjs");
const runs = 21;
const withPeers = process.argv.includes("--peers");
const rows: Row[] = [];

const floor = { command: node, args: ["-e", "0"] };

function ms(value: number): string {
  return `${value.toFixed(0)} ms`;
}

/** Peers installed once into a folder of their own. */
function installPeers(packages: readonly string[]): string {
  const folder = join(scratch, "peers");
  mkdirSync(folder);
  writeFileSync(join(folder, "package.json"), "{}");
  const args = ["install", "--no-audit", "--no-fund", "--loglevel=error", ...packages];
  const { status } = spawnSync("npm", args, { cwd: folder, stdio: "inherit" });
  if (status !== 0) throw new Error("The peers could not be installed.");
  return join(folder, "node_modules");
}

const peers = withPeers
  ? installPeers([
      "create-vite@9.3.0",
      "hygen@6.2.11",
      "@event-driven-io/emmett@0.42.0",
      "@castore/core@2.4.2",
      "@castore/event-storage-adapter-dynamodb@2.4.2",
      "@equinox-js/dynamo-store@1.2.0",
      "@aws-sdk/client-dynamodb@3.1164.0",
      "@aws-sdk/util-dynamodb",
    ])
  : undefined;

function createArguments(directory: string): readonly string[] {
  return [create, directory, "--yes", "--no-install", "--no-git", "--kit=0.1.0"];
}

function helpRow(): void {
  const peer =
    peers === undefined
      ? []
      : [{ command: node, args: [join(peers, "create-vite/index.js"), "--help"] }];
  const [own = [], bare = [], rival = []] = timeProcesses(
    [{ command: node, args: [reventless, "--help"] }, floor, ...peer],
    runs,
  );
  const ratio = pairedRatio(own, bare);
  const beside = `node -e 0 ${ms(median(bare))}${rival.length > 0 ? `, create-vite ${ms(median(rival))}` : ""}`;
  rows.push({
    name: "reventless --help",
    value: `${ms(median(own))} (${ratio.toFixed(2)} x floor)`,
    beside,
    bound: "<= 1.5 x node",
    met: ratio <= 1.5,
  });
}

function createRow(): void {
  const [own = [], bare = []] = timeProcesses(
    [{ command: node, args: (run) => createArguments(join(scratch, `created${run}`)) }, floor],
    runs,
  );
  rows.push({
    name: "create without install",
    value: ms(median(own)),
    beside: `node -e 0 ${ms(median(bare))}`,
    bound: "<= 250 ms",
    met: median(own) <= 250,
  });
}

/** A generator that renders one file into a project: what a run of it costs. */
function hygenRival(modules: string) {
  const cwd = join(scratch, "hygen");
  const template = join(cwd, "_templates/aggregate/new");
  mkdirSync(template, { recursive: true });
  writeFileSync(join(cwd, "package.json"), "{}");
  writeFileSync(
    join(template, "file.ejs.t"),
    "---\nto: src/<%= name %>.ts\n---\nexport class <%= name %> {}\n",
  );
  const program = join(modules, "hygen/dist/bin.js");
  return {
    command: node,
    args: (run: number) => [program, "aggregate", "new", "--name", `Invoice${run + 1}`],
    cwd,
  };
}

function generateRow(): void {
  const app = join(scratch, "grown");
  spawnSync(node, [...createArguments(app)]);
  const rivals = peers === undefined ? [] : [hygenRival(peers)];
  const [own = [], bare = [], hygen = []] = timeProcesses(
    [
      {
        command: node,
        args: (run) => [
          reventless,
          "generate",
          "aggregate",
          `Invoice${run + 1}`,
          "--command=SendInvoice:to=string",
          "--event=InvoiceSent:to=string",
        ],
        cwd: app,
      },
      floor,
      ...rivals,
    ],
    runs,
  );
  const ratio = pairedRatio(own, bare);
  const rival = hygen.length > 0 ? `, hygen ${ms(median(hygen))} for one file` : "";
  rows.push({
    name: "generate aggregate",
    value: `${ms(median(own))} (${ratio.toFixed(2)} x floor)`,
    beside: `node -e 0 ${ms(median(bare))}${rival}`,
    bound: "<= 1.5 x node",
    met: ratio <= 1.5,
  });
}

function manyComponentsRow(aggregates: number, readModels: number): void {
  const program = join(import.meta.dirname, "support/many-components.ts");
  const counts = [String(aggregates), String(readModels)];
  const [own = [], writing = []] = timeProcesses(
    [
      {
        command: node,
        args: (run) => [program, "emit", join(scratch, `many${counts}${run}`), ...counts],
      },
      {
        command: node,
        args: (run) => {
          const directory = join(scratch, `plain${counts}${run}`);
          return [program, "write", directory, String(aggregates + readModels)];
        },
      },
    ],
    5,
  );
  rows.push({
    name: `${aggregates} aggregates, ${readModels} read models, from source`,
    value: ms(median(own)),
    beside: `writing as many files of that size ${ms(median(writing))}`,
    bound: "<= 500 ms",
    met: median(own) <= 500,
  });
}

async function bundleSize(entry: string, external: readonly string[] = [], resolveDir = root) {
  const { outputFiles } = await build({
    stdin: { contents: entry, resolveDir, loader: "ts" },
    bundle: true,
    write: false,
    platform: "node",
    format: "cjs",
    minify: true,
    legalComments: "none",
    mainFields: ["module", "main"],
    external: [...external],
  });
  const bytes = outputFiles[0]?.contents ?? new Uint8Array();
  return { bytes, size: bytes.length, gzip: gzipSync(bytes, { level: 9 }).length };
}

function kib(bytes: number): string {
  return `${(bytes / 1024).toFixed(1)} KiB`;
}

/** What others need in a function to store events in DynamoDB, the SDK apart. */
const sizeRivals = [
  ["emmett (no DynamoDB)", "@event-driven-io/emmett"],
  ["castore", "@castore/core", "@castore/event-storage-adapter-dynamodb"],
  ["equinox-js", "@equinox-js/dynamo-store"],
] as const;

async function runtimeRow(): Promise<void> {
  const modules = readdirSync(join(root, "runtime")).filter((name) => name.endsWith(".ts"));
  const entry = modules.map((name) => `export * from "./runtime/${name}";`).join("\n");
  const { size, gzip } = await bundleSize(entry, ["@aws-sdk/*"]);
  const rivals: string[] = [];
  for (const [name, ...packages] of sizeRivals) {
    if (peers === undefined) continue;
    const imports = packages.map((each) => `export * from "${each}";`).join("\n");
    const rival = await bundleSize(imports, ["@aws-sdk/*"], peers);
    rivals.push(`${name} ${kib(rival.size)} / ${kib(rival.gzip)}`);
  }
  const beside = rivals.join(", ") || "rivals: --peers";
  rows.push({
    name: "runtime library, minified / gzip",
    value: `${kib(size)} / ${kib(gzip)}`,
    beside,
    bound: "<= 25 / 9 KiB",
    met: size <= 25 * 1024 && gzip <= 9 * 1024,
  });
}

async function functionRows(): Promise<void> {
  const app = join(scratch, "bundled");
  spawnSync(node, [...createArguments(app)]);
  symlinkSync(join(root, "node_modules"), join(app, "node_modules"), "junction");
  const generated = await bundleSize(
    `export { handler } from "${app}/plugins/ordering/handlers/aggregates.ts";`,
  );
  const written = await bundleSize(
    `export { handler } from "./test/bench/support/hand-written-handler.ts";`,
  );
  const files = {
    generated: join(scratch, "generated.cjs"),
    written: join(scratch, "written.cjs"),
  };
  writeFileSync(files.generated, generated.bytes);
  writeFileSync(files.written, written.bytes);
  const more = generated.size - written.size;
  rows.push({
    name: "function bundle (aggregates)",
    value: kib(generated.size),
    beside: `hand-written ${kib(written.size)}`,
    bound: "<= 20 KiB more",
    met: more <= 20 * 1024,
  });

  const first = (file: string): number => {
    const program = join(import.meta.dirname, "support/first-call.cjs");
    const { stdout, stderr } = spawnSync(node, [program, file], { encoding: "utf8" });
    if (stdout === "") throw new Error(stderr);
    const { load, call } = JSON.parse(stdout) as { load: number; call: number };
    return load + call;
  };
  const own: number[] = [];
  const hand: number[] = [];
  for (let run = 0; run < runs; run++) {
    own.push(first(files.generated));
    hand.push(first(files.written));
  }
  const difference = median(own.map((value, index) => value - (hand[index] ?? 0)));
  rows.push({
    name: "import and first call",
    value: ms(median(own)),
    beside: `hand-written ${ms(median(hand))}, paired ${difference.toFixed(1)} ms more`,
    bound: "<= 10 ms more",
    met: difference <= 10,
  });
}

/** What the code of a hundred aggregates adds to the SDK's in a function that hosts them all. */
async function largeFunctionRow(): Promise<void> {
  const app = join(scratch, "hosted");
  const program = join(import.meta.dirname, "support/many-components.ts");
  spawnSync(node, [program, "emit", app, "100", "100"]);
  symlinkSync(join(root, "node_modules"), join(app, "node_modules"), "junction");
  const clients = ["dynamodb", "sns", "sqs"].map(
    (name) => `export * from "${app}/runtime/clients/${name}.ts";`,
  );
  const bundles = {
    generated: `export { handler } from "${app}/plugins/main/handlers/aggregates.ts";`,
    clients: clients.join("\n"),
  };
  const files: string[] = [];
  const sizes: number[] = [];
  for (const [name, entry] of Object.entries(bundles)) {
    const { bytes, size } = await bundleSize(entry);
    const file = join(scratch, `${name}-of-many.cjs`);
    writeFileSync(file, bytes);
    files.push(file);
    sizes.push(size);
  }
  const [own = [], bare = []] = timeProcesses(
    files.map((file) => ({ command: node, args: ["-e", importingAs(file)] })),
    runs,
  );
  const more = median(own.map((value, index) => value - (bare[index] ?? 0)));
  rows.push({
    name: "import of 100 aggregates' function",
    value: `${ms(median(own))}, ${kib(sizes[0] ?? 0)}`,
    beside: `SDK clients ${ms(median(bare))}, ${kib(sizes[1] ?? 0)}, paired ${more.toFixed(1)} ms more`,
    bound: "< 30 ms more",
    met: more < 30,
  });
}

/** With the variables that functions have: clients and names are made of them on import. */
function importingAs(file: string): string {
  const variables = {
    AWS_REGION: "eu-central-1",
    RESOURCE_PREFIX: "large-main-dev-",
    QUEUE_URL_BASE: "https://sqs.eu-central-1.amazonaws.com/000000000000",
    TOPIC_ARN_BASE: "arn:aws:sns:eu-central-1:000000000000",
  };
  return `Object.assign(process.env, ${JSON.stringify(variables)}); require(${JSON.stringify(file)})`;
}

try {
  helpRow();
  createRow();
  generateRow();
  manyComponentsRow(1000, 0);
  manyComponentsRow(100, 100);
  await runtimeRow();
  await functionRows();
  await largeFunctionRow();
  rows.push(...regenerationRows({ root, scratch }));
  printRows(rows);
  console.log(`\nDecoding a command, ns${withPeers ? "" : " (rivals: --peers)"}`);
  const decode = join(import.meta.dirname, "decode.bench.ts");
  spawnSync(node, [decode, ...(withPeers ? ["--install"] : [])], { stdio: "inherit" });
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
