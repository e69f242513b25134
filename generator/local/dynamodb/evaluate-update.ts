import { copyItem, type StoredItem, type StoredValue } from "./attribute-types.ts";
import { addNumbers } from "./decimal.ts";
import { buildPathTree, type PathTree, valueAt } from "./document-path.ts";
import type { SetValue, UpdateAction } from "./expression-tree.ts";
import { sortMembers } from "./read-value.ts";
import { validationError } from "./service-errors.ts";

/** What becomes of one value, computed against the item as it was; undefined removes it. */
type Change = (before: StoredValue | undefined) => StoredValue | undefined;

/** An update that has been checked and can be run on an item. */
export type ItemUpdate = (item: StoredItem) => StoredItem;

/**
 * A function that gives the item after all actions. Every action sees the item as it was before
 * the update; parts not touched are shared with it. Fails now on overlapping paths, later on
 * missing paths and wrong types.
 */
export function createUpdate(actions: readonly UpdateAction[]): ItemUpdate {
  const tree = buildPathTree(
    actions.map((action) => [action.path, action] as const),
    "UpdateExpression",
  );
  return (item) => changeMap(item, tree, item);
}

function changeMap(map: StoredItem, tree: PathTree<UpdateAction>, item: StoredItem): StoredItem {
  const changed = copyItem(map);
  for (const [segment, child] of tree.children) {
    const name = segment as string;
    const after = changeValue(map[name], child, item);
    if (after === undefined) delete changed[name];
    else changed[name] = after;
  }
  return changed;
}

function changeValue(
  before: StoredValue | undefined,
  tree: PathTree<UpdateAction>,
  item: StoredItem,
): StoredValue | undefined {
  if (tree.leaf !== undefined) return changeFor(tree.leaf, item)(before);
  const [segment] = tree.children.keys();
  if (typeof segment === "number" && before !== undefined && "L" in before)
    return { L: changeList(before.L, tree, item) };
  if (typeof segment === "string" && before !== undefined && "M" in before)
    return { M: changeMap(before.M, tree, item) };
  throw validationError(
    "The document path provided in the update expression is invalid for update",
  );
}

/** Indexes mean positions before the update; what lies behind the end is appended in order. */
function changeList(
  list: readonly StoredValue[],
  tree: PathTree<UpdateAction>,
  item: StoredItem,
): readonly StoredValue[] {
  const changed: (StoredValue | undefined)[] = [...list];
  const indexes = [...tree.children.keys()].sort((a, b) => Number(a) - Number(b)) as number[];
  for (const index of indexes) {
    const after = changeValue(
      list[index],
      tree.children.get(index) as PathTree<UpdateAction>,
      item,
    );
    if (index < list.length) changed[index] = after;
    else if (after !== undefined) changed.push(after);
  }
  return changed.filter((value) => value !== undefined);
}

function changeFor(action: UpdateAction, item: StoredItem): Change {
  switch (action.kind) {
    case "set":
      return () => evaluate(action.value, item);
    case "remove":
      return () => undefined;
    case "add":
      return (before) => add(before, action.value);
    case "delete":
      return (before) => deleteMembers(before, action.value);
  }
}

function evaluate(value: SetValue, item: StoredItem): StoredValue {
  switch (value.kind) {
    case "value":
      return value.value;
    case "path": {
      const found = valueAt(item, value.path);
      if (found !== undefined) return found;
      throw validationError(
        "The provided expression refers to an attribute that does not exist in the item",
      );
    }
    case "ifNotExists":
      return valueAt(item, value.path) ?? evaluate(value.fallback, item);
    case "listAppend": {
      const first = evaluate(value.first, item);
      const second = evaluate(value.second, item);
      if (!("L" in first) || !("L" in second)) throw wrongType();
      return { L: [...first.L, ...second.L] };
    }
    case "arithmetic": {
      const left = evaluate(value.left, item);
      const right = evaluate(value.right, item);
      if (!("N" in left) || !("N" in right)) throw wrongType();
      return { N: addNumbers(left.N, right.N, value.operator === "-") };
    }
  }
}

function add(before: StoredValue | undefined, value: StoredValue): StoredValue {
  if (before === undefined) return value;
  if ("N" in before && "N" in value) return { N: addNumbers(before.N, value.N, false) };
  if ("SS" in before && "SS" in value) return { SS: union("S", before.SS, value.SS) };
  if ("NS" in before && "NS" in value) return { NS: union("N", before.NS, value.NS) };
  if ("BS" in before && "BS" in value) return { BS: union("B", before.BS, value.BS) };
  throw wrongType();
}

/** A set that loses its last member disappears: DynamoDB has no empty sets. */
function deleteMembers(
  before: StoredValue | undefined,
  value: StoredValue,
): StoredValue | undefined {
  if (before === undefined) return undefined;
  if ("SS" in before && "SS" in value) return wrap("SS", without(before.SS, value.SS));
  if ("NS" in before && "NS" in value) return wrap("NS", without(before.NS, value.NS));
  if ("BS" in before && "BS" in value) return wrap("BS", without(before.BS, value.BS));
  throw wrongType();
}

function union(
  type: "S" | "N" | "B",
  left: readonly string[],
  right: readonly string[],
): readonly string[] {
  return sortMembers(type, [...new Set([...left, ...right])]);
}

function without(members: readonly string[], removed: readonly string[]): readonly string[] {
  const gone = new Set(removed);
  return members.filter((member) => !gone.has(member));
}

function wrap(type: "SS" | "NS" | "BS", members: readonly string[]): StoredValue | undefined {
  return members.length === 0 ? undefined : ({ [type]: members } as StoredValue);
}

function wrongType(): Error {
  return validationError("An operand in the update expression has an incorrect data type");
}
