import { compareResourceGraphs, type GraphComparison } from "../plan/compare-graphs.ts";
import type { LastingResource } from "./lasting-resources.ts";

export interface ResourceChange {
  /** Pulumi project. */
  readonly project: string;
  readonly type: string;
  readonly name: string;
}

/** A property that another value is given to, while the resource stays. */
export interface ResourceUpdate extends ResourceChange {
  readonly property: string;
  readonly from: unknown;
  readonly to: unknown;
}

/** What becomes of lasting resources. */
export interface ResourceComparison {
  readonly total: number;
  readonly created: readonly ResourceChange[];
  readonly removed: readonly ResourceChange[];
  readonly replaced: readonly ResourceChange[];
  readonly updated: readonly ResourceUpdate[];
  /** Those that hold data, and how many of them appear above in any way. */
  readonly data: { readonly total: number; readonly touched: number };
}

/**
 * The difference of two plans' lasting resources: what an update of the stacks would do to them. The one
 * place to change when resources of real programs are to be compared, as the rules are the same.
 */
export function compareResources(
  before: readonly LastingResource[],
  after: readonly LastingResource[],
): ResourceComparison {
  const projects = [...new Set([...before, ...after].map(({ project }) => project))];
  const parts = projects.map((project) =>
    compareProject(
      project,
      before.filter((each) => each.project === project),
      after.filter((each) => each.project === project),
    ),
  );
  const created = parts.flatMap((part) => part.created);
  const all = new Map([...before, ...after].map((each) => [identityOf(each), each]));
  const holding = new Set([...all.values()].filter(({ holdsData }) => holdsData).map(identityOf));
  const replaced = parts.flatMap((part) => part.replaced);
  const removed = parts.flatMap((part) => part.removed);
  const updated = parts.flatMap((part) => part.updated);
  const touched = new Set([...created, ...removed, ...replaced, ...updated].map(identityOf));
  return {
    total: all.size,
    created,
    removed,
    replaced,
    updated,
    data: {
      total: holding.size,
      touched: [...touched].filter((identity) => holding.has(identity)).length,
    },
  };
}

function compareProject(
  project: string,
  before: readonly LastingResource[],
  after: readonly LastingResource[],
) {
  const comparison = compareResourceGraphs(before, after);
  const inputsOf = (resources: readonly LastingResource[]) =>
    new Map(resources.map(({ type, name, inputs }) => [`${type}::${name}`, inputs]));
  const [old, now] = [inputsOf(before), inputsOf(after)];
  const changes = (list: GraphComparison["created"]) =>
    list.map(({ type, name }): ResourceChange => ({ project, type, name }));
  return {
    created: changes(comparison.created),
    removed: changes(comparison.deleted),
    replaced: changes(comparison.replaced),
    updated: comparison.updated.flatMap(({ type, name, properties }) =>
      properties.map((property): ResourceUpdate => {
        const identity = `${type}::${name}`;
        const [from, to] = [old.get(identity)?.[property], now.get(identity)?.[property]];
        return { project, type, name, property, from, to };
      }),
    ),
  };
}

function identityOf({ project, type, name }: ResourceChange): string {
  return `${project}::${type}::${name}`;
}
