import type { AppModel } from "../model/app-model.ts";
import { checkSizes, type SettingProblem } from "./check-sizes.ts";
import { planPlugin } from "./deployment-plan.ts";

/** What only shows once it is known who shares a function, by the place of the setting. */
export function checkSettings(app: AppModel): readonly SettingProblem[] {
  return app.plugins.flatMap((plugin) => planPlugin(app, plugin).functions.flatMap(checkSizes));
}
