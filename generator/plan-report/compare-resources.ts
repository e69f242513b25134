import type { LastingResource } from "./lasting-resources.ts";

export interface ResourceChange {
  readonly type: string;
  readonly name: string;
}

/** A property that another value is given to, while the resource stays. */
export interface ResourceUpdate extends ResourceChange {
  readonly property: string;
  readonly from: string | number;
  readonly to: string | number;
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
 * The difference of two plans' lasting resources by identity: project, type and name. The one place to
 * change when resources of real programs are to be compared.
 */
export function compareResources(
  before: readonly LastingResource[],
  after: readonly LastingResource[],
): ResourceComparison {
  const earlier = byIdentity(before);
  const later = byIdentity(after);
  const created = after.filter((each) => !earlier.has(identityOf(each)));
  const removed = before.filter((each) => !later.has(identityOf(each)));
  const kept = after.flatMap((now) => {
    const then = earlier.get(identityOf(now));
    return then === undefined ? [] : [{ then, now }];
  });
  const replaced = kept.filter(({ then, now }) => !isEqual(then.fixed, now.fixed));
  const updated = kept.flatMap(({ then, now }) => updatesOf(then, now));
  const touched = new Set(
    [
      ...created,
      ...removed,
      ...replaced.map(({ now }) => now),
      ...kept.filter(({ then, now }) => updatesOf(then, now).length > 0).map(({ now }) => now),
    ]
      .filter(({ holdsData }) => holdsData)
      .map(identityOf),
  );
  const holding = [...before, ...created].filter(({ holdsData }) => holdsData);
  return {
    total: before.length + created.length,
    created: created.map(changeOf),
    removed: removed.map(changeOf),
    replaced: replaced.map(({ now }) => changeOf(now)),
    updated,
    data: { total: holding.length, touched: touched.size },
  };
}

function updatesOf(then: LastingResource, now: LastingResource): readonly ResourceUpdate[] {
  return Object.entries(now.adjustable).flatMap(([property, to]) => {
    const from = then.adjustable[property];
    return from === undefined || from === to ? [] : [{ ...changeOf(now), property, from, to }];
  });
}

function byIdentity(resources: readonly LastingResource[]): ReadonlyMap<string, LastingResource> {
  return new Map(resources.map((each) => [identityOf(each), each]));
}

function identityOf({ project, type, name }: LastingResource): string {
  return `${project}::${type}::${name}`;
}

function changeOf({ type, name }: LastingResource): ResourceChange {
  return { type, name };
}

function isEqual(a: LastingResource["fixed"], b: LastingResource["fixed"]): boolean {
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...keys].every((key) => a[key] === b[key]);
}
