import { healBookkeeping } from "../../write/heal-bookkeeping.ts";
import { openDirectory, recoverApp, recoveryLines } from "../app-directory.ts";
import { type ExitCode, exitCodes } from "../cli-error.ts";
import { describeOptions, type OptionTable, parseOptions } from "../options.ts";
import { print } from "../print.ts";

const options = {
  help: { type: "flag", short: "h", help: "show this text" },
} as const satisfies OptionTable;

const help = `Usage: reventless recover

Finishes a run that was cut off, or takes it back, which every other command does as well; and repairs
what version control left conflict markers in below .reventless.

Options:
${describeOptions(options)}
`;

/** `reventless recover`. */
export function recover(argv: readonly string[]): ExitCode {
  const { values } = parseOptions(options, argv, {
    positionals: 0,
    helpCommand: "reventless recover --help",
  });
  if (values.help) {
    print(help);
    return exitCodes.done;
  }
  const { directory } = openDirectory(process.cwd());
  const lines = [
    ...recoveryLines(recoverApp(directory)),
    ...healBookkeeping(directory).map((path) => `  repaired  ${path}`),
  ];
  print(lines.length > 0 ? `${lines.join("\n")}\n` : "There is nothing to recover.\n");
  return exitCodes.done;
}
