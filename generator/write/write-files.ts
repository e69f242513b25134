import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** A file to be written: path from the app's root, and its whole text. */
export interface FileToWrite {
  readonly path: string;
  readonly text: string;
}

/**
 * Writes files into a folder that is nobody's yet: one after the other, as nothing is lost when it is
 * removed. What belongs to somebody is changed by `carryOutRun`.
 */
export function writeFiles(directory: string, files: readonly FileToWrite[]): void {
  const made = new Set<string>();
  for (const { path, text } of files) {
    const target = join(directory, path);
    const folder = dirname(target);
    if (!made.has(folder)) mkdirSync(folder, { recursive: true });
    made.add(folder);
    writeFileSync(target, text);
  }
}
