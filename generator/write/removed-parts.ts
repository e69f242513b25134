import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { readState, statePath } from "./app-state.ts";
import { basePath, readBase } from "./base-texts.ts";
import { proposalPath } from "./bookkeeping-paths.ts";
import { readRaw } from "./read-text.ts";
import { isAsGenerated } from "./settle-file.ts";

/** What is left of parts that the model has no more. */
export interface RemovedParts {
  /** Generated files as the generator wrote them, but for their layout. */
  readonly pristine: readonly string[];
  /** Generated files that somebody edited. */
  readonly edited: readonly string[];
  /** Files of the user in the folders of those parts. */
  readonly unused: readonly string[];
  /** The bookkeeping of those of which no edited file is left. */
  readonly states: readonly string[];
}

/** Finds what is left of all parts but these; `claimed` paths belong to parts that stay. */
export function findRemovedParts(
  directory: string,
  parts: ReadonlySet<string>,
  claimed: ReadonlySet<string>,
): RemovedParts {
  const removed = recordedParts(directory).filter((part) => !parts.has(part));
  const generated = removed
    .flatMap((part) => {
      const base = (path: string) => readBase(directory, part).get(path);
      return Object.entries(readState(directory, part).files).map(([path, baseHash]) => {
        return { part, path, baseHash, base: () => base(path) };
      });
    })
    .filter(({ path }) => !claimed.has(path))
    .flatMap((file) => {
      const found = readRaw(directory, file.path);
      return found === undefined ? [] : [{ ...file, found }];
    });
  const known = new Set([...claimed, ...generated.map(({ path }) => path)]);
  const present = removed.flatMap((part) => filesBelow(directory, folderOf(part)));
  const edited = generated.filter((file) => !isAsGenerated(file));
  const kept = new Set(edited.map(({ part }) => part));
  const over = removed.filter((part) => !kept.has(part));
  return {
    pristine: generated.filter(isAsGenerated).map(({ path }) => path),
    edited: edited.map(({ path }) => path),
    unused: [...new Set(present)].filter((path) => !known.has(path)),
    states: over
      .flatMap((part) => [
        statePath(part),
        basePath(part),
        ...Object.keys(readState(directory, part).conflicts).map(proposalPath),
      ])
      .filter((path) => existsSync(join(directory, path))),
  };
}

function recordedParts(directory: string): string[] {
  const folder = join(directory, ".reventless/parts");
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith(".json"))
    .map((name) => name.slice(0, -".json".length))
    .sort();
}

/** `ordering.order` is in `plugins/ordering/order`; what a plugin has of its own is in its stack. */
function folderOf(part: string): string {
  const [plugin = "", component = "stack"] = part.split(".");
  return `plugins/${plugin}/${component}`;
}

function filesBelow(directory: string, folder: string): string[] {
  const place = join(directory, folder);
  if (!existsSync(place)) return [];
  return readdirSync(place, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = `${folder}/${entry.name}`;
      return entry.isDirectory() ? filesBelow(directory, path) : [path];
    });
}
