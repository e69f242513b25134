import { readFileSync, statSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import type { AppModel } from "../model/app-model.ts";
import { formatModelProblems, parseApp } from "../model/parse-app.ts";
import { checkPlan } from "../plan/check-plan.ts";
import { type PluginPlan, planPlugin } from "../plan/deployment-plan.ts";
import { whileLocked } from "../write/app-lock.ts";
import { isInterrupted, type Recovery, recoverRuns } from "../write/run-journal.ts";
import { CliError, exitCodes } from "./cli-error.ts";
import { refuseNewerKit } from "./kit-version.ts";

/** An app on disk, read and checked. */
export interface AppOnDisk {
  readonly directory: string;
  /** Text of `reventless.json`. */
  readonly appFile: string;
  readonly model: AppModel;
}

/** The app that a folder belongs to: the nearest `reventless.json` upwards. */
export function openApp(from: string): AppOnDisk {
  const { directory, appFile } = openDirectory(from);
  const path = relative(from, join(directory, "reventless.json"));
  return { directory, appFile, model: readModel(path, appFile) };
}

/** The app as it is on disk, whatever its model says; a run that was cut off is finished first. */
export function openDirectory(from: string): Omit<AppOnDisk, "model"> {
  const directory = findUpwards(from);
  finishInterrupted(directory);
  refuseNewerKit(directory);
  return { directory, appFile: readFileSync(join(directory, "reventless.json"), "utf8") };
}

function finishInterrupted(directory: string): void {
  if (!isInterrupted(directory)) return;
  for (const line of recoveryLines(recoverApp(directory))) process.stderr.write(`${line}\n`);
}

/** Finishes what was cut off, unless another run is at work. */
export function recoverApp(directory: string): readonly Recovery[] {
  return whileLocked(directory, () => recoverRuns(directory));
}

export function recoveryLines(recoveries: readonly Recovery[]): readonly string[] {
  return recoveries.flatMap(({ command, outcome, left }) => [
    `A run had been cut off and is ${outcome} now: ${command}`,
    ...left.map((path) => `  left    ${path} (changed since)`),
  ]);
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

/** The version of the kit that the app asks for; undefined when it asks for none. */
export function kitSpecOf(directory: string): string | undefined {
  try {
    const text = readFileSync(join(directory, "package.json"), "utf8");
    const { dependencies, devDependencies } = JSON.parse(text);
    return { ...dependencies, ...devDependencies }["create-reventless-app"];
  } catch {
    // Who reads package.json next says what is wrong with it.
    return undefined;
  }
}
