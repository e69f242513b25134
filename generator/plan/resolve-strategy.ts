import { keysOfKinds } from "../model/app-document.ts";
import type {
  AppModel,
  ComponentModel,
  EnvironmentSettings,
  PluginModel,
  StrategyName,
} from "../model/app-model.ts";

interface Grouped {
  readonly plugin: PluginModel;
  readonly component: ComponentModel;
  /** `aggregates`. */
  readonly type: string;
}

/**
 * Component beats component type beats app; an environment replaces what is set in the same place.
 * @param environment name of the stack; those that the app does not mention are like all others
 */
export function resolveStrategy(
  app: AppModel,
  { plugin, component, type }: Grouped,
  environment?: string,
): StrategyName {
  const own: EnvironmentSettings = app.environments[environment ?? ""] ?? {};
  const ofPlugin = own.plugins?.[plugin.name]?.[keysOfKinds[component.kind]];
  return (
    ofPlugin?.[component.name]?.strategy ??
    component.strategy ??
    own.types?.[type]?.strategy ??
    app.types[type]?.strategy ??
    own.strategy ??
    app.strategy
  );
}
