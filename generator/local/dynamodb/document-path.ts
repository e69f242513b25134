import type { StoredItem, StoredValue } from "./attribute-types.ts";
import type { DocumentPath } from "./expression-tree.ts";
import { type ExpressionLabel, invalidExpression } from "./token-reader.ts";

/** The value at a path; undefined when any step is missing or of another type. */
export function valueAt(item: StoredItem, path: DocumentPath): StoredValue | undefined {
  let value: StoredValue | undefined = item[path[0] as string];
  for (let index = 1; index < path.length && value !== undefined; index += 1) {
    value = step(value, path[index] as string | number);
  }
  return value;
}

/** A tree of the paths one expression touches; `leaf` marks the end of a path. */
export interface PathTree<Leaf> {
  readonly children: Map<string | number, PathTree<Leaf>>;
  leaf?: Leaf;
  /** The first path that went through here, for error messages. */
  readonly firstPath: DocumentPath;
}

/** Puts paths into one tree; fails on two that overlap or treat one value as both list and map. */
export function buildPathTree<Leaf>(
  entries: readonly (readonly [DocumentPath, Leaf])[],
  label: ExpressionLabel,
): PathTree<Leaf> {
  const root: PathTree<Leaf> = { children: new Map(), firstPath: [] };
  for (const [path, leaf] of entries) insertPath({ root, path, leaf, label });
  return root;
}

/** AWS's notation of a path in messages: `[lines, [0], price]`. */
export function describePath(path: DocumentPath): string {
  const steps = path.map((segment) => (typeof segment === "number" ? `[${segment}]` : segment));
  return `[${steps.join(", ")}]`;
}

/** Whether two paths are the same. */
export function samePath(left: DocumentPath, right: DocumentPath): boolean {
  return left.length === right.length && left.every((segment, index) => segment === right[index]);
}

function step(value: StoredValue, segment: string | number): StoredValue | undefined {
  if (typeof segment === "number") return "L" in value ? value.L[segment] : undefined;
  return "M" in value ? value.M[segment] : undefined;
}

interface Insertion<Leaf> {
  readonly root: PathTree<Leaf>;
  readonly path: DocumentPath;
  readonly leaf: Leaf;
  readonly label: ExpressionLabel;
}

function insertPath<Leaf>({ root, path, leaf, label }: Insertion<Leaf>): void {
  let node = root;
  for (const segment of path) {
    const [sibling] = node.children.keys();
    if (sibling !== undefined && typeof sibling !== typeof segment)
      throw pathClash(label, "conflict", node.children.get(sibling)?.firstPath ?? [], path);
    let child = node.children.get(segment);
    if (child === undefined) {
      child = { children: new Map(), firstPath: path };
      node.children.set(segment, child);
    } else if (child.leaf !== undefined) {
      throw pathClash(label, "overlap", child.firstPath, path);
    }
    node = child;
  }
  if (node.children.size > 0) throw pathClash(label, "overlap", node.firstPath, path);
  node.leaf = leaf;
}

function pathClash(
  label: ExpressionLabel,
  kind: "overlap" | "conflict",
  first: DocumentPath,
  second: DocumentPath,
): Error {
  return invalidExpression(
    label,
    `Two document paths ${kind} with each other; must remove or rewrite one of these paths; path one: ${describePath(first)}, path two: ${describePath(second)}`,
  );
}
