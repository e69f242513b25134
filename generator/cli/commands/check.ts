import { openApp } from "../app-directory.ts";
import { type ExitCode, exitCodes } from "../cli-error.ts";
import { describeOptions, type OptionTable, parseOptions } from "../options.ts";
import { print } from "../print.ts";
import { planRegeneration } from "../regeneration.ts";

const options = {
  json: { type: "flag", help: "report as JSON" },
  help: { type: "flag", short: "h", help: "show this text" },
} as const satisfies OptionTable;

const help = `Usage: reventless check [options]

Tells whether what is committed is what would be generated, for continuous integration. Writes nothing.

Options:
${describeOptions(options)}

Exit codes: 0 up to date, 3 clashing edits wait for a decision, 4 regenerating would change files.
`;

/** `reventless check`. */
export async function check(kitDirectory: string, argv: readonly string[]): Promise<ExitCode> {
  const { values } = parseOptions(options, argv, {
    positionals: 0,
    helpCommand: "reventless check --help",
  });
  if (values.help) {
    print(help);
    return exitCodes.done;
  }
  const { directory, model } = openApp(process.cwd());
  const { plan } = await planRegeneration(directory, kitDirectory, model);
  const changes = plan.changes.map(({ action, path }) => ({ action, path }));
  const { conflicts, orphans } = plan;
  if (values.json) {
    print(`${JSON.stringify({ changes, conflicts, orphans }, undefined, 2)}\n`);
  } else {
    const lines = [
      ...changes.map(({ action, path }) => `  ${action.padEnd(8)}${path}\n`),
      ...conflicts.map(({ path, reason }) => `  clash   ${path}: ${reason}\n`),
      ...orphans.map((path) => `  orphan  ${path} (generated no more, but edited by hand)\n`),
    ];
    print([...lines, verdict(plan)].join(""));
  }
  if (conflicts.length + orphans.length > 0) return exitCodes.conflict;
  return changes.length > 0 ? exitCodes.drift : exitCodes.done;
}

type Plan = Awaited<ReturnType<typeof planRegeneration>>["plan"];

function verdict({ changes, conflicts, orphans }: Plan): string {
  if (conflicts.length > 0) return "Settle what clashes: reventless resolve <path>\n";
  if (orphans.length > 0) return "Move what you need out of the orphaned files and delete them.\n";
  return changes.length > 0
    ? "Not up to date: run `reventless regenerate` and commit what it changes.\n"
    : "Everything is up to date.\n";
}
