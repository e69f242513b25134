import type { AppModel, PluginModel } from "../model/app-model.ts";
import { checkPlan } from "./check-plan.ts";
import { checkSizes, type SettingProblem } from "./check-sizes.ts";
import { planPlugin } from "./deployment-plan.ts";
import { environmentPlans } from "./environments.ts";

/** What only shows once it is known who shares a function, by the place of the setting. */
export function checkSettings(app: AppModel): readonly SettingProblem[] {
  return app.plugins.flatMap((plugin) => {
    const found = planPlugin(app, plugin).functions.flatMap(checkSizes);
    return [...found, ...inEnvironments(app, plugin, found)];
  });
}

/** What is wrong in some environments only. */
function inEnvironments(
  app: AppModel,
  plugin: PluginModel,
  found: readonly SettingProblem[],
): readonly SettingProblem[] {
  const plans = environmentPlans(app, plugin);
  if (plans.length === 0) return [];
  const usual = new Set([
    ...found.map(({ message }) => message),
    ...checkPlan(planPlugin(app, plugin)),
  ]);
  return plans.flatMap((plan) => [
    ...plan.functions
      .flatMap(checkSizes)
      .filter(({ message }) => !usual.has(message))
      .map(({ path, message }) => ({ path, message: `in ${plan.environment}: ${message}` })),
    ...checkPlan(plan)
      .filter((message) => !usual.has(message))
      .map((message) => ({ path: `environments.${plan.environment}`, message })),
  ]);
}
