import { isAbsolute } from "node:path";
import { CliError, exitCodes } from "../cli/cli-error.ts";
import { readBase } from "./base-texts.ts";
import { contentHash } from "./content-hash.ts";
import { readText } from "./read-text.ts";

/**
 * What the generator knows of one part of the app, committed with it: a part is a component, a plugin's
 * common files, the app's or the runtime, each with a file of its own so that branches merge.
 */
export interface PartState {
  /** By path: hash of the text that the generator wrote last, the base of the next merge. */
  readonly files: Readonly<Record<string, string>>;
  /** Generated files that somebody deleted; they do not come back by themselves. */
  readonly deleted: readonly string[];
  /** Files that the user took over; they are not written any more. */
  readonly ejected: readonly string[];
  /** Files whose edits clash with what is new, by path: hash of the text that waits. */
  readonly conflicts: Readonly<Record<string, string>>;
  /** Modules for helpers that several files use since a strategy split what they were in; the user's. */
  readonly shared: readonly string[];
  /** Where the user moved files to, by the paths they are generated for. */
  readonly moved: Readonly<Record<string, string>>;
}

export const emptyState: PartState = {
  files: {},
  deleted: [],
  ejected: [],
  conflicts: {},
  shared: [],
  moved: {},
};

export function statePath(part: string): string {
  return `.reventless/parts/${part}.json`;
}

export function readState(directory: string, part: string): PartState {
  const path = statePath(part);
  const text = readText(directory, path);
  if (text === undefined) return { ...emptyState, files: hashesOfBase(directory, part) };
  const state = parseState(text);
  if (state !== undefined) {
    const outside = Object.keys(state.files).find(leadsOut);
    if (outside !== undefined) throw namesOutside(path, outside);
    return state;
  }
  throw new CliError(
    exitCodes.refused,
    `Nothing was written. ${path} is not readable: expected the JSON that the generator wrote.`,
    hasConflictMarkers(text)
      ? "It holds conflict markers of a merge: `reventless recover` keeps what both sides say."
      : "Restore it from version control, or delete it: files that differ from what is generated are then reported, never overwritten.",
  );
}

/** What can be told of a part whose state is gone: most of it, where only that one file is. */
function hashesOfBase(directory: string, part: string): Record<string, string> {
  const texts = [...readBase(directory, part)].filter(([path]) => !leadsOut(path));
  return Object.fromEntries(texts.map(([path, text]) => [path, contentHash(text)]));
}

function leadsOut(path: string): boolean {
  return isAbsolute(path) || path.split(/[\\/]/).includes("..");
}

function namesOutside(state: string, path: string): CliError {
  return new CliError(
    exitCodes.refused,
    `Nothing was written. ${state} names a file outside of the app: ${path}`,
    "The generator never writes that: restore the file from version control.",
  );
}

export function hasConflictMarkers(text: string): boolean {
  return /^<{7} /m.test(text) && /^>{7} /m.test(text);
}

export function parseState(text: string): PartState | undefined {
  try {
    const {
      files,
      deleted = [],
      ejected = [],
      conflicts = {},
      shared = [],
      moved = {},
    } = JSON.parse(text);
    if (![files, conflicts, moved].every(isRecord)) return undefined;
    if (![deleted, ejected, shared].every(Array.isArray)) return undefined;
    return { files, deleted, ejected, conflicts, shared, moved };
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Record<string, string> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  return Object.values(value).every((each) => typeof each === "string");
}

/** An entry a line and empty lists left out, so that branches merge. */
export function renderState(part: PartState): string {
  const { files, deleted, ejected, conflicts, shared, moved } = part;
  const state = {
    files: sorted(files),
    ...(deleted.length > 0 && { deleted: [...deleted].sort() }),
    ...(ejected.length > 0 && { ejected: [...ejected].sort() }),
    ...(Object.keys(conflicts).length > 0 && { conflicts: sorted(conflicts) }),
    ...(shared.length > 0 && { shared: [...shared].sort() }),
    ...(Object.keys(moved).length > 0 && { moved: sorted(moved) }),
  };
  return `${JSON.stringify(state, undefined, 2)}\n`;
}

function sorted(record: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
}
