import type { LoadProfile } from "../cost/load-profile.ts";
import { emitPlugin } from "../emit/plugin.ts";
import type { AppModel, ComponentModel, StrategyName } from "../model/app-model.ts";
import type { PluginPlan } from "../plan/deployment-plan.ts";
import type { BundleReport, Bundler } from "./bundle-sizes.ts";
import { type Estimate, estimate } from "./estimate.ts";
import { type LimitsUsed, limitsUsed } from "./limits-used.ts";

/** Components that fail, are deployed and may do things together. */
export interface SharedFunction {
  readonly plugin: string;
  readonly name: string;
  readonly components: readonly string[];
}

/** An app under one strategy for all of it. */
export interface ComparedStrategy {
  /** `now`: as set, where some part of the app has a strategy of its own. */
  readonly strategy: StrategyName | "now";
  readonly functions: number;
  readonly roles: number;
  readonly shared: readonly SharedFunction[];
  /** Components in the function with the most, which share its role and its failures. */
  readonly blastRadius: number;
  readonly bundles: BundleReport;
  readonly limits?: LimitsUsed;
  readonly estimate: Estimate;
  /** Why the app could not be deployed so. */
  readonly problems: readonly string[];
}

export interface ComparisonInput {
  readonly strategy: ComparedStrategy["strategy"];
  readonly model: AppModel;
  readonly plans: readonly PluginPlan[];
  readonly problems: readonly string[];
  readonly load: LoadProfile;
  readonly bundle: Bundler;
}

export async function compareStrategy(input: ComparisonInput): Promise<ComparedStrategy> {
  const { strategy, model, plans, load, problems, bundle } = input;
  const functions = plans.flatMap((plan) => plan.functions);
  const shared = plans.flatMap(sharedFunctions);
  const limits = limitsUsed(model, plans);
  return {
    strategy,
    functions: functions.length,
    roles: functions.length,
    shared,
    blastRadius: Math.max(
      functions.length === 0 ? 0 : 1,
      ...shared.map(({ components }) => components.length),
    ),
    bundles: await bundle(plans.flatMap((plan) => handlersOf(model, plan))),
    ...(limits !== undefined && { limits }),
    estimate: estimate(plans, load),
    problems,
  };
}

/** The same app with one strategy for all of it. */
export function withStrategy(model: AppModel, strategy: StrategyName): AppModel {
  return {
    ...model,
    strategy,
    environments: {},
    types: Object.fromEntries(
      Object.entries(model.types).map(([type, { strategy: _own, ...sizes }]) => [type, sizes]),
    ),
    plugins: model.plugins.map((plugin) => ({
      ...plugin,
      components: plugin.components.map(withoutStrategy),
    })),
  };
}

function withoutStrategy({ strategy: _own, ...component }: ComponentModel): ComponentModel {
  return component;
}

function sharedFunctions({ plugin, functions }: PluginPlan): readonly SharedFunction[] {
  return functions.flatMap(({ name, units }) => {
    const components = [...new Set(units.map(({ component }) => component.names.name))];
    return components.length < 2 ? [] : [{ plugin: plugin.name, name, components }];
  });
}

function handlersOf(model: AppModel, plan: PluginPlan) {
  const texts = new Map(emitPlugin(model, plan).map(({ path, text }) => [path, text]));
  return plan.functions.flatMap(({ name, units }) => {
    const folder = plan.environment === undefined ? "" : `${plan.environment}/`;
    const path =
      [
        `plugins/${plan.kebab}/handlers/${folder}${name}.ts`,
        `plugins/${plan.kebab}/handlers/${name}.ts`,
      ].find((each) => texts.has(each)) ?? "";
    const text = texts.get(path);
    return text === undefined ? [] : [{ path, text, parts: units.length }];
  });
}
