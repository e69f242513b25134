import { defaultLoad } from "../../cost/load-profile.ts";
import type { AppModel, StrategyName } from "../../model/app-model.ts";
import { setStrategy } from "../../model/edit-app-file.ts";
import { parseApp } from "../../model/parse-app.ts";
import { planPlugin } from "../../plan/deployment-plan.ts";
import { effectNotes, unmetSettings } from "../../plan-report/effect-notes.ts";
import { effectText } from "../../plan-report/effect-text.ts";
import {
  type PlannedApp,
  type StrategyEffect,
  strategyEffect,
} from "../../plan-report/strategy-effect.ts";
import { type AppOnDisk, openApp, planApp } from "../app-directory.ts";
import { checkEnvironment } from "../check-environment.ts";
import { CliError, type ExitCode, exitCodes } from "../cli-error.ts";
import { askWithPrompts } from "../create/ask-with-prompts.ts";
import { describeOptions, type OptionTable, type OptionValues, parseOptions } from "../options.ts";
import { print } from "../print.ts";
import { planRegeneration } from "../regeneration.ts";
import { carryOut } from "../report-changes.ts";
import {
  findTarget,
  ownStrategies,
  readStrategy,
  type StrategyTarget,
} from "../strategy-target.ts";

const options = {
  type: { type: "text", value: "type", help: "all components of a type: aggregates, read-models" },
  env: { type: "text", value: "name", help: "in one environment (stack) only, for example prod" },
  yes: { type: "flag", short: "y", help: "change it without asking" },
  "dry-run": { type: "flag", help: "show the effect and what would change, write nothing" },
  json: { type: "flag", help: "report as JSON" },
  help: { type: "flag", short: "h", help: "show this text" },
} as const satisfies OptionTable;

type Values = OptionValues<typeof options>;

/** `reventless strategy <strategy> [Component]`: which parts share a function. */
export async function strategy(kitDirectory: string, argv: readonly string[]): Promise<ExitCode> {
  const rules = { positionals: 2, helpCommand: "reventless strategy --help" };
  const { values, positionals } = parseOptions(options, argv, rules);
  if (values.help) {
    print(help());
    return exitCodes.done;
  }
  const app = openApp(process.cwd());
  const [wanted, component] = positionals;
  if (wanted === undefined) return showStrategies(app.model, values);
  const chosen = readStrategy(wanted, app.model, component);
  const { type, env: environment } = values;
  const target = findTarget(app.model, ownOfApp(app.appFile), { component, type, environment });
  if (environment !== undefined) {
    checkEnvironment(app, environment, chosen !== undefined);
  }
  if (isThere(target, chosen)) return reportNoChange(target, chosen, values);
  const appFile = setStrategy(app.appFile, target.place, chosen);
  const change = { target, chosen, appFile, model: changedModel(appFile) };
  return changeStrategy(kitDirectory, app, change, values);
}

function help(): string {
  return `Usage: reventless strategy <strategy> [Component] [options]
       reventless strategy

Changes which parts of components share a Lambda function, shows the effect first, and brings the
generated files up to date. Tables, queues, topics and mappings are the same under every strategy:
data stays where it is. Without arguments it tells which strategies are set.

Strategies:
  single         one function for all components of a type
  per-component  one function for each component
  micro          one function for each part of a component
  default        none of its own: a component goes by its type, a type by the app, the app by
                 single, and what is set for an environment by what is set for all

Options:
${describeOptions(options)}

Examples:
  reventless strategy per-component
  reventless strategy micro Order
  reventless strategy micro Ordering.Order       where several plugins have an Order
  reventless strategy single --type read-models
  reventless strategy per-component --env prod
  reventless strategy default Order              Order goes by its type again
  reventless strategy default --env prod         prod is as all others again

Exit codes: 0 done or nothing to do, 2 wrong usage or a setting that cannot be met, 5 refused for
safety, 6 another run is writing, 130 not confirmed. Without a terminal --yes is needed.
`;
}

function showStrategies(model: AppModel, { json, type, env, yes }: Values): ExitCode {
  if (type !== undefined || env !== undefined || yes) {
    throw new CliError(
      exitCodes.usage,
      "The strategy is missing: reventless strategy <strategy> [Component]",
      "Strategies are single, per-component, micro, and default for none of its own.",
    );
  }
  const own = ownStrategies(model);
  if (json) {
    const overrides = own.map(([name, set]) => ({ name, strategy: set }));
    print(`${JSON.stringify({ strategy: model.strategy, overrides }, undefined, 2)}\n`);
    return exitCodes.done;
  }
  print(`The app is ${model.strategy}.\n`);
  for (const [name, set] of own) print(`  ${name} is ${set}.\n`);
  return exitCodes.done;
}

/** The app has the default without saying so. */
function isThere({ place, own, inherited }: StrategyTarget, chosen: StrategyName | undefined) {
  const isApp = place.kind === "app" && place.environment === undefined;
  return own === chosen || (isApp && own === undefined && chosen === inherited);
}

