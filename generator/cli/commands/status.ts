import { diffLines } from "../../merge/index.ts";
import { plainText } from "../../write/line-ends.ts";
import { openApp } from "../app-directory.ts";
import { type ExitCode, exitCodes } from "../cli-error.ts";
import { type FileState, type GeneratedFile, generatedFiles } from "../generated-files.ts";
import { describeOptions, type OptionTable, parseOptions } from "../options.ts";
import { print } from "../print.ts";
import { planRegeneration } from "../regeneration.ts";

const options = {
  all: { type: "flag", help: "list files that are as generated, too" },
  json: { type: "flag", help: "report as JSON, all files" },
  help: { type: "flag", short: "h", help: "show this text" },
} as const satisfies OptionTable;

const help = `Usage: reventless status [path …] [options]

Tells whose each file is, what you edited in it and what waits for you. Writes nothing.

Options:
${describeOptions(options)}
`;

/** `reventless status`. */
export async function status(kitDirectory: string, argv: readonly string[]): Promise<ExitCode> {
  const { values, positionals } = parseOptions(options, argv, {
    positionals: Number.POSITIVE_INFINITY,
    helpCommand: "reventless status --help",
  });
  if (values.help) {
    print(help);
    return exitCodes.done;
  }
  const { directory, model } = openApp(process.cwd());
  const { parts, plan } = await planRegeneration(directory, kitDirectory, model);
  const planned = new Map(plan.changes.map(({ path, action }) => [path, action]));
  const files = generatedFiles(directory, parts, positionals).map((file) => ({
    path: file.path,
    owner: file.state === "yours" || file.state === "ejected" ? "you" : "generator",
    state: file.state,
    edits: editsOf(file),
    proposal: file.proposal,
    next: planned.get(file.path),
  }));
  if (values.json) {
    print(`${JSON.stringify({ files }, undefined, 2)}\n`);
    return exitCodes.done;
  }
  const quiet: readonly FileState[] = values.all ? [] : ["pristine", "yours"];
  const lines = files
    .filter(({ state, next }) => next !== undefined || !quiet.includes(state))
    .map(({ path, state, edits, proposal, next }) => {
      const details = [
        edits.length > 0 ? `lines ${edits.join(", ")}` : "",
        proposal === undefined ? "" : `both sides in ${proposal}`,
        next === undefined ? "" : `next run: ${next}`,
      ].filter((detail) => detail !== "");
      return `  ${state.padEnd(12)}${path}${details.length > 0 ? ` (${details.join("; ")})` : ""}\n`;
    });
  print([...lines, summary(files.map(({ state }) => state))].join(""));
  return exitCodes.done;
}

/** Lines of a file that are the user's: `3-5`, `9`; `after 7` where lines were taken out. */
function editsOf({ state, base, found }: GeneratedFile): readonly string[] {
  if (base === undefined || found === undefined) return [];
  if (!["edited", "clashing", "orphaned"].includes(state)) return [];
  return diffLines(base, plainText(found)).map(({ bStart, bCount }) => {
    if (bCount === 0) return `after ${bStart}`;
    return bCount === 1 ? `${bStart}` : `${bStart}-${bStart + bCount - 1}`;
  });
}

function summary(states: readonly FileState[]): string {
  const counts = new Map<FileState, number>();
  for (const state of states) counts.set(state, (counts.get(state) ?? 0) + 1);
  const parts = [...counts].sort(([a], [b]) => (a < b ? -1 : 1));
  return `${states.length} files: ${parts.map(([state, count]) => `${count} ${state}`).join(", ")}\n`;
}
