import type { GraphResource } from "../plan/compare-graphs.ts";
import { type ComponentShape, componentNames } from "../plan/component-kinds.ts";
import type { FunctionPlan, PluginPlan, Unit } from "../plan/deployment-plan.ts";

/**
 * A resource that holds data, a position in it, or an address that clients know. Types, names and inputs
 * are called as in the Pulumi program; ARNs are names in the stack.
 */
export interface LastingResource extends GraphResource {
  /** Pulumi project, one for each plugin. */
  readonly project: string;
  /** Whether messages, rows or commits are in it. */
  readonly holdsData: boolean;
}

/** https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html, as in `runtime/stack/queues.ts`. */
export const visibilityFactor = 6;

export const mappingType = "aws:lambda/eventSourceMapping:EventSourceMapping";
export const integrationType = "aws:apigatewayv2/integration:Integration";
export const queueType = "aws:sqs/queue:Queue";

/** All of a plugin's, as its stack declares them. */
export function lastingResources(plan: PluginPlan): readonly LastingResource[] {
  return plan.components.flatMap((component) =>
    [
      ...componentResources(plan, component),
      ...plan.units
        .filter((unit) => unit.component.names.name === component.names.name)
        .flatMap((unit) => unitResources(unit, hostOf(plan, unit))),
    ].map((resource) => ({ project: plan.project, ...resource })),
  );
}

type Declared = Omit<LastingResource, "project">;

function componentResources(plan: PluginPlan, component: ComponentShape): readonly Declared[] {
  const { names, tables, fifoQueues, standardQueues } = component;
  const model = plan.plugin.components.find(({ name }) => name === names.name);
  const data = (type: string, name: string, inputs: Declared["inputs"] = {}): Declared => ({
    type,
    name,
    holdsData: true,
    inputs,
  });
  return [
    ...tables.map((name) => data("aws:dynamodb/table:Table", name)),
    ...fifoQueues.flatMap((name) => [
      data(queueType, `${name}.fifo`, visibilityOf(plan, `${name}.fifo`)),
      data(queueType, `${name}-dlq.fifo`),
    ]),
    ...standardQueues.map((name) => data(queueType, name)),
    ...(model?.kind === "aggregate"
      ? [data("aws:sns/topic:Topic", `${names.kebab}-events.fifo`)]
      : []),
    ...(model?.kind === "read-model"
      ? subscription(names.kebab, componentNames(plan.plugin.name, model.from).kebab)
      : []),
  ];
}

/** Messages wait in a subscription's retries as well. */
function subscription(readModel: string, aggregate: string): readonly Declared[] {
  return [
    {
      type: "aws:sns/topicSubscription:TopicSubscription",
      name: `${readModel}-collector-from-${aggregate}`,
      holdsData: true,
      inputs: { topic: `${aggregate}-events.fifo`, endpoint: `${readModel}-collector.fifo` },
    },
  ];
}

function unitResources(
  { component, role, triggers, batchSize, maximumConcurrency }: Unit,
  host: FunctionPlan,
): readonly Declared[] {
  const name = `${component.names.kebab}-${role}`;
  const routes = triggers.filter(({ kind }) => kind === "http");
  const integrations = routes.length === 0 ? [] : [integrationOf(name, host)];
  return [
    ...integrations,
    ...triggers.map(({ kind, source }): Declared => {
      if (kind === "http") {
        const inputs = { routeKey: source, target: name };
        return { type: routeType, name: source, holdsData: false, inputs };
      }
      return {
        type: mappingType,
        name,
        holdsData: false,
        inputs: {
          eventSourceArn: source,
          functionName: host.name,
          ...(kind === "queues" && { batchSize }),
          ...(maximumConcurrency !== undefined && { scalingConfig: { maximumConcurrency } }),
        },
      };
    }),
  ];
}

const routeType = "aws:apigatewayv2/route:Route";

function integrationOf(name: string, host: FunctionPlan): Declared {
  return {
    type: integrationType,
    name,
    holdsData: false,
    inputs: { integrationUri: host.name },
  };
}

/** Of a queue that some function takes messages from. */
function visibilityOf(plan: PluginPlan, queue: string): Declared["inputs"] {
  const consumer = plan.units.find(({ triggers }) =>
    triggers.some(({ kind, source }) => kind === "queues" && source === queue),
  );
  if (consumer === undefined) return {};
  return { visibilityTimeoutSeconds: visibilityFactor * hostOf(plan, consumer).timeout.value };
}

/** The function that hosts a part. */
export function hostOf(plan: PluginPlan, { key }: Pick<Unit, "key">): FunctionPlan {
  const host = hostsOf(plan).get(key);
  if (host === undefined) throw new Error(`No function hosts ${key}.`);
  return host;
}

const hostsByPlan = new WeakMap<PluginPlan, ReadonlyMap<string, FunctionPlan>>();

/** Looked up for every part of large apps, so made once for each plan. */
function hostsOf(plan: PluginPlan): ReadonlyMap<string, FunctionPlan> {
  const known = hostsByPlan.get(plan);
  if (known !== undefined) return known;
  const hosts = new Map(
    plan.functions.flatMap((each) => each.units.map(({ key }) => [key, each] as const)),
  );
  hostsByPlan.set(plan, hosts);
  return hosts;
}
