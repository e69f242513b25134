import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { CliError, exitCodes } from "../cli/cli-error.ts";

export interface PluginStack {
  readonly plugin: string;
  readonly stackDirectory: string;
}

/** Every plugin of the app that has a stack, by name. Throws CliError when there is none, or a wanted one is missing. */
export function findStacks(
  appDirectory: string,
  wanted: readonly string[] | undefined,
): readonly PluginStack[] {
  const plugins = join(appDirectory, "plugins");
  const stacks = (existsSync(plugins) ? readdirSync(plugins) : [])
    .sort()
    .map((plugin) => ({ plugin, stackDirectory: join(plugins, plugin, "stack") }))
    .filter(({ stackDirectory }) => existsSync(join(stackDirectory, "Pulumi.yaml")));
  const names = stacks.map(({ plugin }) => plugin);
  const missing = (wanted ?? []).filter((plugin) => !names.includes(plugin));
  if (missing.length > 0) {
    throw new CliError(
      exitCodes.usage,
      `There is no plugin ${missing.join(", ")}; the app has ${names.join(", ") || "none"}.`,
    );
  }
  if (stacks.length === 0) {
    throw new CliError(
      exitCodes.usage,
      `Nothing to run: expected a plugin with a stack, as in ${join(plugins, "<plugin>", "stack", "Pulumi.yaml")}.`,
      "Run the command in the app's folder, or generate a plugin first.",
    );
  }
  return wanted === undefined ? stacks : stacks.filter(({ plugin }) => wanted.includes(plugin));
}
