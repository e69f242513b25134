import type { Change, ChangePlan } from "./change-plan.ts";
import { writing } from "./file-changes.ts";
import type { FileToWrite } from "./write-files.ts";

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
