import type { AppModel, PluginModel } from "../model/app-model.ts";
import { type FunctionPlan, type PluginPlan, planPlugin } from "./deployment-plan.ts";

/** The names of all environments that `reventless.json` speaks of, sorted. */
export function environmentNames(app: AppModel): readonly string[] {
  return Object.keys(app.environments);
}

/** The plans of a plugin for those environments in which its functions are others than elsewhere. */
export function environmentPlans(app: AppModel, plugin: PluginModel): readonly PluginPlan[] {
  const names = environmentNames(app);
  if (names.length === 0) return [];
  const usual = grouping(planPlugin(app, plugin).functions);
  return names
    .map((name) => planPlugin(app, plugin, name))
    .filter(({ functions }) => grouping(functions) !== usual);
}

/** Which function hosts what, as a text to compare. */
function grouping(functions: readonly FunctionPlan[]): string {
  return functions.map(({ name, units }) => `${name}: ${units.map(({ key }) => key)}`).join("; ");
}
