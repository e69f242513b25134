import { readdirSync } from "node:fs";
import { join } from "node:path";
import { readBase } from "../write/base-texts.ts";
import { readText } from "../write/read-text.ts";
import { type GeneratedFunction, generatedFunctions } from "./generated-functions.ts";

/** Parts that are no plugin. */
const otherParts = ["app", "runtime"];

/**
 * The functions of each plugin as they were generated last, by the plugin's folder, and with the name of
 * an environment that has functions of its own: `ordering`, `ordering in prod`.
 */
export function lastGenerated(
  directory: string,
): ReadonlyMap<string, readonly GeneratedFunction[]> {
  const plugins = namesIn(join(directory, ".reventless/parts"))
    .flatMap((name) => /^([^.]+)\.json$/.exec(name)?.[1] ?? [])
    .filter((part) => !otherParts.includes(part));
  return new Map(
    plugins.flatMap((plugin) => {
      const base = readBase(directory, plugin);
      // Without the text that was generated, the file as it is now tells most.
      const textOf = (path: string) => base.get(path) ?? readText(directory, path);
      const stack = namesIn(join(directory, `plugins/${plugin}/stack`));
      const environments = stack.flatMap((name) => /^functions-(.+)\.ts$/.exec(name)?.[1] ?? []);
      return [
        [plugin, generatedFunctions(plugin, "functions.ts", textOf)] as const,
        ...environments.map((environment) => {
          const functions = generatedFunctions(plugin, `functions-${environment}.ts`, textOf);
          return [`${plugin} in ${environment}`, functions] as const;
        }),
      ];
    }),
  );
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).sort();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}
