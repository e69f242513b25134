import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { hashOf, readState, statePath } from "./app-state.ts";
import { readText } from "./read-text.ts";

/** What is left of parts that the model has no more. */
export interface RemovedParts {
  /** Generated files as the generator wrote them. */
  readonly pristine: readonly string[];
  /** Generated files that somebody edited. */
  readonly edited: readonly string[];
  /** Files of the user in the folders of those parts. */
  readonly unused: readonly string[];
  /** Their bookkeeping. */
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
    .flatMap((part) => Object.entries(readState(directory, part).files))
    .filter(([path]) => !claimed.has(path))
    .map(([path, hash]) => ({ path, hash, text: readText(directory, path) }))
    .filter(({ text }) => text !== undefined);
  const isPristine = ({ hash, text = "" }: (typeof generated)[number]) => hash === hashOf(text);
  const known = new Set([...claimed, ...generated.map(({ path }) => path)]);
  const present = removed.flatMap((part) => filesBelow(directory, folderOf(part)));
  return {
    pristine: generated.filter(isPristine).map(({ path }) => path),
    edited: generated.filter((file) => !isPristine(file)).map(({ path }) => path),
    unused: [...new Set(present)].filter((path) => !known.has(path)),
    states: removed.map(statePath),
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
