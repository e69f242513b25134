import { whileUnchanged } from "../write/app-lock.ts";
import { isBookkeeping, isCache } from "../write/bookkeeping-paths.ts";
import type { ChangePlan } from "../write/change-plan.ts";
import { checkTargets } from "../write/check-targets.ts";
import { runChanges } from "../write/run-changes.ts";
import { carryOutRun } from "../write/run-journal.ts";
import { putIfPossible } from "../write/touch-file.ts";
import { refuseTypeErrors } from "../write/verify-types.ts";
import type { FileToWrite } from "../write/write-files.ts";
import { type ExitCode, exitCodes } from "./cli-error.ts";
import { print } from "./print.ts";

export interface RunOptions {
  readonly dryRun: boolean;
  readonly json: boolean;
  /** Type-checks the app as it would be, and writes nothing when it would not. */
  readonly verify?: boolean;
}

interface Run {
  readonly directory: string;
  /** Text of `reventless.json` that the plan was made from. */
  readonly appFile: string;
  readonly plan: ChangePlan;
  /** Files beside the plan: the model, caches. */
  readonly others: readonly FileToWrite[];
  readonly options: RunOptions;
  /** What the command itself has to say, for `--json`. */
  readonly report?: object;
}

/** Writes what is planned, unless it is a dry run, and tells what changed. */
export function carryOut(run: Run): ExitCode {
  const { directory, appFile, plan, options } = run;
  const { dryRun, json } = options;
  const caches = run.others.filter(({ path }) => isCache(path));
  const documents = run.others.filter(({ path }) => !isCache(path));
  const all = runChanges(directory, plan, documents);
  const told = all.filter(({ path }) => !isBookkeeping(path));
  // A dry run that finds nothing to do serves as a check, also where nothing can be written.
  if (!dryRun || told.length > 0) checkTargets(directory, [...all, ...caches]);
  if (options.verify) refuseTypeErrors(directory, all);
  if (!dryRun && all.length + caches.length > 0) {
    whileUnchanged(directory, appFile, () => {
      if (all.length > 0) carryOutRun(directory, { command: typedCommand(), changes: all });
      for (const { path, text } of caches) putIfPossible(directory, path, text);
    });
  }
  const { keptEdits, moved, conflicts, deleted, orphans, unused } = plan;
  const changes = told.map(({ action, path }) => ({ action, path }));
  if (json) {
    const report = {
      dryRun,
      ...run.report,
      changes,
      keptEdits,
      moved,
      conflicts,
      deleted,
      orphans,
      unused,
    };
    print(`${JSON.stringify(report, undefined, 2)}\n`);
  } else {
    print(reportText(plan, changes, dryRun));
  }
  return conflicts.length + orphans.length > 0 ? exitCodes.conflict : exitCodes.done;
}

/** As it was typed. */
function typedCommand(): string {
  return ["reventless", ...process.argv.slice(2)].join(" ");
}

type ToldChange = Pick<ChangePlan["changes"][number], "action" | "path">;

function reportText(plan: ChangePlan, changes: readonly ToldChange[], dryRun: boolean): string {
  const lines = [
    ...changes.map(({ action, path }) => `${action.padEnd(8)}${path}${notes[action] ?? ""}`),
    ...plan.keptEdits.map((path) => `kept    ${path} (edited by hand)`),
    ...plan.moved.map(({ from, to, what }) => `moved   ${what}: ${from} → ${to.join(", ")}`),
    ...plan.deleted
      .filter(({ isNews, neededBy }) => isNews || neededBy.length > 0)
      .map(deletedLine),
    ...plan.unused.map((path) => `unused  ${path} (no longer used)`),
    ...plan.orphans.map((path) => `orphan  ${path} (generated no more, but edited by hand: kept)`),
    ...plan.conflicts.map(({ path, reason }) => `clash   ${path}: ${reason}`),
  ];
  return [...lines.map((line) => `  ${line}\n`), summary(plan, changes, dryRun)].join("");
}

function deletedLine({ path, neededBy }: ChangePlan["deleted"][number]): string {
  const but = neededBy.length === 0 ? "" : `, but ${neededBy.join(", ")} imports it`;
  return `deleted ${path} (by you${but}; \`reventless restore ${path}\` brings it back)`;
}

const notes: Partial<Record<ToldChange["action"], string>> = {
  merge: " (your edits are kept)",
};

function summary(plan: ChangePlan, changes: readonly ToldChange[], dryRun: boolean): string {
  const edited = changes.filter(({ action }) => action === "merge").length + plan.keptEdits.length;
  const { conflicts, orphans } = plan;
  return [
    changes.length === 0 && conflicts.length + orphans.length === 0
      ? "Everything is up to date.\n"
      : changes.length === 0
        ? "Nothing to change.\n"
        : dryRun
          ? `Would change ${files(changes.length)}; nothing was written.\n`
          : `Changed ${files(changes.length)}.\n`,
    edited === 0 ? "" : `Your edits in ${files(edited)} are kept.\n`,
    conflicts.length === 0 ? "" : conflictAdvice(plan),
    orphans.length === 0
      ? ""
      : `Move what you need out of the orphaned ${orphans.length === 1 ? "file" : "files"}, then delete ${orphans.length === 1 ? "it" : "them"}.\n`,
  ].join("");
}

function conflictAdvice({ conflicts }: ChangePlan): string {
  const one = conflicts.length === 1;
  return `Your edits clash with what is new in ${files(conflicts.length)}, which ${one ? "is" : "are"} left as you had ${one ? "it" : "them"}.
Both sides: ${conflicts.map(({ proposal }) => proposal).join(", ")}
Edit the file so that it has what it needs, then: reventless resolve ${conflicts[0]?.path}
(or at once: --mine keeps yours, --theirs takes what is generated)
`;
}

function files(count: number): string {
  return count === 1 ? "1 file" : `${count} files`;
}
