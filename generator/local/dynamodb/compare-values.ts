import { payload, type StoredItem, type StoredValue, typeOf } from "./attribute-types.ts";
import { compareNumbers } from "./decimal.ts";
import { sortableBinary, sortableText } from "./sort-order.ts";

/** Whether two stored values are equal: same type, same content; order counts in lists only. */
export function sameValue(left: StoredValue, right: StoredValue): boolean {
  if (left === right) return true;
  const type = typeOf(left);
  if (type !== typeOf(right)) return false;
  if ("M" in left && "M" in right) return sameItem(left.M, right.M);
  const a = payload(left);
  const b = payload(right);
  if (!Array.isArray(a) || !Array.isArray(b)) return a === b;
  if (a.length !== b.length) return false;
  if (type === "L") return a.every((element, index) => sameValue(element, b[index]));
  return a.every((member, index) => member === b[index]);
}

/** Whether two items have the same attributes with equal values. */
export function sameItem(left: StoredItem, right: StoredItem): boolean {
  const names = Object.keys(left);
  if (names.length !== Object.keys(right).length) return false;
  return names.every((name) => {
    const other = right[name];
    return other !== undefined && sameValue(left[name] as StoredValue, other);
  });
}

/** Order of two values of one scalar type (S, N or B); undefined when they cannot be ordered. */
export function orderValues(left: StoredValue, right: StoredValue): number | undefined {
  if ("N" in left && "N" in right) return compareNumbers(left.N, right.N);
  if ("S" in left && "S" in right) return orderTexts(sortableText(left.S), sortableText(right.S));
  if ("B" in left && "B" in right)
    return orderTexts(sortableBinary(left.B), sortableBinary(right.B));
  return undefined;
}

/** Order by UTF-16 code unit, the order of `<` on strings. */
export function orderTexts(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
