import { readdirSync, rmdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { checkTargets } from "./check-targets.ts";
import type { ChangePlan } from "./plan-changes.ts";
import { type FileToWrite, writeFiles } from "./write-files.ts";

/** Refuses a plan that cannot be brought to disk; a dry run is refused alike. */
export function checkChanges(
  directory: string,
  { changes, states, obsoleteStates }: ChangePlan,
  others: readonly FileToWrite[],
): void {
  const paths = [...changes, ...states, ...others].map(({ path }) => path);
  checkTargets(directory, [...paths, ...obsoleteStates]);
}

/** Brings a plan to disk: new texts first, then the bookkeeping, deletions last. */
export function applyChanges(
  directory: string,
  { changes, states, obsoleteStates }: ChangePlan,
  others: readonly FileToWrite[],
): void {
  const texts = changes.flatMap(({ path, text }) => (text === undefined ? [] : [{ path, text }]));
  writeFiles(directory, [...texts, ...others, ...states]);
  for (const { action, path } of changes) {
    if (action === "delete") deleteFile(directory, path);
  }
  for (const path of obsoleteStates) deleteFile(directory, path);
}

/** Folders that are empty then go as well. */
function deleteFile(directory: string, path: string): void {
  rmSync(join(directory, path), { force: true });
  for (let folder = dirname(path); folder !== "."; folder = dirname(folder)) {
    const place = join(directory, folder);
    if (readdirSync(place).length > 0) return;
    rmdirSync(place);
  }
}
