import { type ComponentShape, componentNames } from "../plan/component-kinds.ts";
import type { FunctionPlan, PluginPlan, Unit } from "../plan/deployment-plan.ts";

/**
 * A resource that holds data, a position in it, or an address that clients know. Types and names are
 * those of the Pulumi program, which make a resource's identity there.
 */
export interface LastingResource {
  /** Pulumi project, one for each plugin. */
  readonly project: string;
  /** `aws:sqs/queue:Queue`. */
  readonly type: string;
  readonly name: string;
  /** Whether messages, rows or commits are in it. */
  readonly holdsData: boolean;
  /** A change of one of these replaces the resource. */
  readonly fixed: Readonly<Record<string, string>>;
  /** These change in place. */
  readonly adjustable: Readonly<Record<string, string | number>>;
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
  const data = (type: string, name: string, adjustable: Declared["adjustable"] = {}): Declared => ({
    type,
    name,
    holdsData: true,
    fixed: {},
    adjustable,
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
      fixed: { topic: `${aggregate}-events.fifo`, endpoint: `${readModel}-collector.fifo` },
      adjustable: {},
    },
  ];
}

function unitResources(
  { component, role, triggers, batchSize }: Unit,
  host: FunctionPlan,
): readonly Declared[] {
  const name = `${component.names.kebab}-${role}`;
  const routes = triggers.filter(({ kind }) => kind === "http");
  const integrations = routes.length === 0 ? [] : [integrationOf(name, host)];
  return [
    ...integrations,
    ...triggers.map(({ kind, source }): Declared => {
      if (kind === "http") {
        const adjustable = { target: name };
        return { type: routeType, name: source, holdsData: false, fixed: {}, adjustable };
      }
      return {
        type: mappingType,
        name,
        holdsData: false,
        fixed: { source },
        adjustable: { function: host.name, ...(kind === "queues" && { batchSize }) },
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
    fixed: {},
    adjustable: { function: host.name },
  };
}

/** Of a queue that some function takes messages from. */
function visibilityOf(plan: PluginPlan, queue: string): Declared["adjustable"] {
  const consumer = plan.units.find(({ triggers }) =>
    triggers.some(({ kind, source }) => kind === "queues" && source === queue),
  );
  if (consumer === undefined) return {};
  return { visibility: visibilityFactor * hostOf(plan, consumer).timeout.value };
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
