import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { CliError, exitCodes } from "../cli/cli-error.ts";
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

/** Runs that can still be taken back. */
const keptRuns = 10;

const runsFolder = ".reventless/tmp/runs";

export function runFolder(directory: string, id: string): string {
  return join(directory, runsFolder, id);
}

/** Finished runs, oldest first. */
export function finishedRuns(directory: string): readonly RunRecord[] {
  return runFolders(directory)
    .map((id) => readRecord(directory, id, "done.json"))
    .filter((record) => record !== undefined);
}

/** The text that a step replaced or deleted; undefined when there was no file. */
export function textBefore(directory: string, id: string, index: number): string | undefined {
  return readRaw(directory, `${runsFolder}/${id}/before/${index}`);
}

/** The text that a step left, where it was not simply what is generated. */
export function textAfter(directory: string, id: string, index: number): string | undefined {
  return readRaw(directory, `${runsFolder}/${id}/after/${index}`);
}

/** Brings changes to disk, all or none; `checkpoint` is told what was just done, for tests of crashes. */
export function carryOutRun(
  directory: string,
  { changes, ...about }: RunToRecord,
  checkpoint: (step: string) => void = () => {},
): void {
  const ids = runFolders(directory);
  const id = String(Number(ids.at(-1) ?? 0) + 1).padStart(6, "0");
  const staging = `${runFolder(directory, id)}.new`;
  const steps = changes.map(stepOf);
  try {
    stage(directory, staging, changes);
    const record: RunRecord = { id, ...about, steps };
    writeFileSync(join(staging, "journal.json"), `${JSON.stringify(record)}\n`);
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
    takeBack(directory, id);
    throw diskRefusal(error);
  }
  for (const old of ids.slice(0, Math.max(0, ids.length + 1 - keptRuns))) {
    rmSync(runFolder(directory, old), { recursive: true, force: true });
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

function stage(directory: string, staging: string, changes: readonly Change[]): void {
  for (const folder of ["new", "before", "after"]) {
    mkdirSync(join(staging, folder), { recursive: true });
  }
  for (const [index, { action, path, text, before }] of changes.entries()) {
    if (before !== undefined) keepFile(join(directory, path), join(staging, "before", `${index}`));
    if (text !== undefined) writeFileSync(join(staging, "new", `${index}`), text);
    // What is generated is known anyway.
    const isMixed = action === "merge" || action === "edit";
    if (text !== undefined && isMixed) writeFileSync(join(staging, "after", `${index}`), text);
  }
}

function refuseChangedMeanwhile(directory: string, changes: readonly Change[]): void {
  const changed = changes.filter(({ path, before }) => readRaw(directory, path) !== before);
  if (changed.length === 0) return;
  throw new CliError(
    exitCodes.locked,
    `Nothing was written. ${changed.length === 1 ? "A file was" : "Files were"} changed while this run was planned:\n${changed.map(({ path }) => `  ${path}`).join("\n")}`,
    "Run the command again.",
  );
}

/** Does what is left of a run to do. */
function finish(directory: string, id: string, checkpoint: (step: string) => void): void {
  const folder = runFolder(directory, id);
  const record = readRecord(directory, id, "journal.json");
  for (const [index, { action, path }] of (record?.steps ?? []).entries()) {
    const staged = join(folder, "new", String(index));
    if (action === "delete") removeFile(directory, path);
    else if (existsSync(staged)) moveFile(directory, staged, path);
    checkpoint(`${action} ${path}`);
  }
  rmSync(join(folder, "new"), { recursive: true, force: true });
  renameSync(join(folder, "journal.json"), join(folder, "done.json"));
  checkpoint("done");
}

/** Puts back what a run that cannot be finished has changed. */
function takeBack(directory: string, id: string): readonly string[] {
  const record = readRecord(directory, id, "journal.json");
  const left: string[] = [];
  for (const [index, { path, before, after }] of (record?.steps ?? []).entries()) {
    const found = foundHash(directory, path);
    if (found === before) continue;
    if (found !== after) left.push(path);
    else if (before === undefined) removeFile(directory, path);
    else moveFile(directory, join(runFolder(directory, id), "before", String(index)), path);
  }
  rmSync(runFolder(directory, id), { recursive: true, force: true });
  return left;
}

function foundHash(directory: string, path: string): string | undefined {
  const found = readRaw(directory, path);
  return found === undefined ? undefined : contentHash(found);
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
      name.endsWith(".new") || existsSync(join(directory, runsFolder, name, "journal.json")),
  );
}

/** Finishes a run that was cut off; takes it back where files that it still had to write were changed since. */
export function recoverRuns(directory: string): readonly Recovery[] {
  for (const name of listed(directory).filter((each) => each.endsWith(".new"))) {
    // It was cut off before anything was touched.
    rmSync(join(directory, runsFolder, name), { recursive: true, force: true });
  }
  return runFolders(directory).flatMap((id): readonly Recovery[] => {
    const record = readRecord(directory, id, "journal.json");
    if (record === undefined) return [];
    const { command } = record;
    if (isUntouched(directory, record)) {
      finish(directory, id, () => {});
      return [{ command, outcome: "finished", left: [] }];
    }
    return [{ command, outcome: "taken back", left: takeBack(directory, id) }];
  });
}

/** Whether every file is as the run found it or as it left it. */
function isUntouched(directory: string, { steps }: RunRecord): boolean {
  return steps.every(({ path, before, after }) =>
    [before, after].includes(foundHash(directory, path)),
  );
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
