import { mergeFile } from "../merge/index.ts";
import { baseParts, basePath, parseBase } from "./base-texts.ts";
import type { Change } from "./change-plan.ts";
import { contentHash } from "./content-hash.ts";
import { readRaw, readText } from "./read-text.ts";
import { pathBefore, type RunRecord, textAfter } from "./run-journal.ts";

export interface Undo {
  readonly changes: readonly Change[];
  /** Files that were edited since in the same places, or made again: left as they are. */
  readonly kept: readonly { readonly path: string; readonly reason: string }[];
}

/** What takes a run back; edits made since are merged with what was before. */
export function planUndo(directory: string, { id, steps }: RunRecord): Undo {
  const changes: Change[] = [];
  const kept: { path: string; reason: string }[] = [];
  for (const [index, step] of steps.entries()) {
    const { path } = step;
    const found = readRaw(directory, path);
    const before = readRaw(directory, pathBefore(id, index));
    const hash = found === undefined ? undefined : contentHash(found);
    if (hash === step.before) continue;
    if (hash === step.after) {
      const action = before === undefined ? "delete" : found === undefined ? "create" : "update";
      const copyOf = pathBefore(id, index);
      changes.push({
        action,
        path,
        text: before,
        before: found,
        ...(before !== undefined && { copyOf }),
      });
    } else if (found === undefined) {
      kept.push({ path, reason: "deleted since" });
    } else if (before === undefined) {
      kept.push({ path, reason: "edited since it was made" });
    } else {
      const after = textAfter(directory, id, index) ?? generatedText(directory, path, step.after);
      const merged =
        after === undefined
          ? undefined
          : mergeFile({ path, base: after, mine: found, theirs: before });
      if (merged?.clean) changes.push({ action: "merge", path, text: merged.text, before: found });
      else kept.push({ path, reason: "edited since in the same place" });
    }
  }
  return { changes, kept };
}

/** A generated text with this hash, from what the generator remembers. */
function generatedText(
  directory: string,
  path: string,
  hash: string | undefined,
): string | undefined {
  for (const part of baseParts(directory)) {
    const text = parseBase(readText(directory, basePath(part)) ?? "").get(path);
    if (text !== undefined && contentHash(text) === hash) return text;
  }
  return undefined;
}
