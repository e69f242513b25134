import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { statePath } from "../../write/app-state.ts";
import { basePath } from "../../write/base-texts.ts";
import { type ChangePlan, emptyPlan } from "../../write/change-plan.ts";
import type { EmittedPart } from "../../write/emitted-part.ts";
import { knownClean, recordClean } from "../../write/known-clean.ts";
import { openApp, openDirectory } from "../app-directory.ts";
import { type ExitCode, exitCodes } from "../cli-error.ts";
import { describeOptions, type OptionTable, parseOptions } from "../options.ts";
import { print } from "../print.ts";
import { planRegeneration } from "../regeneration.ts";
import { carryOut } from "../report-changes.ts";

const options = {
  "dry-run": { type: "flag", help: "show what would change, write nothing" },
  verify: { type: "flag", help: "type-check the app as it would be before anything is written" },
  json: { type: "flag", help: "report as JSON" },
  help: { type: "flag", short: "h", help: "show this text" },
} as const satisfies OptionTable;

/** `reventless regenerate`: brings every generated file up to date with the model and the message types. */
export async function regenerate(kitDirectory: string, argv: readonly string[]): Promise<ExitCode> {
  const rules = { positionals: 0, helpCommand: "reventless regenerate --help" };
  const { values } = parseOptions(options, argv, rules);
  if (values.help) {
    print(
      `Usage: reventless regenerate [options]\n\nBrings every generated file up to date with reventless.json and the messages files.\n\nOptions:\n${describeOptions(options)}\n`,
    );
    return exitCodes.done;
  }
  const run = { dryRun: values["dry-run"], json: values.json, verify: values.verify };
  const { directory, appFile } = openDirectory(process.cwd());
  const kit = kitKey(kitDirectory);
  const keptEdits = run.verify ? undefined : knownClean(directory, kit);
  if (keptEdits !== undefined) {
    return carryOut({
      directory,
      appFile,
      plan: { ...emptyPlan, keptEdits },
      others: [],
      options: run,
    });
  }
  const time = Date.now();
  const { model } = openApp(process.cwd());
  const { plan, parts, cache, sources } = await planRegeneration(directory, kitDirectory, model);
  const exitCode = carryOut({ directory, appFile, plan, others: cache, options: run });
  if (isClean(plan) && !run.dryRun) {
    const paths = [...inputs, ...sources, ...parts.flatMap(pathsOf)];
    recordClean(directory, { kit, time, paths, keptEdits: plan.keptEdits });
  }
  return exitCode;
}

/** What is read beside the sources of messages and the files that are generated. */
const inputs = ["reventless.json", "package.json", ".reventless/parts", ".reventless/conflicts"];

function pathsOf({ part, files }: EmittedPart): readonly string[] {
  return [...files.map(({ path }) => path), statePath(part), basePath(part)];
}

/** Nothing was done and nothing is left to say but which edits are kept. */
function isClean({ keptEdits: _, ...rest }: ChangePlan): boolean {
  return Object.values(rest).every((list) => list.length === 0);
}

/** Changes with every version of the kit, and with every build of one. */
function kitKey(kitDirectory: string): string {
  const { version } = JSON.parse(readFileSync(join(kitDirectory, "package.json"), "utf8"));
  const { size, mtimeMs } = statSync(join(kitDirectory, "dist/upkeep.cjs"));
  return `${version} ${size} ${mtimeMs}`;
}
