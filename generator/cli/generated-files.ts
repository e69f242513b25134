import { type Dirent, readdirSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { sameTokens } from "../merge/index.ts";
import { readState } from "../write/app-state.ts";
import { readBase } from "../write/base-texts.ts";
import { proposalPath } from "../write/bookkeeping-paths.ts";
import { contentHash } from "../write/content-hash.ts";
import type { EmittedPart } from "../write/emitted-part.ts";
import { basesAfterMoves, stateAfterMoves } from "../write/follow-moves.ts";
import { plainText } from "../write/line-ends.ts";
import { readRaw } from "../write/read-text.ts";
import { recordedParts } from "../write/removed-parts.ts";
import { CliError, exitCodes } from "./cli-error.ts";

/**
 * `yours`: written once, then the user's; `pristine`: as generated; `reformatted`: but for its layout;
 * `edited`; `clashing`: edits wait for a decision; `deleted` by the user; `ejected`: taken over by the
 * user; `orphaned`: edited and generated no more; `new`: not generated yet.
 */
export type FileState =
  | "yours"
  | "pristine"
  | "reformatted"
  | "edited"
  | "clashing"
  | "deleted"
  | "ejected"
  | "orphaned"
  | "new";

export interface GeneratedFile {
  readonly path: string;
  readonly part: string;
  readonly state: FileState;
  /** What was generated last. */
  readonly base: string | undefined;
  /** What is on disk. */
  readonly found: string | undefined;
  /** Where the new text waits for a decision. */
  readonly proposal?: string;
}

/**
 * All files that are generated or were, and what is beside them in the plugins' folders, sorted; or those
 * at or below one of some paths.
 */
export function generatedFiles(
  directory: string,
  parts: readonly EmittedPart[],
  wanted: readonly string[] = [],
): readonly GeneratedFile[] {
  const names = new Set(parts.map(({ part }) => part));
  const removed = recordedParts(directory).filter((part) => !names.has(part));
  const generated = [...parts, ...removed.map((part) => ({ part, files: [] }))].flatMap((part) =>
    filesOfPart(directory, part),
  );
  const known = new Set(generated.map(({ path }) => path));
  const all = [...generated, ...yourFiles(directory, "plugins", known)].sort((a, b) =>
    a.path < b.path ? -1 : 1,
  );
  if (wanted.length === 0) return all;
  const paths = wanted.map((path) => fromRoot(directory, path));
  const files = all.filter(({ path }) =>
    paths.some((each) => each === "" || path === each || path.startsWith(`${each}/`)),
  );
  for (const [index, path] of paths.entries()) {
    if (path === "" || files.some((file) => file.path === path || file.path.startsWith(`${path}/`)))
      continue;
    throw new CliError(
      exitCodes.usage,
      `The generator knows no file at ${wanted[index]}.`,
      "Paths are those of generated files, or of folders with some: see reventless status.",
    );
  }
  return files;
}

/** Files that the generator wrote once, or never. */
function yourFiles(
  directory: string,
  folder: string,
  known: ReadonlySet<string>,
): readonly GeneratedFile[] {
  return entriesOf(join(directory, folder)).flatMap((entry): readonly GeneratedFile[] => {
    const path = `${folder}/${entry.name}`;
    if (entry.name.startsWith(".") || entry.name === "node_modules") return [];
    if (entry.isDirectory()) return yourFiles(directory, path, known);
    if (known.has(path)) return [];
    return [{ path, part: "", state: "yours", base: undefined, found: undefined }];
  });
}

function entriesOf(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    // An app without plugins.
    return [];
  }
}

/** A path as it was typed, from the app's root. */
function fromRoot(directory: string, path: string): string {
  return relative(directory, resolve(path)).replaceAll("\\", "/");
}

function filesOfPart(directory: string, emittedPart: EmittedPart): readonly GeneratedFile[] {
  const { part, files } = emittedPart;
  const remembered = readState(directory, part);
  const state = stateAfterMoves(remembered, emittedPart);
  const bases = basesAfterMoves(readBase(directory, part), remembered, emittedPart);
  const emitted = new Map(files.map((file) => [file.path, file]));
  const paths = new Set([...emitted.keys(), ...Object.keys(state.files), ...state.ejected]);
  return [...paths].flatMap((path): readonly GeneratedFile[] => {
    const found = readRaw(directory, path);
    const file = { path, part, base: bases.get(path), found };
    const owner = emitted.get(path)?.owner;
    if (owner === "user") return [{ ...file, state: found === undefined ? "deleted" : "yours" }];
    if (state.ejected.includes(path)) return [{ ...file, state: "ejected" }];
    if (!Object.hasOwn(state.files, path)) return [{ ...file, state: "new" }];
    if (Object.hasOwn(state.conflicts, path)) {
      return [{ ...file, state: "clashing", proposal: proposalPath(path) }];
    }
    if (found === undefined) return owner === undefined ? [] : [{ ...file, state: "deleted" }];
    if (contentHash(plainText(found)) === state.files[path])
      return [{ ...file, state: "pristine" }];
    if (owner === undefined) return [{ ...file, state: "orphaned" }];
    const isOnlyLayout = file.base !== undefined && sameTokens(path, file.base, found);
    return [{ ...file, state: isOnlyLayout ? "reformatted" : "edited" }];
  });
}
