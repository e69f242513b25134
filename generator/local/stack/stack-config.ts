import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { StackRequest } from "./stack-graph.ts";

interface StackConfig {
  readonly project: string;
  /** By full key, e.g. `aws:region`; values that are no text are JSON. */
  readonly config: Readonly<Record<string, string>>;
}

/** Project name and configuration from Pulumi.yaml and Pulumi.<stack>.yaml. */
// https://www.pulumi.com/docs/iac/concepts/config/
export function readStackConfig(
  { stackDirectory, stack }: Pick<StackRequest, "stackDirectory" | "stack">,
  program: string,
): StackConfig {
  const load = yamlLoader(program);
  const projectFile = join(stackDirectory, "Pulumi.yaml");
  const { name, config: defaults } = load(projectFile);
  if (typeof name !== "string") {
    throw new Error(`Expected a name in ${projectFile}, found ${JSON.stringify(name)}.`);
  }
  const stackFile = join(stackDirectory, `Pulumi.${stack}.yaml`);
  const own = existsSync(stackFile) ? load(stackFile).config : undefined;
  const config: Record<string, string> = {};
  for (const [key, value] of Object.entries(entriesOf(defaults))) {
    const preset = isObject(value) ? (value.value ?? value.default) : value;
    if (preset !== undefined) config[fullKey(name, key)] = toText(preset);
  }
  for (const [key, value] of Object.entries(entriesOf(own))) {
    if (isObject(value) && "secure" in value) {
      // Without the passphrase the value is unknown; requireSecret names the key if it is needed.
      continue;
    }
    config[fullKey(name, key)] = toText(value);
  }
  return { project: name, config };
}

/** @pulumi/pulumi itself depends on js-yaml, so that is there and no second parser is needed. */
function yamlLoader(program: string): (file: string) => Record<string, unknown> {
  const pulumi = createRequire(program).resolve("@pulumi/pulumi");
  const yaml = createRequire(pulumi)("js-yaml") as { load(text: string): unknown };
  return (file) => {
    const content = yaml.load(readFileSync(file, "utf8"));
    return isObject(content) ? content : {};
  };
}

function fullKey(project: string, key: string): string {
  return key.includes(":") ? key : `${project}:${key}`;
}

function toText(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

function entriesOf(value: unknown): Readonly<Record<string, unknown>> {
  return isObject(value) ? value : {};
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
