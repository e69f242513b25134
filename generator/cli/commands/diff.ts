import { unifiedDiff } from "../../merge/index.ts";
import { plainText } from "../../write/line-ends.ts";
import { openApp } from "../app-directory.ts";
import { type ExitCode, exitCodes } from "../cli-error.ts";
import { type GeneratedFile, generatedFiles } from "../generated-files.ts";
import { describeOptions, type OptionTable, parseOptions } from "../options.ts";
import { print } from "../print.ts";
import { planRegeneration } from "../regeneration.ts";

const options = {
  edits: { type: "flag", help: "show what you changed, not what a regeneration would" },
  help: { type: "flag", short: "h", help: "show this text" },
} as const satisfies OptionTable;

const help = `Usage: reventless diff [path] [options]

Shows what \`reventless regenerate\` would change, of all files or of those at or below a path; with
--edits what you changed since they were generated. Writes nothing.

Options:
${describeOptions(options)}
`;

/** `reventless diff`. */
export async function diff(kitDirectory: string, argv: readonly string[]): Promise<ExitCode> {
  const { values, positionals } = parseOptions(options, argv, {
    positionals: 1,
    helpCommand: "reventless diff --help",
  });
  if (values.help) {
    print(help);
    return exitCodes.done;
  }
  const { directory, model } = openApp(process.cwd());
  const { parts, plan } = await planRegeneration(directory, kitDirectory, model);
  const files = generatedFiles(directory, parts, positionals);
  const planned = new Map(plan.changes.map((change) => [change.path, change.text]));
  const texts = files.flatMap((file) => {
    if (values.edits) return file.state === "edited" ? [editsOf(file)] : [];
    if (!planned.has(file.path)) return [];
    return [compared(file.path, file.found, planned.get(file.path))];
  });
  print(texts.join("") || "There is no difference.\n");
  return exitCodes.done;
}

function editsOf({ path, base, found }: GeneratedFile): string {
  return compared(path, base, found);
}

function compared(path: string, from: string | undefined, to: string | undefined): string {
  return unifiedDiff(plainText(from ?? ""), plainText(to ?? ""), {
    fromLabel: from === undefined ? "/dev/null" : `a/${path}`,
    toLabel: to === undefined ? "/dev/null" : `b/${path}`,
  });
}
