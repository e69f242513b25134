import type { EmittedFile } from "../emit/emitted-file.ts";
import { emptyState, renderState, statePath } from "./app-state.ts";
import { basePath, renderBase } from "./base-texts.ts";
import { contentHash } from "./content-hash.ts";
import type { FileToWrite } from "./write-files.ts";

/** The files of one part as they should be now. */
export interface EmittedPart {
  readonly part: string;
  readonly files: readonly EmittedFile[];
  /** Where the user moved files to, by the paths they are generated for; `files` has the new paths then. */
  readonly moved?: ReadonlyMap<string, string>;
}

/** What the generator remembers of a part that is written for the first time. */
export function newPartState({ part, files }: EmittedPart): readonly FileToWrite[] {
  const texts = files
    .filter(({ owner }) => owner !== "user")
    .map(({ path, text }) => [path, text] as const);
  const hashes = Object.fromEntries(texts.map(([path, text]) => [path, contentHash(text)]));
  return [
    { path: statePath(part), text: renderState({ ...emptyState, files: hashes }) },
    { path: basePath(part), text: renderBase(new Map(texts)) },
  ];
}
