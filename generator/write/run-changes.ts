import type { Change, ChangePlan } from "./change-plan.ts";
import { writing } from "./plan-changes.ts";
import type { FileToWrite } from "./write-files.ts";

/** What belongs to the generator alone; nobody needs to hear of it. */
export function isBookkeeping(path: string): boolean {
  return path.startsWith(".reventless/");
}

/** What can be thrown away at any time, and is not committed. */
export function isCache(path: string): boolean {
  return path.startsWith(".reventless/cache/");
}

/** Everything a run writes or deletes: the plan, files beside it, and what is remembered. */
export function runChanges(
  directory: string,
  { changes, bookkeeping }: ChangePlan,
  others: readonly FileToWrite[],
): readonly Change[] {
  const edits = others.flatMap(({ path, text }) => {
    const change = writing(directory, path, text);
    if (change === undefined) return [];
    return change.action === "update" ? [{ ...change, action: "edit" as const }] : [change];
  });
  return [...changes, ...edits, ...bookkeeping];
}
