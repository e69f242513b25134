import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { readState, renderState, statePath } from "./app-state.ts";
import { basePath, readBase } from "./base-texts.ts";
import { proposalPath } from "./bookkeeping-paths.ts";
import type { Change, Decision } from "./change-plan.ts";
import { deletion, writing } from "./file-changes.ts";
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
  /** What to remember: nothing of those of which no edited file is left. */
  readonly bookkeeping: readonly Change[];
}

interface PartsThatStay {
  readonly parts: ReadonlySet<string>;
  /** Their paths. */
  readonly claimed: ReadonlySet<string>;
}

/** Finds what is left of all other parts; where there are decisions, files without one are left as they are. */
export function findRemovedParts(
  directory: string,
  { parts, claimed }: PartsThatStay,
  decisions?: ReadonlyMap<string, Decision>,
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
  const isGoing = (file: (typeof generated)[number]) =>
    decisions === undefined ? isAsGenerated(file) : decisions.get(file.path) === "theirs";
  const going = generated.filter(isGoing);
  const staying = generated.filter(
    (file) => !isGoing(file) && !["mine", "eject"].includes(decisions?.get(file.path) ?? ""),
  );
  return {
    pristine: going.map(({ path }) => path),
    edited: staying.filter((file) => !isAsGenerated(file)).map(({ path }) => path),
    unused: [...new Set(present)].filter((path) => !known.has(path)),
    bookkeeping: removed.flatMap((part) => {
      const left = staying.filter((file) => file.part === part).map(({ path }) => path);
      return left.length > 0 ? shortened(directory, part, left) : forgotten(directory, part);
    }),
  };
}

/** A part of which only some files are remembered. */
function shortened(directory: string, part: string, paths: readonly string[]): readonly Change[] {
  const state = readState(directory, part);
  const files = Object.entries(state.files).filter(([path]) => paths.includes(path));
  const text = renderState({ ...state, files: Object.fromEntries(files) });
  const change = writing(directory, statePath(part), text);
  return change === undefined ? [] : [change];
}

function forgotten(directory: string, part: string): readonly Change[] {
  const proposals = Object.keys(readState(directory, part).conflicts).map(proposalPath);
  return [statePath(part), basePath(part), ...proposals]
    .filter((path) => existsSync(join(directory, path)))
    .map((path) => deletion(directory, path));
}

/** All parts that something is remembered of. */
export function recordedParts(directory: string): string[] {
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
