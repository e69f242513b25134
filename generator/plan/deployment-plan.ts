import type { AppModel, PluginModel } from "../model/app-model.ts";
import { kebabCase } from "../model/names.ts";
import { type ComponentShape, componentShape, type Trigger } from "./component-kinds.ts";
import { type FunctionSizes, functionSizes } from "./function-sizes.ts";
import { resolveSizes, type UnitSizes } from "./resolve-sizes.ts";
import { resolveStrategy } from "./resolve-strategy.ts";
import { groupingKeys } from "./strategies.ts";

/** One (component, role) pair: the smallest thing that can be a function of its own. */
export interface Unit extends UnitSizes {
  /** `order/command-topic`. */
  readonly key: string;
  readonly component: ComponentShape;
  readonly role: string;
  readonly triggers: readonly Trigger[];
}

export interface FunctionPlan extends FunctionSizes {
  /** Name in the stack. */
  readonly name: string;
  readonly units: readonly Unit[];
  readonly behindApi: boolean;
}

export interface PluginPlan {
  readonly plugin: PluginModel;
  /** Name of the stack that this is the plan of; absent: all that have no plan of their own. */
  readonly environment?: string;
  /** `ordering`. */
  readonly kebab: string;
  /** `shop-ordering`: the Pulumi project, and the first part of physical names. */
  readonly project: string;
  readonly components: readonly ComponentShape[];
  readonly units: readonly Unit[];
  readonly functions: readonly FunctionPlan[];
}

/**
 * Which function hosts what, how large, triggered by what: everything that emitters need to know.
 * @param environment name of a stack, which may have strategies of its own
 */
export function planPlugin(app: AppModel, plugin: PluginModel, environment?: string): PluginPlan {
  const kebab = kebabCase(plugin.name);
  const components = plugin.components.map((component) => ({
    component,
    shape: componentShape(plugin.name, component),
  }));
  const units: Unit[] = [];
  // By strategy and name, so that two strategies never share a function by accident of names.
  const groups = new Map<string, { readonly name: string; readonly members: Unit[] }>();
  for (const { component, shape } of components) {
    const { type, names } = shape;
    const strategy = resolveStrategy(app, { plugin, component, type }, environment);
    for (const { role, triggers } of shape.roles) {
      const sizes = resolveSizes({ app, plugin, component, type, role });
      const key = `${names.kebab}/${role}`;
      const unit: Unit = { key, component: shape, role, triggers, ...sizes };
      const name = groupingKeys[strategy]({ type, component: names.kebab, role });
      const group = groups.get(`${strategy} ${name}`);
      units.push(unit);
      if (group === undefined) groups.set(`${strategy} ${name}`, { name, members: [unit] });
      else group.members.push(unit);
    }
  }
  return {
    plugin,
    ...(environment !== undefined && { environment }),
    kebab,
    project: `${app.name}-${kebab}`,
    components: components.map(({ shape }) => shape),
    units,
    functions: [...groups.values()]
      .map(({ name, members }) => functionPlan(name, members))
      .sort(byName),
  };
}

function functionPlan(name: string, units: readonly Unit[]): FunctionPlan {
  return {
    name,
    units,
    ...functionSizes(units),
    behindApi: units.some(({ triggers }) => triggers.some(({ kind }) => kind === "http")),
  };
}

function byName(a: FunctionPlan, b: FunctionPlan): number {
  return a.name < b.name ? -1 : 1;
}
