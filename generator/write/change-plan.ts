import type { Placement } from "../rehome/report.ts";

/** What a run does to the disk and what it tells: one object for `--dry-run`, `--json`, `check` and writing. */

/**
 * `update`: replaced, as nobody had edited it; `merge`: edits and news together; `edit`: a change of the
 * generator to a file of the user.
 */
export type Action = "create" | "update" | "merge" | "edit" | "delete";

export interface Change {
  readonly action: Action;
  /** From the app's root. */
  readonly path: string;
  /** As it will be, byte for byte; undefined when the file goes. */
  readonly text: string | undefined;
  /** As it was when the run was planned, byte for byte; undefined when there was no file. */
  readonly before: string | undefined;
  /** The file with the bytes and the mode of `text`, where it brings back what was there. */
  readonly copyOf?: string;
}

export interface ConflictingFile {
  readonly path: string;
  /** Why it was left as it is. */
  readonly reason: string;
  /** Where the new text waits, with both sides between markers. */
  readonly proposal: string;
}

export interface DeletedFile {
  readonly path: string;
  /** Whether there is something new that it would get. */
  readonly isNews: boolean;
  /** Files that the run writes and that import it. */
  readonly neededBy: readonly string[];
}

export interface ChangePlan {
  readonly changes: readonly Change[];
  /** Files with edits by hand for which there was nothing new: left as they are. */
  readonly keptEdits: readonly string[];
  readonly conflicts: readonly ConflictingFile[];
  /** Generated files that somebody deleted: not created again. */
  readonly deleted: readonly DeletedFile[];
  /** Edits that went to other files, as theirs were split or joined. */
  readonly moved: readonly Placement[];
  /** Files with edits that are generated no more: left as they are. */
  readonly orphans: readonly string[];
  /** Files of the user whose component or plugin is in the model no more: left as they are. */
  readonly unused: readonly string[];
  /** What the generator remembers; written with the changes. */
  readonly bookkeeping: readonly Change[];
}

/**
 * What the user wants for one file: `mine` keeps what is there, `theirs` takes what is generated,
 * `restore` brings a deleted file back, `eject` takes it over, `adopt` gives it to the generator.
 */
export type Decision = "mine" | "theirs" | "restore" | "eject" | "adopt";

export const emptyPlan: ChangePlan = {
  changes: [],
  keptEdits: [],
  conflicts: [],
  deleted: [],
  moved: [],
  orphans: [],
  unused: [],
  bookkeeping: [],
};
