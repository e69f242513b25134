import { readdirSync } from "node:fs";
import { join } from "node:path";
import { readBase } from "../write/base-texts.ts";
import { readText } from "../write/read-text.ts";
import { type GeneratedFunction, generatedFunctions } from "./generated-functions.ts";

/** Parts that are no plugin. */
const otherParts = ["app", "runtime"];

/** The functions of each plugin as they were generated last, by the plugin's folder. */
export function lastGenerated(
  directory: string,
): ReadonlyMap<string, readonly GeneratedFunction[]> {
  const plugins = partNames(directory).filter(
    (part) => !part.includes(".") && !otherParts.includes(part),
  );
  return new Map(
    plugins.map((plugin) => {
      const base = readBase(directory, plugin);
      // Without the text that was generated, the file as it is now tells most.
      const textOf = (path: string) => base.get(path) ?? readText(directory, path);
      return [plugin, generatedFunctions(plugin, textOf)];
    }),
  );
}

function partNames(directory: string): readonly string[] {
  try {
    return readdirSync(join(directory, ".reventless/parts"))
      .filter((name) => name.endsWith(".json"))
      .map((name) => name.slice(0, -".json".length))
      .sort();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}
