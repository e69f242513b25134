import { readFileSync, statSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import type { AppModel } from "../model/app-model.ts";
import { formatModelProblems, parseApp } from "../model/parse-app.ts";
import { checkPlan } from "../plan/check-plan.ts";
import { type PluginPlan, planPlugin } from "../plan/deployment-plan.ts";
import { CliError, exitCodes } from "./cli-error.ts";

/** An app on disk, read and checked. */
export interface AppOnDisk {
  readonly directory: string;
  /** Text of `reventless.json`. */
  readonly appFile: string;
  readonly model: AppModel;
}

/** The app that a folder belongs to: the nearest `reventless.json` upwards. */
export function openApp(from: string): AppOnDisk {
  const directory = findUpwards(from);
  const appFile = readFileSync(join(directory, "reventless.json"), "utf8");
  const path = relative(from, join(directory, "reventless.json"));
  return { directory, appFile, model: readModel(path, appFile) };
}

function findUpwards(from: string): string {
  for (let folder = from; ; folder = dirname(folder)) {
    const found = statSync(join(folder, "reventless.json"), { throwIfNoEntry: false });
    if (found?.isFile()) return folder;
    if (dirname(folder) === folder) {
      throw new CliError(
        exitCodes.usage,
        `There is no reventless.json in ${from} or any folder above it.`,
        "Run the command inside an app, or make one: npx create-reventless-app",
      );
    }
  }
}

function readModel(path: string, text: string): AppModel {
  const parsed = parseApp(text);
  if (parsed.ok) return parsed.model;
  throw new CliError(
    exitCodes.usage,
    formatModelProblems(path, parsed.problems),
    "Nothing was written.",
  );
}

/** The plans of all plugins; everything AWS would refuse is one error. */
export function planApp(model: AppModel): readonly PluginPlan[] {
  const plans = model.plugins.map((plugin) => planPlugin(model, plugin));
  const problems = plans.flatMap(checkPlan);
  if (problems.length > 0) {
    throw new CliError(exitCodes.usage, problems.join("\n"), "Nothing was written.");
  }
  return plans;
}
