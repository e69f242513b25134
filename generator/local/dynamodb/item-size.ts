import type { StoredItem, StoredValue } from "./attribute-types.ts";
import { numberSize } from "./decimal.ts";

/**
 * Bytes as DynamoDB counts them: names and texts in UTF-8, binary unencoded, 3 bytes for a list
 * or map plus 1 for each element.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html
 */
export function itemSize(item: StoredItem): number {
  let size = 0;
  for (const name in item) size += Buffer.byteLength(name) + valueSize(item[name] as StoredValue);
  return size;
}

/** Bytes of one value without its name. */
export function valueSize(value: StoredValue): number {
  if ("S" in value) return Buffer.byteLength(value.S);
  if ("N" in value) return numberSize(value.N);
  if ("B" in value) return binarySize(value.B);
  if ("SS" in value) return total(value.SS, Buffer.byteLength);
  if ("NS" in value) return total(value.NS, numberSize);
  if ("BS" in value) return total(value.BS, binarySize);
  if ("L" in value) return 3 + total(value.L, (element) => 1 + valueSize(element));
  if ("M" in value) return 3 + Object.keys(value.M).length + itemSize(value.M);
  return 1;
}

function binarySize(base64: string): number {
  return Buffer.byteLength(base64, "base64");
}

function total<T>(values: readonly T[], size: (value: T) => number): number {
  let sum = 0;
  for (const value of values) sum += size(value);
  return sum;
}
