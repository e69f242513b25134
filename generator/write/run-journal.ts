import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { CliError, exitCodes, isCliError } from "../cli/cli-error.ts";
import { isBookkeeping } from "./bookkeeping-paths.ts";
import type { Action, Change } from "./change-plan.ts";
import { contentHash } from "./content-hash.ts";
import { diskRefusal } from "./disk-refusal.ts";
import { readRaw } from "./read-text.ts";
import { keepFile, moveFile, removeFile } from "./touch-file.ts";

/*
 * A run is all or nothing, and can be taken back. Everything it writes is put into a folder of its own
 * first: the new texts, the old ones, and a journal of what goes where. Renaming that folder is the
 * moment from which the run has happened; only then files of the app are touched, and a run that is cut
 * off is finished, or taken back, by the next command.
 */

export interface RunStep {
  readonly action: Action;
  readonly path: string;
  /** Hashes of what was there and of what was written; absent when there was no file. */
  readonly before?: string;
  readonly after?: string;
}

export interface RunRecord {
  /** `000007`, counting up. */
  readonly id: string;
  /** As it was typed: `reventless strategy micro`. */
  readonly command: string;
  /** The run that this one took back, or that it did again. */
  readonly undoes?: string;
  readonly redoes?: string;
  readonly steps: readonly RunStep[];
}

export interface RunToRecord extends Pick<RunRecord, "command" | "undoes" | "redoes"> {
  readonly changes: readonly Change[];
}

/** Runs that can still be taken back, at least. */
const keptRuns = 10;

const runsFolder = ".reventless/tmp/runs";

/* A run's record; its name says what is still to be done: the run, its taking back, or nothing. */
const journal = "journal.json";
const backwards = "backwards.json";
const done = "done.json";

export function runFolder(directory: string, id: string): string {
  return join(directory, runsFolder, id);
}

/** Finished runs, oldest first. */
export function finishedRuns(directory: string): readonly RunRecord[] {
  return runFolders(directory)
    .map((id) => readRecord(directory, id, done))
    .filter((record) => record !== undefined);
}

/** Path of what a step replaced or deleted; nothing is there when there was no file. */
export function pathBefore(id: string, index: number): string {
  return `${runsFolder}/${id}/before/${index}`;
}

/** The text that a step left, where it was not simply what is generated. */
export function textAfter(directory: string, id: string, index: number): string | undefined {
  return readRaw(directory, `${runsFolder}/${id}/after/${index}`);
}

/** Is told what was just done, for tests of crashes. */
export type Checkpoint = (step: string) => void;

const nowhere: Checkpoint = () => {};

/** Brings changes to disk, all or none. */
export function carryOutRun(
  directory: string,
  { changes, ...about }: RunToRecord,
  checkpoint: Checkpoint = nowhere,
): void {
  const ids = runFolders(directory);
  const id = String(Number(ids.at(-1) ?? 0) + 1).padStart(6, "0");
  const staging = `${runFolder(directory, id)}.new`;
  const steps = changes.map(stepOf);
  try {
    stage({ directory, staging, changes, checkpoint });
    const record: RunRecord = { id, ...about, steps };
    writeFileSync(join(staging, journal), `${JSON.stringify(record)}\n`);
    checkpoint("staged");
    refuseChangedMeanwhile(directory, changes);
    renameSync(staging, runFolder(directory, id));
  } catch (error) {
    rmSync(staging, { recursive: true, force: true });
    throw diskRefusal(error);
  }
  checkpoint("committed");
  try {
    finish(directory, id, checkpoint);
  } catch (error) {
    renameSync(join(runFolder(directory, id), journal), join(runFolder(directory, id), backwards));
    takeBack(directory, id, checkpoint);
    throw diskRefusal(error);
  }
  // Several at once, as removing takes longer than what a small run writes.
  const old = ids.length >= 2 * keptRuns ? ids.slice(0, ids.length + 1 - keptRuns) : [];
  for (const run of old) {
    rmSync(runFolder(directory, run), { recursive: true, force: true });
  }
}

function stepOf({ action, path, text, before }: Change): RunStep {
  return {
    action,
    path,
    ...(before !== undefined && { before: contentHash(before) }),
    ...(text !== undefined && { after: contentHash(text) }),
  };
}

interface Staging {
  readonly directory: string;
  readonly staging: string;
  readonly changes: readonly Change[];
  readonly checkpoint: Checkpoint;
}

function stage({ directory, staging, changes, checkpoint }: Staging): void {
  for (const folder of ["new", "before", "after"]) {
    mkdirSync(join(staging, folder), { recursive: true });
  }
  for (const [index, { action, path, text, before, copyOf }] of changes.entries()) {
    if (before !== undefined) keepFile(join(directory, path), join(staging, "before", `${index}`));
    const staged = join(staging, "new", `${index}`);
    if (copyOf !== undefined) copyFileSync(join(directory, copyOf), staged);
    else if (text !== undefined) writeFileSync(staged, text);
    // What is generated is known anyway.
    const isOther = action === "merge" || action === "edit" || isBookkeeping(path);
    if (text !== undefined && isOther) writeFileSync(join(staging, "after", `${index}`), text);
    checkpoint(`stage ${path}`);
  }
}

