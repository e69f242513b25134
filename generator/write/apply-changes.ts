import { rmSync } from "node:fs";
import { join } from "node:path";
import type { ChangePlan } from "./plan-changes.ts";
import { type FileToWrite, writeFiles } from "./write-files.ts";

/** Brings a plan to disk: new texts first, then the bookkeeping, deletions last. */
export function applyChanges(
  directory: string,
  { changes, states }: ChangePlan,
  others: readonly FileToWrite[] = [],
): void {
  const texts = changes.flatMap(({ path, text }) => (text === undefined ? [] : [{ path, text }]));
  writeFiles(directory, [...texts, ...others, ...states]);
  for (const { action, path } of changes) {
    if (action === "delete") rmSync(join(directory, path), { force: true });
  }
}
