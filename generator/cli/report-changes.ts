import { whileUnchanged } from "../write/app-lock.ts";
import { applyChanges, checkChanges } from "../write/apply-changes.ts";
import type { ChangePlan } from "../write/plan-changes.ts";
import type { FileToWrite } from "../write/write-files.ts";
import { type ExitCode, exitCodes } from "./cli-error.ts";

export interface RunOptions {
  readonly dryRun: boolean;
  readonly json: boolean;
}

interface Run {
  readonly directory: string;
  /** Text of `reventless.json` that the plan was made from. */
  readonly appFile: string;
  readonly plan: ChangePlan;
  /** Files beside the plan: the model, caches. */
  readonly others: readonly FileToWrite[];
  readonly options: RunOptions;
}

/** Writes what is planned, unless it is a dry run, and tells what changed. */
export function carryOut({ directory, appFile, plan, others, options }: Run): ExitCode {
  // A dry run that finds nothing to do serves as a check, also where nothing can be written.
  if (!options.dryRun || plan.changes.length > 0) checkChanges(directory, plan, others);
  if (
    !options.dryRun &&
    plan.changes.length + plan.states.length + plan.obsoleteStates.length + others.length > 0
  ) {
    whileUnchanged(directory, appFile, () => applyChanges(directory, plan, others));
  }
  const changes = [
    ...plan.changes.map(({ action, path }) => ({ action, path })),
    ...others
      .filter(({ path }) => !path.startsWith(".reventless/"))
      .map(({ path }) => ({ action: "update", path })),
  ];
  if (options.json) {
    const { keptEdits, unused } = plan;
    const report = { dryRun: options.dryRun, changes, keptEdits, unused };
    process.stdout.write(`${JSON.stringify(report, undefined, 2)}\n`);
    return exitCodes.done;
  }
  for (const { action, path } of changes) process.stdout.write(`  ${action}  ${path}\n`);
  for (const path of plan.keptEdits) process.stdout.write(`  kept    ${path} (edited by hand)\n`);
  for (const path of plan.unused) process.stdout.write(`  unused  ${path} (no longer used)\n`);
  process.stdout.write(summary(changes.length, options.dryRun));
  return exitCodes.done;
}

function summary(count: number, dryRun: boolean): string {
  if (count === 0) return "Everything is up to date.\n";
  const files = count === 1 ? "1 file" : `${count} files`;
  return dryRun ? `Would change ${files}; nothing was written.\n` : `Changed ${files}.\n`;
}
