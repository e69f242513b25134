import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { diskRefusal } from "./disk-refusal.ts";

/** A file to be written: path from the app's root, and its whole text. */
export interface FileToWrite {
  readonly path: string;
  readonly text: string;
}

/**
 * Writes all files or none: all texts are staged beside their targets first, then renamed. When one
 * cannot be staged or renamed, the others are as they were, and folders made for them are gone.
 */
export function writeFiles(directory: string, files: readonly FileToWrite[]): void {
  const undo: (() => void)[] = [];
  const checked = new Set<string>();
  try {
    const staged = files.map(({ path, text }) => {
      const to = join(directory, path);
      const folder = dirname(to);
      if (!checked.has(folder)) makeFolder(folder, undo);
      checked.add(folder);
      const from = `${to}.${process.pid}.new`;
      undo.push(() => rmSync(from, { force: true }));
      writeFileSync(from, text);
      return { from, to };
    });
    for (const { from, to } of staged) replace(from, to, undo);
  } catch (error) {
    for (const step of undo.reverse()) step();
    throw diskRefusal(error);
  }
}

function makeFolder(folder: string, undo: (() => void)[]): void {
  const made = mkdirSync(folder, { recursive: true });
  if (made !== undefined) undo.push(() => rmSync(made, { recursive: true, force: true }));
}

function replace(from: string, to: string, undo: (() => void)[]): void {
  const before = existsSync(to) ? readFileSync(to) : undefined;
  renameSync(from, to);
  undo.push(() => (before === undefined ? rmSync(to) : writeFileSync(to, before)));
}
