import { openApp } from "../app-directory.ts";
import { type ExitCode, exitCodes } from "../cli-error.ts";
import { describeOptions, type OptionTable, parseOptions } from "../options.ts";
import { planRegeneration } from "../regeneration.ts";
import { carryOut } from "../report-changes.ts";

const options = {
  "dry-run": { type: "flag", help: "show what would change, write nothing" },
  json: { type: "flag", help: "report as JSON" },
  help: { type: "flag", short: "h", help: "show this text" },
} as const satisfies OptionTable;

/** `reventless regenerate`: brings every generated file up to date with the model and the message types. */
export async function regenerate(kitDirectory: string, argv: readonly string[]): Promise<ExitCode> {
  const rules = { positionals: 0, helpCommand: "reventless regenerate --help" };
  const { values } = parseOptions(options, argv, rules);
  if (values.help) {
    process.stdout.write(
      `Usage: reventless regenerate [options]\n\nBrings every generated file up to date with reventless.json and the messages files.\n\nOptions:\n${describeOptions(options)}\n`,
    );
    return exitCodes.done;
  }
  const { directory, appFile, model } = openApp(process.cwd());
  const { plan, cache } = await planRegeneration(directory, kitDirectory, model);
  const run = { dryRun: values["dry-run"], json: values.json };
  return carryOut({ directory, appFile, plan, others: cache, options: run });
}
