import { keysOfKinds } from "../model/app-document.ts";
import type { AppModel, ComponentModel, StrategyName } from "../model/app-model.ts";
import { defaultSettings } from "../model/default-settings.ts";
import type { StrategyPlace } from "../model/edit-app-file.ts";
import { nearestName } from "../model/nearest-name.ts";
import { componentShape } from "../plan/component-kinds.ts";
import { groupingKeys } from "../plan/strategies.ts";
import { CliError, exitCodes } from "./cli-error.ts";

export const strategyNames = Object.keys(groupingKeys) as readonly StrategyName[];

/** What `reventless strategy` calls having no strategy of one's own. */
export const noOwnStrategy = "default";

export interface StrategyTarget {
  readonly place: StrategyPlace;
  /** For people: `Order`, `read-models`, `the app`. */
  readonly name: string;
  /** What it says itself, and what applies where it says nothing. */
  readonly own: StrategyName | undefined;
  readonly inherited: StrategyName;
}

/** The strategy that an argument names; undefined for none of one's own. */
export function readStrategy(text: string, model: AppModel, other: string | undefined) {
  if (text === noOwnStrategy) return undefined;
  const strategy = strategyNames.find((name) => name === text);
  if (strategy !== undefined) return strategy;
  const known = [...strategyNames, noOwnStrategy];
  const isSwapped = other !== undefined && known.includes(other);
  const isComponent = componentsOf(model).some(({ component }) => component.name === text);
  const nearest = nearestName(text, known);
  const advice =
    isSwapped || isComponent
      ? `The strategy comes first: reventless strategy ${isSwapped ? other : "<strategy>"} ${text}`
      : nearest === undefined
        ? "See reventless strategy --help."
        : `Did you mean ${nearest}?`;
  throw usage(
    `There is no strategy "${text}"; expected ${strategyNames.join(", ")}, or ${noOwnStrategy} for none of its own.`,
    advice,
  );
}

export interface WantedTarget {
  readonly component: string | undefined;
  readonly type: string | undefined;
  readonly environment: string | undefined;
}

/**
 * Whose strategy is meant.
 * @param own what the app's file itself says for the app
 */
export function findTarget(
  model: AppModel,
  own: StrategyName | undefined,
  { component, type, environment }: WantedTarget,
): StrategyTarget {
  if (component !== undefined && type !== undefined) {
    throw usage(
      `Expected a component or a type, found both: ${component} and --type ${type}.`,
      "Run the command once for each.",
    );
  }
  const target =
    component !== undefined
      ? componentTarget(model, component)
      : type !== undefined
        ? typeTarget(model, type)
        : appTarget(own);
  return environment === undefined ? target : inEnvironment(model, environment, target);
}

function appTarget(own: StrategyName | undefined): StrategyTarget {
  return { place: { kind: "app" }, name: "the app", own, inherited: defaultSettings.strategy };
}

/** What an environment says replaces what is said in the same place for all. */
function inEnvironment(
  model: AppModel,
  environment: string,
  { place, name, own, inherited }: StrategyTarget,
): StrategyTarget {
  const settings = Object.hasOwn(model.environments, environment)
    ? (model.environments[environment] ?? {})
    : {};
  const wider = (type: string) =>
    settings.types?.[type]?.strategy ??
    model.types[type]?.strategy ??
    settings.strategy ??
    model.strategy;
  const target = (
    set: StrategyName | undefined,
    goesBy: StrategyName = model.strategy,
  ): StrategyTarget => ({
    place: { ...place, environment },
    name: `${name} in ${environment}`,
    own: set,
    inherited: own ?? goesBy,
  });
  switch (place.kind) {
    case "app":
      return target(settings.strategy);
    case "type":
      return target(settings.types?.[place.type]?.strategy, settings.strategy);
    case "component": {
      const kind = keysOfKinds[place.componentKind];
      const ofKind = settings.plugins?.[place.plugin]?.[kind];
      const { type } = componentsOf(model).find(
        (each) => each.plugin === place.plugin && each.component.name === place.name,
      ) ?? { type: inherited };
      return target(ofKind?.[place.name]?.strategy, wider(type));
    }
  }
}

