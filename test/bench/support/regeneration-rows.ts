import { spawnSync } from "node:child_process";
import { readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { median, pairedRatio, type Row, timeProcesses } from "./measure.ts";

export interface BenchPlace {
  /** Of this repository. */
  readonly root: string;
  readonly scratch: string;
}

/** An app that nobody edited, whose message types were read already. */
function makeApp({ root, scratch }: BenchPlace, aggregates: number, readModels: number): string {
  const app = join(scratch, `regenerated-${aggregates}`);
  const counts = [String(aggregates), String(readModels)];
  run(join(root, "test/bench/support/many-components.ts"), ["emit", app, ...counts]);
  symlinkSync(join(root, "node_modules"), join(app, "node_modules"), "junction");
  regenerate(root, app);
  return app;
}

/** How regenerating over edits compares with its floors. */
export function regenerationRows(place: BenchPlace): readonly Row[] {
  const small = makeApp(place, 15, 5);
  const large = makeApp(place, 1000, 0);
  return [
    noOpRow(place, small, "<= 2 x node"),
    editedRow(place, small),
    ...largeRows(place, large),
    noOpRow(place, large, "<= 500 ms"),
  ];
}

function noOpRow({ root }: BenchPlace, app: string, bound: string): Row {
  // What changed in the last two seconds is not trusted to be unchanged.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2_500);
  regenerate(root, app);
  const own = { command: process.execPath, args: [program(root), "regenerate"], cwd: app };
  const bare = { command: process.execPath, args: ["-e", "0"] };
  const [times = [], floor = []] = timeProcesses([own, bare], 15);
  const ratio = pairedRatio(times, floor);
  return {
    name: `regenerate, ${countFiles(app)} files, nothing new`,
    value: `${ms(median(times))} (${ratio.toFixed(2)} x floor)`,
    beside: `node -e 0 ${ms(median(floor))}`,
    bound,
    met: bound.endsWith("node") ? ratio <= 2 : median(times) <= 500,
  };
}

function editedRow({ root, scratch }: BenchPlace, app: string): Row {
  const { times, floor } = timeRegenerating({ root, scratch }, app, { edits: 20, runs: 9 });
  return {
    name: `regenerate, ${countFiles(app)} files, all new, 20 edited`,
    value: ms(median(times)),
    beside: `writing as many plainly ${ms(median(floor))}`,
    bound: "<= 300 ms",
    met: median(times) <= 300,
  };
}

function largeRows({ root, scratch }: BenchPlace, app: string): readonly Row[] {
  const { times, floor, memory } = timeRegenerating({ root, scratch }, app, { edits: 0, runs: 3 });
  const ratio = pairedRatio(times, floor);
  return [
    {
      name: `regenerate, 1,000 components, ${countFiles(app)} files, all new`,
      value: `${ms(median(times))} (${ratio.toFixed(2)} x floor)`,
      beside: `writing as many plainly ${ms(median(floor))}`,
      bound: "<= 3 x writing",
      met: ratio <= 3,
    },
    {
      name: "its memory",
      value: `${median(memory).toFixed(0)} MB`,
      beside: "",
      bound: "<= 200 MB",
      met: median(memory) <= 200,
    },
  ];
}

interface Regenerating {
  readonly edits: number;
  readonly runs: number;
}

/** Milliseconds of regenerating an app that an older kit generated, and of writing its files plainly. */
function timeRegenerating(
  { root, scratch }: BenchPlace,
  app: string,
  { edits, runs }: Regenerating,
) {
  const times: number[] = [];
  const floor: number[] = [];
  const memory: number[] = [];
  const report = join(scratch, "memory.mjs");
  writeFileSync(
    report,
    "process.on('exit', () => process.stderr.write(String(process.resourceUsage().maxRSS / 1024)));",
  );
  for (let index = 0; index < runs; index++) {
    run(join(root, "test/bench/support/older-kit.ts"), [app, String(edits)]);
    const start = process.hrtime.bigint();
    const { stderr } = run(program(root), ["regenerate"], {
      cwd: app,
      node: [`--import=${report}`],
    });
    times.push(Number(process.hrtime.bigint() - start) / 1e6);
    memory.push(Number(stderr));
    const copies = join(scratch, `copies-${edits}-${index}`);
    const { stdout } = run(join(root, "test/bench/support/write-copies.ts"), [app, copies]);
    floor.push(Number(stdout));
  }
  return { times, floor, memory };
}

function program(root: string): string {
  return join(root, "dist/reventless.cjs");
}

function regenerate(root: string, app: string): void {
  run(program(root), ["regenerate"], { cwd: app });
}

function run(
  file: string,
  args: readonly string[],
  { cwd, node = [] }: { readonly cwd?: string; readonly node?: readonly string[] } = {},
) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [...node, file, ...args], {
    ...(cwd !== undefined && { cwd }),
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  });
  if (status !== 0) throw new Error(`${file} ${args.join(" ")} failed:\n${stdout}${stderr}`);
  return { stdout, stderr };
}

function countFiles(app: string): number {
  const entries = ["plugins", "runtime"].flatMap((folder) =>
    readdirSync(join(app, folder), { recursive: true, withFileTypes: true }),
  );
  return entries.filter((entry) => entry.isFile()).length;
}

function ms(value: number): string {
  return `${value.toFixed(0)} ms`;
}
