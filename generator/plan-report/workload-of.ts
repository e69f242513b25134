import type { FunctionLoad, Workload } from "../cost/workload.ts";
import type { AggregateModel } from "../model/app-model.ts";
import type { ComponentShape } from "../plan/component-kinds.ts";
import type { FunctionPlan, PluginPlan } from "../plan/deployment-plan.ts";
import { hostOf } from "./lasting-resources.ts";

/** What a command sets in motion in a function. */
interface Visit {
  readonly host: FunctionPlan;
  readonly requests: number;
  readonly deliveries: number;
  /** Parts that run one after the other need one environment, those that run at the same time one each. */
  readonly isParallel: boolean;
}

/**
 * The path of commands through an app's functions, every aggregate getting as many. All functions are
 * listed, those that commands do not reach as well, as they have alarms.
 */
export function workloadOf(plans: readonly PluginPlan[]): Workload {
  const aggregates = plans.flatMap((plan) =>
    plan.plugin.components.flatMap((component) =>
      component.kind === "aggregate" ? [{ plan, aggregate: component }] : [],
    ),
  );
  const paths = aggregates.map(({ plan, aggregate }) => pathOf(plan, aggregate));
  const share = aggregates.length === 0 ? 0 : 1 / aggregates.length;
  const loads = new Map<FunctionPlan, Omit<FunctionLoad, "name" | "memory" | "architecture">>();
  for (const visits of paths) {
    for (const [host, visit] of visitsByHost(visits)) {
      const before = loads.get(host) ?? { share: 0, requests: 0, deliveries: 0, coldStarts: 0 };
      loads.set(host, {
        share: before.share + share,
        requests: before.requests + share * visit.requests,
        deliveries: before.deliveries + share * visit.deliveries,
        coldStarts: before.coldStarts + share * visit.environments,
      });
    }
  }
  const queued = aggregates.filter(({ aggregate }) => aggregate.commands === "async").length;
  const collectors = paths.flat().filter(({ isParallel }) => isParallel).length;
  return {
    functions: plans.flatMap(({ functions }) =>
      functions.map((each) => ({
        name: each.name,
        memory: each.memory.value,
        architecture: each.architecture,
        ...(loads.get(each) ?? { share: 0, requests: 0, deliveries: 0, coldStarts: 0 }),
      })),
    ),
    queued: queued * share,
    collectors: collectors * share,
  };
}

/** From the request to the rows. */
function pathOf(plan: PluginPlan, { name, commands }: AggregateModel): readonly Visit[] {
  const shape = plan.components.find(({ names }) => names.name === name);
  if (shape === undefined) throw new Error(`${name} is missing from its plan.`);
  const visit = (component: ComponentShape, role: string, isParallel = false): Visit => ({
    host: hostOf(plan, { key: `${component.names.kebab}/${role}` }),
    requests: role === "command-generator" ? 1 : 0,
    deliveries: role === "command-generator" ? 0 : 1,
    isParallel,
  });
  const readers = plan.plugin.components.flatMap((component) =>
    component.kind === "read-model" && component.from === name
      ? plan.components.filter(({ names }) => names.name === component.name)
      : [],
  );
  return [
    visit(shape, "command-generator"),
    // Decided while the caller waits, a command never sees the queue.
    ...(commands === "sync" ? [] : [visit(shape, "command-topic")]),
    visit(shape, "event-topic"),
    ...readers.map((reader) => visit(reader, "event-collector", true)),
  ];
}

function visitsByHost(visits: readonly Visit[]) {
  const hosts = new Map<
    FunctionPlan,
    { readonly requests: number; readonly deliveries: number; readonly environments: number }
  >();
  for (const host of new Set(visits.map((visit) => visit.host))) {
    const own = visits.filter((visit) => visit.host === host);
    const parallel = own.filter(({ isParallel }) => isParallel).length;
    hosts.set(host, {
      requests: own.reduce((sum, { requests }) => sum + requests, 0),
      deliveries: own.reduce((sum, { deliveries }) => sum + deliveries, 0),
      environments: Math.max(1, parallel),
    });
  }
  return hosts;
}