function typeTarget(model: AppModel, type: string): StrategyTarget {
  const known = typesOf(model);
  if (!known.includes(type)) {
    const nearest = nearestName(type, known);
    throw usage(
      `There is no component type "${type}"; this app has ${known.join(", ") || "none"}.`,
      nearest === undefined ? undefined : `Did you mean --type ${nearest}?`,
    );
  }
  return {
    place: { kind: "type", type },
    name: type,
    own: model.types[type]?.strategy,
    inherited: model.strategy,
  };
}

function componentTarget(model: AppModel, wanted: string): StrategyTarget {
  const all = componentsOf(model);
  const found = all.filter(
    ({ plugin, component }) =>
      component.name === wanted || `${plugin}.${component.name}` === wanted,
  );
  const [only, ...others] = found;
  if (only === undefined) throw unknownComponent(wanted, all);
  if (others.length > 0) {
    throw usage(
      `${counted(found.length)} plugins have a component ${wanted}.`,
      `Name one of them: ${found.map(fullName).join(" or ")}`,
    );
  }
  const { plugin, component, type } = only;
  return {
    place: {
      kind: "component",
      plugin,
      componentKind: component.kind,
      name: component.name,
    },
    name: all.some((each) => each !== only && each.component.name === component.name)
      ? fullName(only)
      : component.name,
    own: component.strategy,
    inherited: model.types[type]?.strategy ?? model.strategy,
  };
}

function unknownComponent(wanted: string, all: readonly PlacedComponent[]): CliError {
  const names = [...new Set(all.flatMap((each) => [each.component.name, fullName(each)]))];
  const nearest = nearestName(wanted, names);
  const listed = all.slice(0, listedComponents).map(({ component }) => component.name);
  const more = all.length > listed.length ? `, … (${all.length})` : "";
  const isType = ["aggregates", "read-models"].includes(wanted);
  const advice = isType
    ? `A type is named by an option: --type ${wanted}`
    : nearest === undefined
      ? undefined
      : `Did you mean ${nearest}?`;
  return usage(
    `There is no component "${wanted}"; this app has ${listed.join(", ") || "none"}${more}.`,
    advice,
  );
}

/** More would hide the message. */
const listedComponents = 12;

interface PlacedComponent {
  readonly plugin: string;
  readonly component: ComponentModel;
  readonly type: string;
}

/** Those below the app that say something themselves, in environments as well. */
export function ownStrategies(model: AppModel): readonly (readonly [string, StrategyName])[] {
  const environments = Object.entries(model.environments).flatMap(([environment, settings]) => {
    const { strategy, types = {}, plugins = {} } = settings;
    return [
      ...(strategy === undefined ? [] : [["the app", strategy] as const]),
      ...Object.entries(types).map(([type, own]) => [type, own.strategy] as const),
      ...Object.entries(plugins).flatMap(([plugin, { aggregates = {}, readModels = {} }]) =>
        [...Object.entries(aggregates), ...Object.entries(readModels)].map(
          ([name, own]) => [`${plugin}.${name}`, own.strategy] as const,
        ),
      ),
    ].map(([name, own]) => [`${name} in ${environment}`, own] as const);
  });
  const types = Object.entries(model.types).map(
    ([type, { strategy }]) => [type, strategy] as const,
  );
  const components = componentsOf(model).map(
    (each) => [fullName(each), each.component.strategy] as const,
  );
  const all = [...types, ...components].flatMap(([name, strategy]) =>
    strategy === undefined ? [] : [[name, strategy] as const],
  );
  return [...all, ...environments];
}

function componentsOf(model: AppModel): readonly PlacedComponent[] {
  return model.plugins.flatMap(({ name: plugin, components }) =>
    components.map((component) => ({
      plugin,
      component,
      type: componentShape(plugin, component).type,
    })),
  );
}

function typesOf(model: AppModel): readonly string[] {
  return [...new Set(componentsOf(model).map(({ type }) => type))].sort();
}

function fullName({ plugin, component }: PlacedComponent): string {
  return `${plugin}.${component.name}`;
}

function counted(count: number): string {
  return count === 2 ? "Two" : String(count);
}

function usage(message: string, hint?: string): CliError {
  return new CliError(exitCodes.usage, message, hint);
}
