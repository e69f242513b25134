import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { kebabCase } from "../model/names.ts";
import { nearestName } from "../model/nearest-name.ts";
import type { AppOnDisk } from "./app-directory.ts";
import { CliError, exitCodes } from "./cli-error.ts";

/** As stacks may be called, which environments are: the schema says the same. */
const environmentPattern = /^(?=.{1,12}$)[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

/**
 * Refuses what is no environment: a stack may have any good name, but one that is almost that of a known
 * stack is a mistake, and only one with a strategy of its own can lose it.
 */
export function checkEnvironment(app: AppOnDisk, name: string, isSet: boolean): void {
  const mentioned = Object.keys(app.model.environments);
  const known = [...new Set([...mentioned, ...stacksOf(app)])].sort();
  if (known.includes(name)) return;
  const nearest = nearestName(name, known);
  const listed = known.length === 0 ? "none is known yet" : `known are ${known.join(", ")}`;
  if (!environmentPattern.test(name)) {
    throw new CliError(
      exitCodes.usage,
      `Expected the name of a stack with at most 12 of the characters a-z, 0-9 and -, found "${name}"; ${listed}.`,
      nearest === undefined ? "For example --env prod" : `Did you mean --env ${nearest}?`,
    );
  }
  if (nearest === undefined && isSet) return;
  throw new CliError(
    exitCodes.usage,
    `There is no environment "${name}"; ${listed}.`,
    nearest === undefined ? undefined : `Did you mean --env ${nearest}?`,
  );
}

/** Stacks with a configuration file: `Pulumi.prod.yaml`. */
function stacksOf({ directory, model }: AppOnDisk): readonly string[] {
  const names = model.plugins.flatMap(({ name }) => {
    const folder = join(directory, "plugins", kebabCase(name), "stack");
    return existsSync(folder) ? readdirSync(folder) : [];
  });
  return [...new Set(names.flatMap((name) => /^Pulumi\.([^.]+)\.yaml$/.exec(name)?.[1] ?? []))];
}
