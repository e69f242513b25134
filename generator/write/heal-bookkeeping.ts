import { readdirSync } from "node:fs";
import { join } from "node:path";
import { whileLocked } from "./app-lock.ts";
import { hasConflictMarkers, type PartState, parseState, renderState } from "./app-state.ts";
import { basePath, parseBase, renderBase } from "./base-texts.ts";
import { contentHash } from "./content-hash.ts";
import { readText } from "./read-text.ts";
import { putText } from "./touch-file.ts";

/**
 * Settles conflict markers that a merge of branches left in what the generator remembers: entries of
 * both sides are kept; of a file that both sides generated, the text that is in the archive of texts
 * counts, and the next run merges with it. Generated files that nobody edited lose their markers, too.
 * Answers what was written.
 */
export function healBookkeeping(directory: string): readonly string[] {
  return whileLocked(directory, () =>
    namesOfParts(directory).flatMap((part) => healPart(directory, part)),
  );
}

function healPart(directory: string, part: string): readonly string[] {
  const path = `.reventless/parts/${part}.json`;
  const stateText = readText(directory, path) ?? "";
  const baseText = readText(directory, basePath(part)) ?? "";
  if (!hasConflictMarkers(stateText) && !hasConflictMarkers(baseText)) return [];
  const states = sidesOf(stateText).flatMap((side) => parseState(tidyJson(side)) ?? []);
  const archives = sidesOf(baseText).map(parseBase);
  const texts = new Map(archives.toReversed().flatMap((archive) => [...archive]));
  const state = union(states);
  const files = Object.entries(state.files).map(([file, hash]) => {
    const text = texts.get(file);
    return [file, text === undefined ? hash : contentHash(text)] as const;
  });
  putText(directory, path, renderState({ ...state, files: Object.fromEntries(files) }));
  putText(directory, basePath(part), renderBase(texts));
  return [path, basePath(part), ...healFiles(directory, archives)];
}

/** Generated files with markers that nobody edited on either side; the next run brings them up to date. */
function healFiles(
  directory: string,
  [ours, theirs]: readonly ReadonlyMap<string, string>[],
): readonly string[] {
  const healed: string[] = [];
  for (const [path, text] of ours ?? []) {
    const found = readText(directory, path) ?? "";
    if (!hasConflictMarkers(found)) continue;
    const [mine, other] = sidesOf(found);
    if (mine !== text || other !== theirs?.get(path)) continue;
    putText(directory, path, text);
    healed.push(path);
  }
  return healed;
}

/** Ours and theirs, each as if it had won everywhere. */
function sidesOf(text: string): readonly [ours: string, theirs: string] {
  const conflict = /^<{7} .*\n([\s\S]*?)(?:^\|{7}.*\n[\s\S]*?)?^={7}\n([\s\S]*?)^>{7} .*\n?/gm;
  return [text.replace(conflict, "$1"), text.replace(conflict, "$2")];
}

/** Lines put together from two sides may lack a comma between them, or have one too many. */
function tidyJson(text: string): string {
  return text.replace(/("|\]|\})[ \t]*\n([ \t]*")/g, "$1,\n$2").replace(/,(\s*[}\]])/g, "$1");
}

function union(states: readonly PartState[]): PartState {
  const [ours, theirs] = states;
  return {
    files: { ...theirs?.files, ...ours?.files },
    deleted: [...new Set(states.flatMap(({ deleted }) => deleted))],
    ejected: [...new Set(states.flatMap(({ ejected }) => ejected))],
    conflicts: { ...theirs?.conflicts, ...ours?.conflicts },
    shared: [...new Set(states.flatMap(({ shared }) => shared))],
    moved: { ...theirs?.moved, ...ours?.moved },
  };
}

function namesOfParts(directory: string): readonly string[] {
  try {
    return readdirSync(join(directory, ".reventless/parts"))
      .filter((name) => name.endsWith(".json"))
      .map((name) => name.slice(0, -".json".length))
      .sort();
  } catch {
    return [];
  }
}
