import { keysOfKinds } from "../model/app-document.ts";
import type { AppModel, AppSizes, ComponentModel, PluginModel, Sizes } from "../model/app-model.ts";

/** What one unit asks for, and where that is written. */
export interface UnitSizes extends AppSizes {
  /** Path in `reventless.json` by setting: `plugins.Ordering.aggregates.Order.memory`. */
  readonly origins: Readonly<Partial<Record<keyof Sizes, string>>>;
}

interface SizedRole {
  readonly app: AppModel;
  readonly plugin: PluginModel;
  readonly component: ComponentModel;
  /** `aggregates`. */
  readonly type: string;
  /** `command-topic`. */
  readonly role: string;
}

/** One place where sizes may be set, with its path and the dot behind it. */
interface Level {
  readonly path: string;
  readonly sizes: Sizes | undefined;
}

const settings: readonly (keyof Sizes)[] = [
  ...(["memory", "timeout", "batchSize", "maximumConcurrency", "reservedConcurrency"] as const),
  ...(["provisionedConcurrency", "ephemeralStorage", "architecture", "logRetentionDays"] as const),
];

/** Role beats component beats type beats app. */
export function resolveSizes({ app, plugin, component, type, role }: SizedRole): UnitSizes {
  const own = `plugins.${plugin.name}.${keysOfKinds[component.kind]}.${component.name}.`;
  const levels: readonly Level[] = [
    { path: `${own}roles.${role}.`, sizes: component.roles[role] },
    { path: own, sizes: component },
    { path: `types.${type}.`, sizes: app.types[type] },
    { path: "", sizes: app.sizes },
  ];
  const values: Record<string, unknown> = {};
  const origins: Partial<Record<keyof Sizes, string>> = {};
  for (const setting of settings) {
    const level = levels.find(({ sizes }) => sizes?.[setting] !== undefined);
    if (level === undefined) continue;
    values[setting] = level.sizes?.[setting];
    origins[setting] = level.path + setting;
  }
  // The app has a value for all that has to have one.
  return { ...(values as unknown as AppSizes), origins };
}
