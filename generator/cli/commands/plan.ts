import type { LoadProfile } from "../../cost/load-profile.ts";
import { priceRows } from "../../cost/prices.ts";
import type { AppModel } from "../../model/app-model.ts";
import { checkSettings } from "../../plan/check-settings.ts";
import { planPlugin } from "../../plan/deployment-plan.ts";
import { environmentPlans } from "../../plan/environments.ts";
import { planNotices } from "../../plan/notices.ts";
import { bundlerOf } from "../../plan-report/bundle-sizes.ts";
import { comparisonDetails, comparisonText, priceText } from "../../plan-report/comparison-text.ts";
import { crossoverSentences, crossoversOf } from "../../plan-report/crossover-text.ts";
import { slowBehindApi } from "../../plan-report/effect-notes.ts";
import { functionDifferences } from "../../plan-report/function-differences.ts";
import { reportPlugin } from "../../plan-report/function-report.ts";
import { differencesText, pluginText } from "../../plan-report/functions-text.ts";
import { lastGenerated } from "../../plan-report/last-generated.ts";
import { mythSentences } from "../../plan-report/myth-text.ts";
import {
  type ComparedStrategy,
  compareStrategy,
  withStrategy,
} from "../../plan-report/strategy-comparison.ts";
import { wrap } from "../../plan-report/text-columns.ts";
import { workloadOf } from "../../plan-report/workload-of.ts";
import { type AppOnDisk, openApp, planApp } from "../app-directory.ts";
import { checkEnvironment } from "../check-environment.ts";
import { CliError, type ExitCode, exitCodes, isCliError } from "../cli-error.ts";
import { loadOptions, readLoad } from "../load-options.ts";
import { describeOptions, type OptionTable, type OptionValues, parseOptions } from "../options.ts";
import { print } from "../print.ts";
import { ownStrategies, strategyNames } from "../strategy-target.ts";

const ownOptions = {
  diff: { type: "flag", help: "what differs from what was generated last" },
  compare: { type: "flag", help: "the three strategies side by side, with costs" },
  prices: { type: "flag", help: "the prices that costs are made of, with their sources" },
  env: { type: "text", value: "name", help: "of this environment (stack), for example prod" },
  json: { type: "flag", help: "report as JSON" },
  help: { type: "flag", short: "h", help: "show this text" },
} as const satisfies OptionTable;

const options = { ...ownOptions, ...loadOptions };

type Values = OptionValues<typeof options>;

/** `reventless plan`: functions as they would be generated, and why; writes nothing. */
export async function plan(argv: readonly string[]): Promise<ExitCode> {
  const rules = { positionals: 0, helpCommand: "reventless plan --help" };
  const { values } = parseOptions(options, argv, rules);
  if (values.help) {
    print(help());
    return exitCodes.done;
  }
  refuseSeveral(values);
  const load = readLoad(values);
  if (values.prices) return tell(values, { prices: priceRows() }, priceText);
  const app = openApp(process.cwd());
  if (values.env !== undefined) checkEnvironment(app, values.env, true);
  if (values.diff) return showDifferences(app, values);
  if (values.compare) return showComparison(app, load, values);
  const plans = plansIn(app.model, values.env);
  const plugins = plans.map((each) => reportPlugin(app.model, each));
  const notices = [...slowBehindApi(plans), ...planNotices(app.model, values.env)];
  const { strategy } = app.model;
  const overrides = ownStrategies(app.model).map(([name, own]) => ({ name, strategy: own }));
  return tell(values, { strategy, overrides, plugins, notices }, () => [
    `The app is ${strategy}${overrides.map((own) => `, ${own.name} ${own.strategy}`).join("")}.`,
    ...plugins.flatMap((each) => ["", ...pluginText(each)]),
    ...(notices.length === 0 ? [] : [""]),
    ...notices.flatMap((each) => wrap(`Note: ${each}`, "  ")),
  ]);
}

