import type { ChangePlan } from "../../../generator/write/change-plan.ts";
import { type PlanOptions, planWholeApp } from "../../../generator/write/plan-changes.ts";
import { runChanges } from "../../../generator/write/run-changes.ts";
import { carryOutRun } from "../../../generator/write/run-journal.ts";

/** Brings files of one part up to date that no template makes: for texts of any size and kind. */
export async function generateFiles(
  directory: string,
  texts: Readonly<Record<string, string>>,
  options: PlanOptions = {},
): Promise<ChangePlan> {
  const files = Object.entries(texts).map(([path, text]) => {
    return { path, text, owner: "generator" } as const;
  });
  const plan = await planWholeApp(directory, [{ part: "any", files }], options);
  const changes = runChanges(directory, plan, []);
  if (changes.length > 0) carryOutRun(directory, { command: "reventless regenerate", changes });
  return plan;
}
