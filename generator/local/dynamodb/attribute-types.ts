import type { AttributeValue } from "../ports.ts";

export type AttributeType = "S" | "N" | "B" | "SS" | "NS" | "BS" | "M" | "L" | "NULL" | "BOOL";

/** A stored value: exactly one member, numbers normalized, sets sorted, maps without prototype. */
export type StoredValue =
  | { readonly S: string }
  | { readonly N: string }
  | { readonly B: string }
  | { readonly SS: readonly string[] }
  | { readonly NS: readonly string[] }
  | { readonly BS: readonly string[] }
  | { readonly M: StoredItem }
  | { readonly L: readonly StoredValue[] }
  | { readonly NULL: true }
  | { readonly BOOL: boolean };

/** Attributes by name in an object without prototype, so that names such as `__proto__` are plain data. */
export type StoredItem = { readonly [name: string]: StoredValue };

/** A map or item that may still be filled. */
export type DraftItem = { [name: string]: StoredValue };

/** An empty map in which every name, even `__proto__`, is an own property. */
export function emptyItem(): DraftItem {
  return Object.create(null) as DraftItem;
}

/** A copy that may be changed without touching the original. */
export function copyItem(item: StoredItem): DraftItem {
  return Object.assign(emptyItem(), item);
}

/** The type letter(s) of a stored value. */
export function typeOf(value: AttributeValue | StoredValue): AttributeType {
  for (const type in value) return type as AttributeType;
  throw new Error("A stored attribute value has no type; this is a bug in the local DynamoDB.");
}

/** The payload of a value of a known type, e.g. the text of `{S: "x"}`. */
export function payload(value: StoredValue): unknown {
  for (const type in value) return (value as Record<string, unknown>)[type];
  return undefined;
}