function help(): string {
  return `Usage: reventless plan [options]

Shows the functions that the app has under its strategy: what each hosts, what makes it run, its
memory, timeout, concurrency and permissions, and which part is the reason for them. Writes nothing.

Options:
${describeOptions(ownOptions)}

Options of --compare, what costs are estimated for:
${describeOptions(loadOptions)}

Examples:
  reventless plan
  reventless plan --diff                    after an edit of reventless.json, before regenerate
  reventless plan --compare --load 300/min --duration 80
  reventless plan --json

Exit codes: 0 done, 2 wrong usage or invalid reventless.json.
`;
}

function refuseSeveral(values: Values): void {
  const chosen = (["diff", "compare", "prices"] as const).filter((option) => values[option]);
  const given = (Object.keys(loadOptions) as (keyof typeof loadOptions)[]).filter(
    (option) => values[option] !== undefined,
  );
  const [first] = given;
  if (chosen.length > 1) {
    throw new CliError(
      exitCodes.usage,
      `Expected one of --diff, --compare and --prices, found ${chosen.map((each) => `--${each}`).join(" and ")}.`,
    );
  }
  if (first !== undefined && !values.compare) {
    throw new CliError(
      exitCodes.usage,
      `--${first} says what costs are estimated for, which --compare shows.`,
      `Add --compare, or leave --${first} out.`,
    );
  }
}

function tell({ json }: Values, report: object, text: () => readonly string[]): ExitCode {
  const output = json ? JSON.stringify(report, undefined, 2) : text().join("\n");
  print(`${output}\n`);
  return exitCodes.done;
}

function showDifferences({ directory, model }: AppOnDisk, values: Values): ExitCode {
  const plans = planApp(model);
  const others = model.plugins.flatMap((plugin) => environmentPlans(model, plugin));
  const differences = functionDifferences([...plans, ...others], lastGenerated(directory));
  return tell(values, { differences }, () => differencesText(differences));
}

async function showComparison(
  { directory, model }: AppOnDisk,
  load: LoadProfile,
  values: Values,
): Promise<ExitCode> {
  const bundle = bundlerOf(directory);
  const isMixed = ownStrategies(model).length > 0;
  const variants: readonly (readonly [ComparedStrategy["strategy"], AppModel])[] = [
    ...strategyNames.map((name) => [name, withStrategy(model, name)] as const),
    ...(isMixed ? [["now", model] as const] : []),
  ];
  const compared: ComparedStrategy[] = [];
  for (const [strategy, variant] of variants) {
    const plans = variant.plugins.map((plugin) => planPlugin(variant, plugin, values.env));
    const problems = problemsOf(variant);
    compared.push(
      await compareStrategy({ strategy, model: variant, plans, problems, load, bundle }),
    );
  }
  const workload = workloadOf(plansIn(model, values.env));
  const crossovers = crossoversOf(workload, compared, load);
  const current = isMixed ? "now" : model.strategy;
  const report = {
    current,
    load,
    strategies: compared,
    crossovers,
    prices: priceRows(),
  };
  return tell(values, report, () => [
    ...comparisonText(compared, load, current),
    ...section("What shares a function", comparisonDetails(compared)),
    ...section("Where costs cross", crossoverSentences(crossovers)),
    ...section("What a strategy does not change", mythSentences(compared)),
  ]);
}

/** Stacks that reventless.json does not mention are like all others. */
function plansIn(model: AppModel, environment: string | undefined) {
  return planApp(model).map((plan) =>
    environment === undefined ? plan : planPlugin(model, plan.plugin, environment),
  );
}

function section(title: string, sentences: readonly string[]): readonly string[] {
  if (sentences.length === 0) return [];
  return ["", title, ...sentences.flatMap((each) => wrap(`  ${each}`, "    "))];
}

/** What AWS would refuse. */
function problemsOf(model: AppModel): readonly string[] {
  const settings = checkSettings(model).map(({ path, message }) => `${path}: ${message}`);
  try {
    planApp(model);
    return settings;
  } catch (error) {
    if (isCliError(error)) return [...settings, ...error.message.split("\n")];
    throw error;
  }
}
