import { existsSync, readdirSync } from "node:fs";
import { extname, join } from "node:path";
import { type PartState, readState } from "./app-state.ts";
import { readBase } from "./base-texts.ts";
import { contentHash } from "./content-hash.ts";
import type { EmittedPart } from "./emitted-part.ts";
import { readRaw } from "./read-text.ts";
import { recordedParts } from "./removed-parts.ts";
import { isAsGenerated } from "./settle-file.ts";

/**
 * Generated files that somebody moved or renamed are kept up to date where they are now. A file counts as
 * moved when it is gone and exactly one file that nobody knows is as it was generated, but for its layout.
 * Files of handlers do not move: the stack finds them by their names.
 */
export function followMoves(
  directory: string,
  parts: readonly EmittedPart[],
): readonly EmittedPart[] {
  let strangers: readonly string[] | undefined;
  const taken = new Set<string>();
  return parts.map((part) => {
    if (part.moved !== undefined) return part;
    const state = readState(directory, part.part);
    const moved = new Map<string, string>();
    for (const { path, owner } of part.files) {
      if (owner === "user" || existsSync(join(directory, path))) continue;
      const known = state.moved[path];
      if (known !== undefined) moved.set(path, known);
      if (known !== undefined || !isMissing(state, path)) continue;
      strangers ??= unknownFiles(directory, parts);
      const place = placeOf(directory, part.part, path, strangers);
      if (place === undefined || taken.has(place)) continue;
      taken.add(place);
      moved.set(path, place);
    }
    if (moved.size === 0) return { ...part, moved };
    const files = part.files.map((file) => ({ ...file, path: moved.get(file.path) ?? file.path }));
    return { ...part, files, moved };
  });
}

function isMissing(state: PartState, path: string): boolean {
  const isKnown = Object.hasOwn(state.files, path) && !state.deleted.includes(path);
  return isKnown && !path.includes("/handlers/");
}

function placeOf(
  directory: string,
  part: string,
  path: string,
  strangers: readonly string[],
): string | undefined {
  const base = readBase(directory, part).get(path);
  if (base === undefined) return undefined;
  const baseHash = contentHash(base);
  const places = strangers.filter((stranger) => {
    if (extname(stranger) !== extname(path)) return false;
    const found = readRaw(directory, stranger) ?? "";
    return isAsGenerated({ path, baseHash, base: () => base, found });
  });
  return places.length === 1 ? places[0] : undefined;
}

/** Files of the app's code that are not generated and never were. */
function unknownFiles(directory: string, parts: readonly EmittedPart[]): readonly string[] {
  const states = recordedParts(directory).map((part) => readState(directory, part));
  const known = new Set([
    ...parts.flatMap(({ files }) => files.map(({ path }) => path)),
    ...states.flatMap(({ files, moved }) => [...Object.keys(files), ...Object.values(moved)]),
  ]);
  return ["plugins", "runtime"]
    .flatMap((folder) => filesBelow(directory, folder))
    .filter((path) => !known.has(path));
}

function filesBelow(directory: string, folder: string): readonly string[] {
  if (!existsSync(join(directory, folder))) return [];
  return readdirSync(join(directory, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.name.startsWith(".") || entry.name === "node_modules") return [];
    return entry.isDirectory() ? filesBelow(directory, path) : [path];
  });
}

/** What is remembered, by the paths at which files are now. */
export function stateAfterMoves(state: PartState, part: EmittedPart): PartState {
  const rename = renaming(state, part);
  if (rename === undefined) return state;
  const renamed = (record: Readonly<Record<string, string>>) =>
    Object.fromEntries(Object.entries(record).map(([path, value]) => [rename(path), value]));
  return {
    ...state,
    files: renamed(state.files),
    conflicts: renamed(state.conflicts),
    deleted: state.deleted.map(rename),
    ejected: state.ejected.map(rename),
  };
}

export function basesAfterMoves(
  bases: ReadonlyMap<string, string>,
  state: PartState,
  part: EmittedPart,
): ReadonlyMap<string, string> {
  const rename = renaming(state, part);
  if (rename === undefined) return bases;
  return new Map([...bases].map(([path, text]) => [rename(path), text]));
}

/** From the path that something is remembered by to the one at which the file is now. */
function renaming(
  state: PartState,
  { moved = new Map() }: EmittedPart,
): ((path: string) => string) | undefined {
  const renames = new Map<string, string>();
  for (const path of new Set([...Object.keys(state.moved), ...moved.keys()])) {
    const [before, now] = [state.moved[path] ?? path, moved.get(path) ?? path];
    if (before !== now) renames.set(before, now);
  }
  return renames.size === 0 ? undefined : (path) => renames.get(path) ?? path;
}