function reportNoChange(
  target: StrategyTarget,
  chosen: StrategyName | undefined,
  { json, "dry-run": dryRun }: Values,
): ExitCode {
  const text =
    chosen === undefined
      ? `${sentence(target.name)} has no strategy of its own; it goes by ${target.inherited}. Nothing was written.`
      : `${sentence(target.name)} ${verbOf(target)} ${chosen} already. Nothing was written.`;
  const report = { dryRun, target: target.name, strategy: chosen ?? null, changes: [] };
  print(json ? `${JSON.stringify(report, undefined, 2)}\n` : `${text}\n`);
  return exitCodes.done;
}

function sentence(text: string): string {
  return text.replace(/^the /, "The ");
}

function verbOf({ place }: StrategyTarget): string {
  return place.kind === "type" ? "are" : "is";
}

/** What the file says itself, where the model has the default. */
function ownOfApp(appFile: string): StrategyName | undefined {
  const parsed = parseApp(appFile);
  return parsed.ok ? parsed.document.strategy : undefined;
}

/** Who shares a function may have settings that do not go together. */
function changedModel(appFile: string): AppModel {
  const parsed = parseApp(appFile);
  if (parsed.ok) return parsed.model;
  const problems = parsed.problems.map(({ path, message }) => `${path}: ${message}`);
  throw new CliError(exitCodes.usage, problems.join("\n"), "Nothing was written.");
}

interface StrategyChange {
  readonly target: StrategyTarget;
  readonly chosen: StrategyName | undefined;
  /** Text of `reventless.json` with the change. */
  readonly appFile: string;
  readonly model: AppModel;
}

/** Everything that can be refused is, before anything is asked. */
async function changeStrategy(
  kitDirectory: string,
  app: AppOnDisk,
  change: StrategyChange,
  values: Values,
): Promise<ExitCode> {
  const { environment } = change.target.place;
  const before = plannedIn(app.model, environment);
  const after = plannedIn(change.model, environment);
  const unmet = unmetSettings(before, after);
  if (unmet.length > 0) {
    throw new CliError(exitCodes.usage, unmet.join("\n"), "Nothing was written.");
  }
  const effect = strategyEffect(before, after, defaultLoad);
  const notes = [...effectNotes(after, effect), ...environmentNotes(app.model, change)];
  const { plan, cache } = await planRegeneration(app.directory, kitDirectory, change.model);
  if (!values.json) print(describe(change, effect, notes));
  if (!values["dry-run"]) await confirm(values);
  return carryOut({
    directory: app.directory,
    appFile: app.appFile,
    plan,
    others: [{ path: "reventless.json", text: change.appFile }, ...cache],
    options: { dryRun: values["dry-run"], json: values.json },
    report: { target: change.target.name, strategy: change.chosen ?? null, effect, notes },
  });
}

/** The plans of one environment, or of all that say nothing of their own. */
function plannedIn(model: AppModel, environment: string | undefined): PlannedApp {
  const usual = planApp(model);
  if (environment === undefined) return { model, plans: usual };
  return { model, plans: usual.map(({ plugin }) => planPlugin(model, plugin, environment)) };
}

/** A change for all does not reach environments that say otherwise. */
function environmentNotes(before: AppModel, { target, model }: StrategyChange): readonly string[] {
  if (target.place.environment !== undefined) return [];
  return Object.keys(model.environments).map((name) => {
    const { functions } = strategyEffect(
      plannedIn(before, name),
      plannedIn(model, name),
      defaultLoad,
    );
    const count = (wanted: string) => functions.filter(({ action }) => action === wanted).length;
    return functions.every(({ action }) => action === "keep")
      ? `The environment ${name} keeps its functions, as it says otherwise.`
      : `In the environment ${name} ${count("create")} functions are created, ${count("remove")} removed and ${count("change")} changed.`;
  });
}

function describe(
  { target, chosen }: StrategyChange,
  effect: StrategyEffect,
  notes: readonly string[],
): string {
  const from = target.own ?? `${target.inherited} (not its own)`;
  const to = chosen ?? `${target.inherited} (not its own)`;
  return `${[`${sentence(target.name)}: ${from} → ${to}`, "", ...effectText(effect, notes), ""].join("\n")}\n`;
}

async function confirm({ yes, json }: Values): Promise<void> {
  if (yes) return;
  // A question would stand in the middle of the JSON.
  const isInteractive = process.stdin.isTTY === true && process.stdout.isTTY === true && !json;
  if (!isInteractive) {
    throw new CliError(
      exitCodes.usage,
      "Nothing was written: nobody is there to be asked.",
      "Give --yes to change it without being asked, or --dry-run to see the effect only.",
    );
  }
  const answer = await askWithPrompts({
    option: "yes",
    kind: "confirm",
    message: "Change it?",
    initial: false,
    choices: [],
    problemOf: () => undefined,
  });
  if (answer === true) return;
  throw new CliError(exitCodes.cancelled, "Cancelled; nothing was written.");
}
