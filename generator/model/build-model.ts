import type {
  AggregateDocument,
  AppDocument,
  PluginDocument,
  ReadModelDocument,
} from "./app-document.ts";
import type {
  AggregateModel,
  AppModel,
  AppSizes,
  PluginModel,
  ReadModelModel,
} from "./app-model.ts";
import { defaultSettings } from "./default-settings.ts";

/** The model of a document that is known to be valid. */
export function buildModel(document: AppDocument): AppModel {
  const settings = { ...defaultSettings, ...document };
  const { name, region, strategy, packageManager, types = {}, environments = {} } = settings;
  return {
    name,
    region,
    strategy,
    packageManager,
    carriesNode: settings.carryNode,
    auth: settings.auth === "iam" ? { kind: "iam" } : { kind: "jwt", ...settings.auth.jwt },
    sizes: sizesOf(settings),
    types: { ...types },
    environments: Object.fromEntries(
      Object.entries(environments).sort(([a], [b]) => byName({ name: a }, { name: b })),
    ),
    plugins: Object.entries(document.plugins).map(pluginModel).sort(byName),
  };
}

function sizesOf(settings: AppSizes): AppSizes {
  const { memory, timeout, batchSize, ephemeralStorage, architecture, logRetentionDays } = settings;
  const { maximumConcurrency, reservedConcurrency, provisionedConcurrency } = settings;
  return {
    ...{ memory, timeout, batchSize, ephemeralStorage, architecture, logRetentionDays },
    ...(maximumConcurrency !== undefined && { maximumConcurrency }),
    ...(reservedConcurrency !== undefined && { reservedConcurrency }),
    ...(provisionedConcurrency !== undefined && { provisionedConcurrency }),
  };
}

function pluginModel([name, plugin]: [string, PluginDocument]): PluginModel {
  const aggregates = Object.entries(plugin.aggregates ?? {}).map(aggregateModel);
  const readModels = Object.entries(plugin.readModels ?? {}).map(readModelModel);
  return { name, components: [...aggregates, ...readModels].sort(byName) };
}

function aggregateModel([name, document]: [string, AggregateDocument]): AggregateModel {
  const { commands = "async", roles = {}, ...settings } = document;
  return { kind: "aggregate", name, commands, ...settings, roles };
}

function readModelModel([name, document]: [string, ReadModelDocument]): ReadModelModel {
  const { from, roles = {}, ...settings } = document;
  return { kind: "read-model", name, from, ...settings, roles };
}

/** By code units: the same order on every machine. */
function byName(a: { readonly name: string }, b: { readonly name: string }): number {
  if (a.name === b.name) return 0;
  return a.name < b.name ? -1 : 1;
}
