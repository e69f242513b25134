import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";

const root = join(import.meta.dirname, "..");
export const sampleFolder = join(root, "sample-output");

/** The shop under each strategy, and under all of them at once. */
export const samples = [
  "fulfilment-shop",
  "fulfilment-shop-per-component",
  "fulfilment-shop-micro",
  "fulfilment-shop-mixed",
] as const;

/** Arguments of `create-reventless-app`, then those of `reventless`, call after call. */
interface SampleInput {
  readonly create: readonly string[];
  readonly then: readonly (readonly string[])[];
}

/** What the built programs emit now for a sample's input file, by path. */
export function emitSample(sample: string): ReadonlyMap<string, string> {
  const text = readFileSync(join(sampleFolder, `${sample}.input.json`), "utf8");
  const { create, then } = JSON.parse(text) as SampleInput;
  const parent = mkdtempSync(join(tmpdir(), "reventless-sample-"));
  try {
    const directory = join(parent, sample);
    run("create-reventless-app", [directory, ...create, "--yes", "--no-git", "--no-install"]);
    for (const args of then) run("reventless", args, directory);
    return filesBelow(directory);
  } finally {
    rmSync(parent, { recursive: true, force: true });
  }
}

function run(program: string, args: readonly string[], cwd = root): void {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(root, `dist/${program}.cjs`), ...args],
    { cwd, encoding: "utf8" },
  );
  if (status !== 0) throw new Error(`${program} failed with ${status}:\n${stdout}${stderr}`);
}

/** All texts below a folder, by path with forward slashes. */
export function filesBelow(folder: string): ReadonlyMap<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !isUncommitted(relative(folder, file).replaceAll("\\", "/")))
    .sort();
  return new Map(
    files.map((file) => [
      relative(folder, file).replaceAll("\\", "/"),
      readFileSync(file, "utf8").replaceAll("\r\n", "\n"),
    ]),
  );
}

function isUncommitted(path: string): boolean {
  return path.startsWith(".reventless/tmp/") || path.startsWith(".reventless/cache/");
}
