import { defaultSettings } from "../model/default-settings.ts";
import type { FunctionPlan, PluginPlan } from "../plan/deployment-plan.ts";
import type { GeneratedFunction } from "./generated-functions.ts";

/** A function that is planned otherwise than it was generated last. */
export interface FunctionDifference {
  /** Folder of its plugin, and environment if it is of one: `ordering`, `ordering in prod`. */
  readonly plugin: string;
  readonly name: string;
  readonly action: "create" | "remove" | "change";
  readonly generated?: GeneratedFunction;
  readonly planned?: GeneratedFunction;
}

export function functionDifferences(
  plans: readonly PluginPlan[],
  generated: ReadonlyMap<string, readonly GeneratedFunction[]>,
): readonly FunctionDifference[] {
  const planned = new Map(
    plans.map(({ kebab, environment, functions }) => [
      environment === undefined ? kebab : `${kebab} in ${environment}`,
      functions.map(asGenerated),
    ]),
  );
  const plugins = [...new Set([...planned.keys(), ...generated.keys()])].sort();
  return plugins.flatMap((plugin) => {
    const now = byName(planned.get(plugin) ?? []);
    const then = byName(generated.get(plugin) ?? []);
    const names = [...new Set([...now.keys(), ...then.keys()])].sort();
    return names.flatMap((name) => difference(plugin, then.get(name), now.get(name)));
  });
}

function difference(
  plugin: string,
  generated: GeneratedFunction | undefined,
  planned: GeneratedFunction | undefined,
): readonly FunctionDifference[] {
  const name = (planned ?? generated)?.name ?? "";
  if (planned === undefined) {
    return generated === undefined ? [] : [{ plugin, name, action: "remove", generated }];
  }
  if (generated === undefined) return [{ plugin, name, action: "create", planned }];
  const isSame =
    generated.parts.join() === planned.parts.join() &&
    changedSettings(generated, planned).length === 0;
  return isSame ? [] : [{ plugin, name, action: "change", generated, planned }];
}

/** Settings that functions are compared by; `undefined` stands for the usual value. */
const comparedSettings = [
  ...(["memory", "timeout", "reservedConcurrency", "provisionedConcurrency"] as const),
  ...(["ephemeralStorage", "architecture"] as const),
];

export interface ChangedSetting {
  readonly setting: string;
  readonly from: string | undefined;
  readonly to: string | undefined;
}

export function changedSettings(
  generated: GeneratedFunction,
  planned: GeneratedFunction,
): readonly ChangedSetting[] {
  return comparedSettings.flatMap((setting) => {
    const [from, to] = [generated.settings[setting], planned.settings[setting]];
    return from === to ? [] : [{ setting, from, to }];
  });
}

/** As the generated files would tell of it. */
function asGenerated(host: FunctionPlan): GeneratedFunction {
  const { name, units, memory, timeout, ephemeralStorage, architecture } = host;
  const { reservedConcurrency, provisionedConcurrency } = host;
  const settings = {
    memory: memory.value,
    timeout: timeout.value,
    reservedConcurrency: reservedConcurrency?.value,
    provisionedConcurrency: provisionedConcurrency?.value,
    ephemeralStorage: unusual(ephemeralStorage.value, defaultSettings.ephemeralStorage),
    architecture: unusual(architecture, defaultSettings.architecture),
  };
  return {
    name,
    parts: units.map(({ key }) => key).sort(),
    settings: Object.fromEntries(
      Object.entries(settings).flatMap(([setting, value]) =>
        value === undefined ? [] : [[setting, String(value)] as const],
      ),
    ),
  };
}

function unusual<Value>(value: Value, usual: Value): Value | undefined {
  return value === usual ? undefined : value;
}

function byName(functions: readonly GeneratedFunction[]): ReadonlyMap<string, GeneratedFunction> {
  return new Map(functions.map((each) => [each.name, each]));
}
