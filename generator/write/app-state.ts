import { createHash } from "node:crypto";
import { CliError, exitCodes } from "../cli/cli-error.ts";
import type { EmittedFile } from "../emit/emitted-file.ts";
import { readText } from "./read-text.ts";
import type { FileToWrite } from "./write-files.ts";

/**
 * What was generated last for one part of the app, committed with it: a part is a component, a
 * plugin's common files, the app's or the runtime, each with a file of its own so that branches merge.
 */
export interface PartState {
  /** `ordering.order`, `ordering`, `app`, `runtime`. */
  readonly part: string;
  /** By path: hash of the text the generator wrote last. Files of the user are not listed. */
  readonly files: Readonly<Record<string, string>>;
}

export function statePath(part: string): string {
  return `.reventless/parts/${part}.json`;
}

/** Short enough to read, long enough never to collide by accident: 128 bits of SHA-256. */
export function hashOf(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 32);
}

export function readState(directory: string, part: string): PartState {
  const path = statePath(part);
  const text = readText(directory, path);
  if (text === undefined) return { part, files: {} };
  try {
    const { files } = JSON.parse(text) as PartState;
    if (typeof files !== "object" || files === null) throw new SyntaxError("no files");
    return { part, files };
  } catch {
    throw new CliError(
      exitCodes.refused,
      `${path} is not readable: expected the JSON that the generator wrote.`,
      text.includes("<<<<<<<")
        ? "It holds conflict markers of a merge: keep both sides' entries, then run the command again."
        : "Restore it from version control, or delete it: files that differ from what is generated are then reported, never overwritten.",
    );
  }
}

/** The state file to write after these files. */
export function stateFile(part: string, files: readonly EmittedFile[]): FileToWrite {
  const generated = files
    .filter(({ owner }) => owner === "generator")
    .map(({ path, text }) => [path, hashOf(text)] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  const state = { files: Object.fromEntries(generated) };
  return { path: statePath(part), text: `${JSON.stringify(state, undefined, 2)}\n` };
}
