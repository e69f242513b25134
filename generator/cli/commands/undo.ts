import { whileUnchanged } from "../../write/app-lock.ts";
import { isBookkeeping } from "../../write/bookkeeping-paths.ts";
import { checkTargets } from "../../write/check-targets.ts";
import { carryOutRun, finishedRuns, type RunRecord } from "../../write/run-journal.ts";
import { planUndo } from "../../write/undo-run.ts";
import { openDirectory } from "../app-directory.ts";
import { CliError, type ExitCode, exitCodes } from "../cli-error.ts";
import { describeOptions, type OptionTable, parseOptions } from "../options.ts";
import { print } from "../print.ts";

const options = {
  "dry-run": { type: "flag", help: "show what would change, write nothing" },
  json: { type: "flag", help: "report as JSON" },
  help: { type: "flag", short: "h", help: "show this text" },
} as const satisfies OptionTable;

const help = `Usage: reventless undo [options]
       reventless redo [options]

undo takes the last run back, and the one before when it is called again; redo does again what undo
took back. What you edited since is kept. The last ten runs can be taken back.

Options:
${describeOptions(options)}

Exit codes: 0 done, 2 there is nothing to take back, 3 some edits made since are in the way and were kept.
`;

/** `reventless undo` and `reventless redo`. */
export async function undo(direction: "undo" | "redo", argv: readonly string[]): Promise<ExitCode> {
  const { values } = parseOptions(options, argv, {
    positionals: 0,
    helpCommand: `reventless ${direction} --help`,
  });
  if (values.help) {
    print(help);
    return exitCodes.done;
  }
  const { directory, appFile } = openDirectory(process.cwd());
  const run = direction === "undo" ? lastDone(directory) : lastUndone(directory);
  if (run === undefined) {
    throw new CliError(
      exitCodes.usage,
      direction === "undo"
        ? "There is no run to take back."
        : "There is no run that was taken back and nothing else since.",
    );
  }
  const { changes, kept } = planUndo(directory, run);
  checkTargets(directory, changes);
  if (!values["dry-run"]) {
    const about =
      direction === "undo"
        ? { command: run.command, undoes: run.id }
        : { command: run.command, redoes: run.undoes ?? run.id };
    whileUnchanged(directory, appFile, () => carryOutRun(directory, { ...about, changes }));
  }
  const told = changes
    .filter(({ path }) => !isBookkeeping(path))
    .map(({ action, path }) => ({ action, path }));
  if (values.json) {
    const report = { command: run.command, dryRun: values["dry-run"], changes: told, kept };
    print(`${JSON.stringify(report, undefined, 2)}\n`);
  } else {
    const what = direction === "undo" ? "Took back" : "Did again";
    const lines = [
      ...told.map(({ action, path }) => `  ${action.padEnd(8)}${path}\n`),
      ...kept.map(({ path, reason }) => `  kept    ${path} (${reason})\n`),
      values["dry-run"]
        ? `Would change ${told.length} files; nothing was written.\n`
        : `${what}: ${run.command}\n`,
    ];
    print(lines.join(""));
  }
  return kept.length > 0 ? exitCodes.conflict : exitCodes.done;
}

/** The last run that was neither taken back nor a taking back. */
function lastDone(directory: string): RunRecord | undefined {
  const undone = new Set<string>();
  for (const run of visibleRuns(directory).toReversed()) {
    if (run.undoes !== undefined) undone.add(run.undoes);
    else if (run.redoes !== undefined && !undone.has(run.id)) return run;
    else if (!undone.has(run.id)) return run;
  }
  return undefined;
}

/** The last taking back that was not done again, with nothing but such runs since. */
function lastUndone(directory: string): RunRecord | undefined {
  const redone = new Set<string>();
  for (const run of visibleRuns(directory).toReversed()) {
    if (run.redoes !== undefined) redone.add(run.redoes);
    else if (run.undoes === undefined) return undefined;
    else if (redone.has(run.undoes)) redone.delete(run.undoes);
    else return run;
  }
  return undefined;
}

/** Runs that changed more than what the generator remembers. */
function visibleRuns(directory: string): readonly RunRecord[] {
  return finishedRuns(directory).filter(({ steps }) =>
    steps.some(({ path }) => !isBookkeeping(path)),
  );
}
