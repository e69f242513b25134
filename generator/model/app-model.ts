/** The app as `reventless.json` describes it: checked, with defaults filled in and components sorted by name. */

export type StrategyName = "single" | "per-component" | "micro";
export type Architecture = "arm64" | "x86_64";
export type PackageManager = "npm" | "pnpm" | "yarn" | "bun";

/** Kinds of components; `type` in the plan is the plural that a shared function is named after. */
export type ComponentKind = "aggregate" | "read-model";

/** Sizes somebody asked for; what is absent comes from the next wider level. */
export interface Sizes {
  /** MB, 128–10,240. */
  readonly memory?: number;
  /** Seconds, 1–900; at most 30 for roles behind the API. */
  readonly timeout?: number;
  /** Messages per invocation from a queue, 1–10 (FIFO). */
  readonly batchSize?: number;
  /** Batches of one queue at the same time, 2–1,000; absent: as many as Lambda likes. */
  readonly maximumConcurrency?: number;
  /** Invocations at the same time, set aside and not exceeded; 0 switches the function off. */
  readonly reservedConcurrency?: number;
  /** Invocations at the same time for which the function is kept warm, 1 or more. */
  readonly provisionedConcurrency?: number;
  /** MB of /tmp, 512–10,240. */
  readonly ephemeralStorage?: number;
  readonly architecture?: Architecture;
  /** Days that logs are kept. */
  readonly logRetentionDays?: number;
}

/** Sizes of an app: those that functions cannot be without have a value. */
export type AppSizes = Sizes &
  Required<
    Pick<
      Sizes,
      "memory" | "timeout" | "batchSize" | "ephemeralStorage" | "architecture" | "logRetentionDays"
    >
  >;

/** One more level of settings: strategy and sizes for all components of a type. */
export interface TypeSettings extends Sizes {
  readonly strategy?: StrategyName;
}

interface StrategySetting {
  readonly strategy: StrategyName;
}

type StrategiesByName = Readonly<Record<string, StrategySetting>>;

/** Strategies of one environment; each replaces the same setting of the app. */
export interface EnvironmentSettings extends Partial<StrategySetting> {
  /** By component type: `aggregates`, `read-models`. */
  readonly types?: Readonly<Record<string, StrategySetting>>;
  /** By name of the plugin, key of the kind and name of the component. */
  readonly plugins?: Readonly<
    Record<
      string,
      { readonly aggregates?: StrategiesByName; readonly readModels?: StrategiesByName }
    >
  >;
}

interface ComponentSettings extends TypeSettings {
  /** PascalCase, unique in its plugin. */
  readonly name: string;
  readonly roles: Readonly<Record<string, Sizes>>;
}

export interface AggregateModel extends ComponentSettings {
  readonly kind: "aggregate";
  /** `async`: queued, answered 202; `sync`: decided while the caller waits. */
  readonly commands: "async" | "sync";
}

export interface ReadModelModel extends ComponentSettings {
  readonly kind: "read-model";
  /** Name of the aggregate in the same plugin whose events it projects. */
  readonly from: string;
}

export type ComponentModel = AggregateModel | ReadModelModel;

export interface PluginModel {
  /** PascalCase. */
  readonly name: string;
  readonly components: readonly ComponentModel[];
}

export interface AppModel {
  /** kebab-case; part of every physical name. */
  readonly name: string;
  readonly region: string;
  readonly strategy: StrategyName;
  readonly packageManager: PackageManager;
  /** Whether the app carries its own Node as the npm package `node`. */
  readonly carriesNode: boolean;
  readonly auth:
    | { readonly kind: "iam" }
    | { readonly kind: "jwt"; readonly issuer: string; readonly audience: readonly string[] };
  /** What applies where no narrower level says otherwise. */
  readonly sizes: AppSizes;
  /** By component type: `aggregates`, `read-models`. */
  readonly types: Readonly<Record<string, TypeSettings>>;
  /** By name of the stack, sorted. */
  readonly environments: Readonly<Record<string, EnvironmentSettings>>;
  readonly plugins: readonly PluginModel[];
}

/** One thing wrong with a file the user wrote. */
export interface ModelProblem {
  /** From 1; the place of the offending key or value. */
  readonly line: number;
  readonly column: number;
  /** Path in the document, e.g. `plugins.Ordering.aggregates.Order.memory`. */
  readonly path: string;
  /** What was expected, what was found, what to do. */
  readonly message: string;
}
