import { readFileSync } from "node:fs";
import { join } from "node:path";
import { nearestName } from "../model/nearest-name.ts";
import { CliError, exitCodes } from "./cli-error.ts";
import type { VerbName } from "./commands/decide.ts";
import { print } from "./print.ts";

const help = `Usage: reventless <command> [options]

  generate aggregate <Name>    add an aggregate
  generate read-model <Name>   add a read model
  regenerate                   bring generated files up to date
  plan                         functions, what they host and why; strategies and costs compared
  strategy <strategy>          change which parts share a function
  status [path …]              whose each file is, what you edited, what waits for you
  diff [path]                  what regenerating would change; --edits: what you changed
  check                        whether everything is up to date, for continuous integration
  resolve | restore | eject | adopt <path …>
                               settle clashing edits, bring a deleted file back, take a file
                               over, give it to the generator
  undo | redo                  take the last run back, do it again
  recover                      finish a run that was cut off
  dev                          run the app on this machine, without AWS

reventless <command> --help tells more. A new app: npx create-reventless-app
`;

type Command = (kitDirectory: string, argv: readonly string[]) => Promise<number>;

/** Loaded when called: most of the program is not needed by any one command. */
const commands: Readonly<Record<string, Command>> = {
  generate: async (_kit, argv) => (await import("./commands/generate.ts")).generate(argv),
  regenerate: async (kit, argv) => (await import("./commands/upkeep.ts")).regenerate(kit, argv),
  status: async (kit, argv) => (await import("./commands/upkeep.ts")).status(kit, argv),
  diff: async (kit, argv) => (await import("./commands/upkeep.ts")).diff(kit, argv),
  check: async (kit, argv) => (await import("./commands/upkeep.ts")).check(kit, argv),
  resolve: decideBy("resolve"),
  restore: decideBy("restore"),
  eject: decideBy("eject"),
  adopt: decideBy("adopt"),
  undo: async (_kit, argv) => (await import("./commands/upkeep.ts")).undo("undo", argv),
  redo: async (_kit, argv) => (await import("./commands/upkeep.ts")).undo("redo", argv),
  recover: async (_kit, argv) => (await import("./commands/upkeep.ts")).recover(argv),
  plan: async (_kit, argv) => (await import("./commands/plan.ts")).plan(argv),
  strategy: async (kit, argv) => (await import("./commands/strategy.ts")).strategy(kit, argv),
  dev: async (_kit, argv) => (await import("./commands/dev.ts")).dev(argv),
};

function decideBy(verb: VerbName): Command {
  return async (kit, argv) => (await import("./commands/upkeep.ts")).decide(verb, kit, argv);
}

/** `reventless`; the exit code of the process. */
export async function reventlessMain(
  kitDirectory: string,
  argv: readonly string[],
): Promise<number> {
  const [name, ...rest] = argv;
  if (name === undefined || name === "--help" || name === "-h" || name === "help") {
    print(help);
    return name === undefined ? exitCodes.usage : exitCodes.done;
  }
  if (name === "--version" || name === "-v") {
    const { version } = JSON.parse(readFileSync(join(kitDirectory, "package.json"), "utf8"));
    print(`${version}\n`);
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
