import { replacingProperties } from "./replacing-properties.ts";

/** A resource as a stack's program declares it. */
export interface GraphResource {
  /** Pulumi type token, such as `aws:sqs/queue:Queue`. */
  readonly type: string;
  readonly name: string;
  /** What the engine knows it by, where that is known; else type and name. */
  readonly urn?: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly options?: { readonly protect?: boolean; readonly retainOnDelete?: boolean };
}

export interface ResourceChange {
  readonly type: string;
  readonly name: string;
  /** Those that differ, sorted; none where the whole resource comes or goes. */
  readonly properties: readonly string[];
}

/** What an update of a stack would do, as far as its program tells. */
export interface GraphComparison {
  readonly created: readonly ResourceChange[];
  readonly deleted: readonly ResourceChange[];
  /** Made anew: what they held is gone, or the engine refuses. */
  readonly replaced: readonly ResourceChange[];
  /** Changed in place. */
  readonly updated: readonly ResourceChange[];
}

/** What the engine would make of going from one program's resources to another's; each list by type and name. */
export function compareResourceGraphs(
  before: readonly GraphResource[],
  after: readonly GraphResource[],
): GraphComparison {
  const old = byIdentity(before);
  const created: ResourceChange[] = [];
  const replaced: ResourceChange[] = [];
  const updated: ResourceChange[] = [];
  for (const [identity, resource] of byIdentity(after)) {
    const previous = old.get(identity);
    old.delete(identity);
    if (previous === undefined) {
      created.push(change(resource, []));
      continue;
    }
    const properties = differing(previous, resource);
    const replacing = replacingProperties(resource.type);
    if (properties.some((property) => replacing === "all" || replacing.includes(property))) {
      replaced.push(change(resource, properties));
    } else if (properties.length > 0) {
      updated.push(change(resource, properties));
    }
  }
  const deleted = [...old.values()].map((resource) => change(resource, []));
  return {
    created: created.sort(byTypeAndName),
    deleted: deleted.sort(byTypeAndName),
    replaced: replaced.sort(byTypeAndName),
    updated: updated.sort(byTypeAndName),
  };
}

/** Hold data, a position in a stream, or an address that clients know. */
const dataTypes: ReadonlySet<string> = new Set([
  "aws:dynamodb/table:Table",
  "aws:sqs/queue:Queue",
  "aws:sqs/queuePolicy:QueuePolicy",
  "aws:sns/topic:Topic",
  "aws:sns/topicSubscription:TopicSubscription",
  "aws:lambda/eventSourceMapping:EventSourceMapping",
  "aws:apigatewayv2/api:Api",
  "aws:apigatewayv2/stage:Stage",
  "aws:apigatewayv2/route:Route",
  "aws:apigatewayv2/integration:Integration",
  "aws:apigatewayv2/authorizer:Authorizer",
]);

/** The data resources that would come, go or be made anew, or lose what protects them. */
export function touchedData(comparison: GraphComparison): readonly ResourceChange[] {
  const { created, deleted, replaced, updated } = comparison;
  const unprotected = updated.filter(({ properties }) =>
    properties.some((property) => protections.includes(property)),
  );
  return [...created, ...deleted, ...replaced, ...unprotected].filter(({ type }) =>
    dataTypes.has(type),
  );
}

const protections = ["protect", "retainOnDelete", "deletionProtectionEnabled"];

function byIdentity(resources: readonly GraphResource[]): Map<string, GraphResource> {
  return new Map(
    resources.map((resource) => [resource.urn ?? `${resource.type}::${resource.name}`, resource]),
  );
}

/** Names of the inputs and options that are not the same. */
function differing(before: GraphResource, after: GraphResource): readonly string[] {
  const old = propertiesOf(before);
  const now = propertiesOf(after);
  const names = new Set([...Object.keys(old), ...Object.keys(now)]);
  return [...names].filter((name) => textOf(old[name]) !== textOf(now[name])).sort();
}

function propertiesOf({ inputs, options }: GraphResource): Readonly<Record<string, unknown>> {
  return {
    ...inputs,
    protect: options?.protect ?? false,
    retainOnDelete: options?.retainOnDelete ?? false,
  };
}

/** The same for the same value, whatever the order of its keys. */
function textOf(value: unknown): string | undefined {
  return JSON.stringify(value, (_, inner) =>
    typeof inner === "object" && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

function change({ type, name }: GraphResource, properties: readonly string[]): ResourceChange {
  return { type, name, properties };
}

function byTypeAndName(a: ResourceChange, b: ResourceChange): number {
  return `${a.type} ${a.name}` < `${b.type} ${b.name}` ? -1 : 1;
}
