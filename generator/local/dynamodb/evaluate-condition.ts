import { payload, type StoredItem, type StoredValue, typeOf } from "./attribute-types.ts";
import { orderValues, sameValue } from "./compare-values.ts";
import { valueAt } from "./document-path.ts";
import type { Comparator, Condition, FunctionCondition, Operand } from "./expression-tree.ts";
import { sortableBinary } from "./sort-order.ts";

/** Whether an item (an empty one, when there is none) meets a condition. */
export function meetsCondition(item: StoredItem, condition: Condition): boolean {
  switch (condition.kind) {
    case "and":
      return meetsCondition(item, condition.left) && meetsCondition(item, condition.right);
    case "or":
      return meetsCondition(item, condition.left) || meetsCondition(item, condition.right);
    case "not":
      return !meetsCondition(item, condition.condition);
    case "compare":
      return compare(
        condition.comparator,
        evaluate(item, condition.left),
        evaluate(item, condition.right),
      );
    case "between": {
      const value = evaluate(item, condition.operand);
      const aboveLow = compare(">=", value, evaluate(item, condition.low));
      return aboveLow && compare("<=", value, evaluate(item, condition.high));
    }
    case "in": {
      const value = evaluate(item, condition.operand);
      return condition.candidates.some((other) => compare("=", value, evaluate(item, other)));
    }
    case "function":
      return holds(item, condition);
  }
}

function evaluate(item: StoredItem, operand: Operand): StoredValue | undefined {
  if (operand.kind === "value") return operand.value;
  if (operand.kind === "path") return valueAt(item, operand.path);
  const value = evaluate(item, operand.operand);
  const size = value === undefined ? undefined : sizeOf(value);
  return size === undefined ? undefined : { N: String(size) };
}

/** A missing operand is unequal to everything, even to another missing one, and has no order. */
function compare(
  comparator: Comparator,
  left: StoredValue | undefined,
  right: StoredValue | undefined,
): boolean {
  const present = left !== undefined && right !== undefined;
  if (comparator === "=") return present && sameValue(left, right);
  if (comparator === "<>") return !present || !sameValue(left, right);
  const order = present ? orderValues(left, right) : undefined;
  if (order === undefined) return false;
  if (comparator === "<") return order < 0;
  if (comparator === "<=") return order <= 0;
  return comparator === ">" ? order > 0 : order >= 0;
}

function holds(item: StoredItem, { name, operands }: FunctionCondition): boolean {
  const first = evaluate(item, operands[0] as Operand);
  if (name === "attribute_exists") return first !== undefined;
  if (name === "attribute_not_exists") return first === undefined;
  const second = evaluate(item, operands[1] as Operand);
  if (first === undefined || second === undefined) return false;
  if (name === "attribute_type") return "S" in second && typeOf(first) === second.S;
  return name === "begins_with" ? beginsWith(first, second) : contains(first, second);
}

function beginsWith(value: StoredValue, prefix: StoredValue): boolean {
  if ("S" in value && "S" in prefix) return value.S.startsWith(prefix.S);
  if ("B" in value && "B" in prefix)
    return sortableBinary(value.B).startsWith(sortableBinary(prefix.B));
  return false;
}

/** Part of a text or binary, member of a set of that type, or element of a list. */
function contains(value: StoredValue, part: StoredValue): boolean {
  if ("S" in value && "S" in part) return value.S.includes(part.S);
  if ("B" in value && "B" in part) return sortableBinary(value.B).includes(sortableBinary(part.B));
  if ("L" in value) return value.L.some((element) => sameValue(element, part));
  if (typeOf(value) !== `${typeOf(part)}S`) return false;
  return (payload(value) as readonly unknown[]).includes(payload(part));
}

/** Length of a text, bytes of a binary, number of members; other types have no size. */
function sizeOf(value: StoredValue): number | undefined {
  if ("S" in value) return value.S.length;
  if ("B" in value) return Buffer.byteLength(value.B, "base64");
  if ("M" in value) return Object.keys(value.M).length;
  const content = payload(value);
  return Array.isArray(content) ? content.length : undefined;
}