function refuseChangedMeanwhile(directory: string, changes: readonly Change[]): void {
  const changed = changes.filter(({ path, before }) => readRaw(directory, path) !== before);
  if (changed.length > 0) throw changedMeanwhile(changed.map(({ path }) => path));
}

function changedMeanwhile(paths: readonly string[]): CliError {
  return new CliError(
    exitCodes.locked,
    `Nothing was written. ${paths.length === 1 ? "A file was" : "Files were"} changed while this run was planned:\n${paths.map((path) => `  ${path}`).join("\n")}`,
    "Run the command again.",
  );
}

/** Does what is left of a run to do. */
function finish(directory: string, id: string, checkpoint: Checkpoint): void {
  const folder = runFolder(directory, id);
  const record = readRecord(directory, id, journal);
  for (const [index, step] of (record?.steps ?? []).entries()) {
    const { action, path } = step;
    const staged = join(folder, "new", String(index));
    // Somebody may have saved it a moment ago.
    if (!isAsFoundOrLeft(directory, step)) throw changedMeanwhile([path]);
    if (action === "delete") removeFile(directory, path);
    else if (existsSync(staged)) moveFile(directory, staged, path);
    checkpoint(`${action} ${path}`);
  }
  rmSync(join(folder, "new"), { recursive: true, force: true });
  renameSync(join(folder, journal), join(folder, done));
  checkpoint("done");
}

/** Puts back what a run that cannot be finished has changed; can be cut off and called again. */
function takeBack(directory: string, id: string, checkpoint: Checkpoint): readonly string[] {
  const record = readRecord(directory, id, backwards);
  const left: string[] = [];
  for (const [index, { path, before, after }] of (record?.steps ?? []).entries()) {
    const found = foundHash(directory, path);
    if (found === before) continue;
    if (found !== after) left.push(path);
    else if (before === undefined) removeFile(directory, path);
    else moveFile(directory, join(runFolder(directory, id), "before", String(index)), path);
    checkpoint(`take back ${path}`);
  }
  rmSync(runFolder(directory, id), { recursive: true, force: true });
  return left;
}

/** Hash of what is at a path; undefined when there is nothing, another word for what is no file. */
function foundHash(directory: string, path: string): string | undefined {
  try {
    const found = readRaw(directory, path);
    return found === undefined ? undefined : contentHash(found);
  } catch (error) {
    if (isCliError(error)) return "not a file";
    throw error;
  }
}

/** Whether a file is as the run found it or as it left it. */
function isAsFoundOrLeft(directory: string, { path, before, after }: RunStep): boolean {
  return [before, after].includes(foundHash(directory, path));
}

export interface Recovery {
  /** The command whose run was cut off. */
  readonly command: string;
  readonly outcome: "finished" | "taken back";
  /** Files that somebody changed since, left as they are. */
  readonly left: readonly string[];
}

/** Whether a run was cut off; cheap. */
export function isInterrupted(directory: string): boolean {
  return listed(directory).some(
    (name) =>
      name.endsWith(".new") ||
      [journal, backwards].some((file) => existsSync(join(directory, runsFolder, name, file))),
  );
}

/** Finishes a run that was cut off; takes it back where files that it still had to write were changed since. */
export function recoverRuns(
  directory: string,
  checkpoint: Checkpoint = nowhere,
): readonly Recovery[] {
  for (const name of listed(directory).filter((each) => each.endsWith(".new"))) {
    // It was cut off before anything was touched.
    rmSync(join(directory, runsFolder, name), { recursive: true, force: true });
  }
  try {
    return runFolders(directory).flatMap((id) => recoverRun(directory, id, checkpoint));
  } catch (error) {
    throw diskRefusal(error);
  }
}

function recoverRun(directory: string, id: string, checkpoint: Checkpoint): readonly Recovery[] {
  const folder = runFolder(directory, id);
  const record = readRecord(directory, id, journal);
  if (record?.steps.every((step) => isAsFoundOrLeft(directory, step))) {
    finish(directory, id, checkpoint);
    return [{ command: record.command, outcome: "finished", left: [] }];
  }
  if (record !== undefined) renameSync(join(folder, journal), join(folder, backwards));
  const { command } = readRecord(directory, id, backwards) ?? {};
  if (command === undefined) return [];
  return [{ command, outcome: "taken back", left: takeBack(directory, id, checkpoint) }];
}

function readRecord(directory: string, id: string, file: string): RunRecord | undefined {
  try {
    return JSON.parse(readFileSync(join(runFolder(directory, id), file), "utf8"));
  } catch {
    return undefined;
  }
}

function runFolders(directory: string): string[] {
  return listed(directory).filter((name) => /^\d+$/.test(name));
}

function listed(directory: string): string[] {
  try {
    return readdirSync(join(directory, runsFolder)).sort();
  } catch {
    return [];
  }
}
