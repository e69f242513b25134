import type { AppModel, ComponentModel, PluginModel, Sizes } from "../model/app-model.ts";
import { kebabCase } from "../model/names.ts";
import { type ComponentShape, componentShape, type Trigger } from "./component-kinds.ts";
import { groupingKeys } from "./strategies.ts";

/** One (component, role) pair: the smallest thing that can be a function of its own. */
export interface Unit {
  /** `order/command-topic`. */
  readonly key: string;
  readonly component: ComponentShape;
  readonly role: string;
  readonly triggers: readonly Trigger[];
  /** MB and seconds, resolved. */
  readonly memory: number;
  readonly timeout: number;
  readonly batchSize: number;
}

/** A value with the unit that asked for the most. */
export interface Sized {
  readonly value: number;
  readonly because: string;
}

export interface FunctionPlan {
  /** Name in the stack. */
  readonly name: string;
  readonly units: readonly Unit[];
  readonly memory: Sized;
  readonly timeout: Sized;
  readonly behindApi: boolean;
}

export interface PluginPlan {
  readonly plugin: PluginModel;
  /** `ordering`. */
  readonly kebab: string;
  /** `shop-ordering`: the Pulumi project, and the first part of physical names. */
  readonly project: string;
  readonly components: readonly ComponentShape[];
  readonly units: readonly Unit[];
  readonly functions: readonly FunctionPlan[];
}

/** Which function hosts what, how large, triggered by what: everything that emitters need to know. */
export function planPlugin(app: AppModel, plugin: PluginModel): PluginPlan {
  const kebab = kebabCase(plugin.name);
  const components = plugin.components.map((component) => ({
    component,
    shape: componentShape(plugin.name, component),
  }));
  const units = components.flatMap(({ component, shape }) =>
    shape.roles.map(({ role, triggers }): Unit => {
      const sizes = resolveSizes(app, shape.type, component, role);
      return { key: `${shape.names.kebab}/${role}`, component: shape, role, triggers, ...sizes };
    }),
  );
  // By strategy and name, so that two strategies never share a function by accident of names.
  const groups = new Map<string, { readonly name: string; readonly members: Unit[] }>();
  for (const unit of units) {
    const component = plugin.components.find(({ name }) => name === unit.component.names.name);
    const strategy =
      component?.strategy ?? app.types[unit.component.type]?.strategy ?? app.strategy;
    const { type, names } = unit.component;
    const name = groupingKeys[strategy]({ type, component: names.kebab, role: unit.role });
    const group = groups.get(`${strategy} ${name}`);
    if (group === undefined) groups.set(`${strategy} ${name}`, { name, members: [unit] });
    else group.members.push(unit);
  }
  return {
    plugin,
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
    memory: largest(units, (unit) => unit.memory),
    timeout: largest(units, (unit) => unit.timeout),
    behindApi: units.some(({ triggers }) => triggers.some(({ kind }) => kind === "http")),
  };
}

/** A shared function takes the maximum of its members; the first of the largest is named. */
function largest(units: readonly Unit[], size: (unit: Unit) => number): Sized {
  return units.reduce<Sized>(
    (most, unit) => (size(unit) > most.value ? { value: size(unit), because: unit.key } : most),
    { value: 0, because: "" },
  );
}

/** Role beats component beats type beats app. */
function resolveSizes(app: AppModel, type: string, component: ComponentModel, role: string) {
  const levels: readonly (Sizes | undefined)[] = [
    component.roles[role],
    component,
    app.types[type],
  ];
  const pick = (size: keyof Sizes): number =>
    levels.find((level) => level?.[size] !== undefined)?.[size] ?? app.sizes[size];
  return { memory: pick("memory"), timeout: pick("timeout"), batchSize: pick("batchSize") };
}

function byName(a: FunctionPlan, b: FunctionPlan): number {
  return a.name < b.name ? -1 : 1;
}
