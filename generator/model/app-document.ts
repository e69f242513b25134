import type {
  EnvironmentSettings,
  PackageManager,
  Sizes,
  StrategyName,
  TypeSettings,
} from "./app-model.ts";

/** `reventless.json` as its schema describes it: what is absent has its default. */
export interface AppDocument extends Sizes {
  readonly $schema?: string;
  readonly version?: number;
  readonly name: string;
  readonly region: string;
  readonly strategy?: StrategyName;
  readonly packageManager?: PackageManager;
  readonly carryNode?: boolean;
  readonly auth?: "iam" | { readonly jwt: JwtDocument };
  readonly types?: { readonly aggregates?: TypeSettings; readonly "read-models"?: TypeSettings };
  readonly environments?: Readonly<Record<string, EnvironmentSettings>>;
  readonly plugins: Readonly<Record<string, PluginDocument>>;
}

export interface JwtDocument {
  readonly issuer: string;
  readonly audience: readonly string[];
}

/** Under which key of a plugin the components of a kind are. */
export const keysOfKinds = { aggregate: "aggregates", "read-model": "readModels" } as const;

export interface PluginDocument {
  readonly aggregates?: Readonly<Record<string, AggregateDocument>>;
  readonly readModels?: Readonly<Record<string, ReadModelDocument>>;
}

interface ComponentDocument extends TypeSettings {
  readonly roles?: Readonly<Record<string, Sizes>>;
}

export interface AggregateDocument extends ComponentDocument {
  readonly commands?: "async" | "sync";
}

export interface ReadModelDocument extends ComponentDocument {
  readonly from: string;
}
