import { CliError, exitCodes } from "../cli/cli-error.ts";
import type { EmittedFile } from "../emit/emitted-file.ts";
import { hashOf, readState, stateFile } from "./app-state.ts";
import { readText } from "./read-text.ts";
import { findRemovedParts } from "./removed-parts.ts";
import type { FileToWrite } from "./write-files.ts";

/** The files of one part as they should be now. */
export interface EmittedPart {
  readonly part: string;
  readonly files: readonly EmittedFile[];
}

export type Action = "create" | "update" | "delete";

export interface Change {
  readonly action: Action;
  readonly path: string;
  /** Absent for `delete`. */
  readonly text?: string;
}

/** What a run would do: the same object serves `--dry-run`, the report and the disk. */
export interface ChangePlan {
  readonly changes: readonly Change[];
  /** Generated files with edits for which there was nothing new: left as they are. */
  readonly keptEdits: readonly string[];
  /** Files of the user whose component or plugin is in the model no more: left as they are. */
  readonly unused: readonly string[];
  /** Bookkeeping; written with the changes. */
  readonly states: readonly FileToWrite[];
  /** Bookkeeping of parts that are no more. */
  readonly obsoleteStates: readonly string[];
}

/**
 * Compares what should be with what is. A generated file that somebody edited is never overwritten:
 * where there is something new for it, the whole run is refused.
 */
export function planChanges(directory: string, parts: readonly EmittedPart[]): ChangePlan {
  const changes: Change[] = [];
  const keptEdits: string[] = [];
  const refused: string[] = [];
  const states: FileToWrite[] = [];
  const claimed = new Set(parts.flatMap(({ files }) => files.map(({ path }) => path)));

  for (const { part, files } of parts) {
    const before = readState(directory, part).files;
    const isNew = Object.keys(before).length === 0;
    for (const { path, text, owner } of files) {
      const found = readText(directory, path);
      if (found === undefined) {
        // A file of the user that is gone was deleted on purpose.
        if (owner === "generator" || isNew) changes.push({ action: "create", path, text });
        continue;
      }
      if (owner !== "generator" || found === text) continue;
      const base = before[path];
      if (base === hashOf(found)) changes.push({ action: "update", path, text });
      else if (base === hashOf(text)) keptEdits.push(path);
      else refused.push(path);
    }
    for (const path of Object.keys(before).filter((each) => !claimed.has(each))) {
      const found = readText(directory, path);
      if (found === undefined) continue;
      if (before[path] === hashOf(found)) changes.push({ action: "delete", path });
      else refused.push(path);
    }
    const state = stateFile(part, files);
    if (readText(directory, state.path) !== state.text) states.push(state);
  }

  if (refused.length > 0) throw editedFiles(refused);
  return { changes, keptEdits, states, unused: [], obsoleteStates: [] };
}

/** Plans for all parts of an app: what is left of others goes, unless somebody wrote or edited it. */
export function planWholeApp(directory: string, parts: readonly EmittedPart[]): ChangePlan {
  const plan = planChanges(directory, parts);
  const claimed = new Set(parts.flatMap(({ files }) => files.map(({ path }) => path)));
  const names = new Set(parts.map(({ part }) => part));
  const { pristine, edited, unused, states } = findRemovedParts(directory, names, claimed);
  const deletions = pristine.map((path): Change => ({ action: "delete", path }));
  return {
    ...plan,
    changes: [...plan.changes, ...deletions],
    keptEdits: [...plan.keptEdits, ...edited],
    unused,
    obsoleteStates: states,
  };
}

function editedFiles(paths: readonly string[]): CliError {
  const one = paths.length === 1;
  return new CliError(
    exitCodes.refused,
    `Nothing was written. ${one ? "This generated file was" : "These generated files were"} edited by hand, and there is something new for ${one ? "it" : "them"}:\n${paths.map((path) => `  ${path}`).join("\n")}`,
    "Move the edits to a file that is yours (decider, projection, overrides), restore the generated text from version control, and run the command again.",
  );
}
