import { posix } from "node:path";
import type { Change, DeletedFile } from "./change-plan.ts";

/** Tells of files that the user deleted which of the files that a run writes import them. */
export function withImporters(
  deleted: readonly DeletedFile[],
  changes: readonly Change[],
): readonly DeletedFile[] {
  if (deleted.length === 0) return deleted;
  const imports = changes.map(({ path, text = "" }) => ({ path, targets: importsOf(path, text) }));
  return deleted.map((file) => {
    const importers = imports.filter(({ targets }) => targets.has(file.path));
    return { ...file, neededBy: importers.map(({ path }) => path) };
  });
}

/** Files of the app that a text imports; in generated code paths are relative and have their ending. */
function importsOf(path: string, text: string): ReadonlySet<string> {
  const specifiers = text.matchAll(/\bfrom\s+["'](\.{1,2}\/[^"'\n]+)["']/g);
  return new Set([...specifiers].map(([, to = ""]) => posix.join(posix.dirname(path), to)));
}
