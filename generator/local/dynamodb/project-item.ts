import { emptyItem, type StoredItem, type StoredValue } from "./attribute-types.ts";
import { buildPathTree, type PathTree } from "./document-path.ts";
import type { DocumentPath } from "./expression-tree.ts";

/** Picks paths out of items. */
export type Projection = (item: StoredItem) => StoredItem;

/**
 * A function that keeps what lies at the paths, inside the maps and lists that lead there; list
 * elements move together, missing paths leave nothing. Fails on overlapping paths.
 */
export function createProjection(paths: readonly DocumentPath[]): Projection {
  const tree = buildPathTree(
    paths.map((path) => [path, true] as const),
    "ProjectionExpression",
  );
  return (item) => pickFromMap(item, tree);
}

function pickFromMap(map: StoredItem, tree: PathTree<true>): StoredItem {
  const picked = emptyItem();
  for (const [name, child] of tree.children) {
    const value = map[name as string];
    const kept = value === undefined ? undefined : pick(value, child);
    if (kept !== undefined) picked[name as string] = kept;
  }
  return picked;
}

function pick(value: StoredValue, tree: PathTree<true>): StoredValue | undefined {
  if (tree.leaf) return value;
  const [segment] = tree.children.keys();
  if (typeof segment === "number") return "L" in value ? pickFromList(value.L, tree) : undefined;
  if (!("M" in value)) return undefined;
  const picked = pickFromMap(value.M, tree);
  for (const _ in picked) return { M: picked };
  return undefined;
}

function pickFromList(list: readonly StoredValue[], tree: PathTree<true>): StoredValue | undefined {
  const indexes = [...tree.children.keys()].sort((a, b) => Number(a) - Number(b));
  const picked = indexes.flatMap((index) => {
    const value = list[index as number];
    const child = tree.children.get(index);
    const kept = value === undefined || child === undefined ? undefined : pick(value, child);
    return kept === undefined ? [] : [kept];
  });
  return picked.length === 0 ? undefined : { L: picked };
}
