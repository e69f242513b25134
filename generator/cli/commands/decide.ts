import type { Decision } from "../../write/change-plan.ts";
import { openApp } from "../app-directory.ts";
import { CliError, type ExitCode, exitCodes } from "../cli-error.ts";
import { type FileState, type GeneratedFile, generatedFiles } from "../generated-files.ts";
import { describeOptions, type OptionTable, parseOptions } from "../options.ts";
import { print } from "../print.ts";
import { planRegeneration } from "../regeneration.ts";
import { carryOut } from "../report-changes.ts";

/* Commands by which the user says whose a file is: resolve, restore, eject, adopt. */

const commonOptions = {
  "dry-run": { type: "flag", help: "show what would change, write nothing" },
  json: { type: "flag", help: "report as JSON" },
  help: { type: "flag", short: "h", help: "show this text" },
} as const satisfies OptionTable;

const resolveOptions = {
  mine: { type: "flag", help: "keep the file as it is" },
  theirs: { type: "flag", help: "take what is generated (undo brings yours back)" },
  ...commonOptions,
} as const satisfies OptionTable;

interface Verb {
  readonly usage: string;
  readonly about: string;
  readonly decision: Decision;
  /** States of files that it is meant for; others are a refusal. */
  readonly states: readonly FileState[];
  readonly wrong: string;
}

const verbs = {
  resolve: {
    usage: "resolve <path …> [--mine | --theirs]",
    about: `Settles files whose edits clash with what is new. Without an option the file is taken as you have it
now, which must be without conflict markers.`,
    decision: "mine",
    states: ["clashing", "orphaned"],
    wrong: "does not clash with anything",
  },
  restore: {
    usage: "restore <path …>",
    about: "Brings back generated files that you deleted.",
    decision: "restore",
    states: ["deleted"],
    wrong: "is there; to give up your edits, eject or delete it first",
  },
  eject: {
    usage: "eject <path …>",
    about: "Takes files over: the generator does not write them any more.",
    decision: "eject",
    states: ["pristine", "reformatted", "edited", "clashing", "orphaned", "deleted", "new"],
    wrong: "is yours already",
  },
  adopt: {
    usage: "adopt <path …>",
    about: `Gives files to the generator: what differs from what is generated counts as your edits from now on,
and is merged with what is new.`,
    decision: "adopt",
    states: ["ejected", "new"],
    wrong: "is the generator's already, or was never generated",
  },
} as const satisfies Readonly<Record<string, Verb>>;

export type VerbName = keyof typeof verbs;

/** `reventless resolve|restore|eject|adopt <path …>`. */
export async function decide(
  name: VerbName,
  kitDirectory: string,
  argv: readonly string[],
): Promise<ExitCode> {
  const verb: Verb = verbs[name];
  const table: typeof resolveOptions = name === "resolve" ? resolveOptions : withoutSides;
  const { values, positionals } = parseOptions(table, argv, {
    positionals: Number.POSITIVE_INFINITY,
    helpCommand: `reventless ${name} --help`,
  });
  if (values.help) {
    print(
      `Usage: reventless ${verb.usage}\n\n${verb.about}\n\nOptions:\n${describeOptions(table)}\n`,
    );
    return exitCodes.done;
  }
  if (positionals.length === 0) {
    throw new CliError(
      exitCodes.usage,
      `The path is missing: reventless ${verb.usage}`,
      "reventless status shows the files.",
    );
  }
  if (values.mine && values.theirs) {
    throw new CliError(exitCodes.usage, "--mine and --theirs exclude each other.");
  }
  const { directory, appFile, model } = openApp(process.cwd());
  const { parts } = await planRegeneration(directory, kitDirectory, model, {
    decisions: new Map(),
  });
  const files = generatedFiles(directory, parts, positionals).filter(({ state, path }) => {
    // A folder names those that are meant; a file is meant by its own name.
    return verb.states.includes(state) || positionals.some((each) => path.endsWith(each));
  });
  refuseOthers(verb, files);
  if (name === "resolve" && !values.theirs) refuseMarkers(files);
  const decision = values.theirs ? "theirs" : verb.decision;
  const decisions = new Map(files.map(({ path }) => [path, decision]));
  const { plan } = await planRegeneration(directory, kitDirectory, model, { decisions });
  const run = { dryRun: values["dry-run"], json: values.json };
  return carryOut({ directory, appFile, plan, others: [], options: run });
}

const withoutSides = commonOptions as typeof resolveOptions;

function refuseOthers({ states, wrong }: Verb, files: readonly GeneratedFile[]): void {
  const others = files.filter(({ state }) => !states.includes(state));
  if (files.length > 0 && others.length === 0) return;
  throw new CliError(
    exitCodes.usage,
    others.length === 0
      ? "There is no such file among those at that path."
      : others.map(({ path, state }) => `${path} ${wrong} (${state}).`).join("\n"),
    "Nothing was written.",
  );
}

/** The markers that proposals have, in a text that was taken over from one. */
function refuseMarkers(files: readonly GeneratedFile[]): void {
  const marked = files.filter(
    ({ found = "" }) => /^<{7} yours$/m.test(found) || /^>{7} generated now$/m.test(found),
  );
  if (marked.length === 0) return;
  throw new CliError(
    exitCodes.conflict,
    marked.map(({ path }) => `${path} still has conflict markers.`).join("\n"),
    "Edit it until it says what it should, then run the command again. Nothing was written.",
  );
}
