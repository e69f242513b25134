import { mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** A file to be written: path from the app's root, and its whole text. */
export interface FileToWrite {
  readonly path: string;
  readonly text: string;
}

/**
 * Writes files so that each one is either old or new, whatever happens: all texts are staged beside
 * their targets first, then renamed. Nothing is renamed when one cannot be staged.
 */
export function writeFiles(directory: string, files: readonly FileToWrite[]): void {
  const staged: { readonly from: string; readonly to: string }[] = [];
  const made = new Set<string>();
  try {
    for (const { path, text } of files) {
      const to = join(directory, path);
      const folder = dirname(to);
      if (!made.has(folder)) {
        mkdirSync(folder, { recursive: true });
        made.add(folder);
      }
      const from = `${to}.${process.pid}.new`;
      staged.push({ from, to });
      writeFileSync(from, text);
    }
  } catch (error) {
    for (const { from } of staged) rmSync(from, { force: true });
    throw error;
  }
  for (const { from, to } of staged) renameSync(from, to);
}
