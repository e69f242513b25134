import type { Change } from "./change-plan.ts";
import { readRaw } from "./read-text.ts";

export function deletion(directory: string, path: string): Change {
  return { action: "delete", path, text: undefined, before: readRaw(directory, path) };
}

/** The change that makes a file have a text; undefined when it has it already. */
export function writing(directory: string, path: string, text: string): Change | undefined {
  const before = readRaw(directory, path);
  if (before === text) return undefined;
  return { action: before === undefined ? "create" : "update", path, text, before };
}
