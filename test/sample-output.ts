import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";

const root = join(import.meta.dirname, "..");
export const sampleFolder = join(root, "sample-output");

export const samples = ["fulfilment-shop"] as const;

/** What the built programs emit now for a sample's input file, by path. */
export function emitSample(sample: string): ReadonlyMap<string, string> {
  const input = JSON.parse(readFileSync(join(sampleFolder, `${sample}.input.json`), "utf8")) as {
    readonly create: readonly string[];
  };
  const parent = mkdtempSync(join(tmpdir(), "reventless-sample-"));
  try {
    const directory = join(parent, sample);
    const program = join(root, "dist/create-reventless-app.cjs");
    const options = ["--yes", "--no-git", "--no-install"];
    const { status, stderr } = spawnSync(
      process.execPath,
      [program, directory, ...input.create, ...options],
      { encoding: "utf8" },
    );
    if (status !== 0) throw new Error(`create-reventless-app failed with ${status}:\n${stderr}`);
    return filesBelow(directory);
  } finally {
    rmSync(parent, { recursive: true, force: true });
  }
}

/** All texts below a folder, by path with forward slashes. */
export function filesBelow(folder: string): ReadonlyMap<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  return new Map(
    files.map((file) => [
      relative(folder, file).replaceAll("\\", "/"),
      readFileSync(file, "utf8").replaceAll("\r\n", "\n"),
    ]),
  );
}
