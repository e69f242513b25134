import { readFileSync } from "node:fs";
import { join } from "node:path";
import { nearestName } from "../model/nearest-name.ts";
import { CliError, exitCodes } from "./cli-error.ts";

const help = `Usage: reventless <command> [options]

  generate aggregate <Name>    add an aggregate
  generate read-model <Name>   add a read model
  regenerate                   bring generated files up to date
  dev                          run the app on this machine, without AWS

reventless <command> --help tells more. A new app: npx create-reventless-app
`;

type Command = (kitDirectory: string, argv: readonly string[]) => Promise<number>;

/** Loaded when called: most of the program is not needed by any one command. */
const commands: Readonly<Record<string, Command>> = {
  generate: async (_kit, argv) => (await import("./commands/generate.ts")).generate(argv),
  regenerate: async (kit, argv) => (await import("./commands/regenerate.ts")).regenerate(kit, argv),
  dev: async (_kit, argv) => (await import("./commands/dev.ts")).dev(argv),
};

/** `reventless`; the exit code of the process. */
export async function reventlessMain(
  kitDirectory: string,
  argv: readonly string[],
): Promise<number> {
  const [name, ...rest] = argv;
  if (name === undefined || name === "--help" || name === "-h" || name === "help") {
    process.stdout.write(help);
    return name === undefined ? exitCodes.usage : exitCodes.done;
  }
  if (name === "--version" || name === "-v") {
    const { version } = JSON.parse(readFileSync(join(kitDirectory, "package.json"), "utf8"));
    process.stdout.write(`${version}\n`);
    return exitCodes.done;
  }
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command !== undefined) return command(kitDirectory, rest);
  const near = nearestName(name, Object.keys(commands));
  throw new CliError(
    exitCodes.usage,
    `There is no command "${name}".`,
    near === undefined ? "See reventless --help." : `Did you mean ${near}?`,
  );
}
