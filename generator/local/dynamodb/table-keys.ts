import type { KeyAttribute, TableDefinition } from "../ports.ts";
import {
  emptyItem,
  payload,
  type StoredItem,
  type StoredValue,
  typeOf,
} from "./attribute-types.ts";
import { orderTexts } from "./compare-values.ts";
import { valueSize } from "./item-size.ts";
import { validationError } from "./service-errors.ts";
import { sortableKey } from "./sort-order.ts";

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html */
const MAX_HASH_KEY_BYTES = 2048;
const MAX_RANGE_KEY_BYTES = 1024;

/** The key attributes of a table or index with their types. */
export interface KeySchema {
  readonly hash: KeyAttribute;
  readonly range: KeyAttribute | undefined;
}

/** Where a row stands: by hash of the partition key, then partition key, then sort key. */
export interface Position {
  readonly hash: number;
  readonly partition: string;
  readonly sort: string;
}

/** A full primary key: its place, a text that identifies it, and its attributes. */
export interface RowKey {
  readonly position: Position;
  readonly id: string;
  readonly attributes: StoredItem;
}

/** The types of a table's or an index's keys; a key without a declared type is a wiring error. */
export function keySchemaOf(
  definition: TableDefinition,
  keys: { readonly hashKey: string; readonly rangeKey?: string },
): KeySchema {
  const find = (name: string): KeyAttribute => {
    const attribute = definition.attributes.find((candidate) => candidate.name === name);
    if (attribute !== undefined) return attribute;
    throw new Error(
      `Table ${definition.name}: key ${name} has no type; list it in the definition's attributes.`,
    );
  };
  return {
    hash: find(keys.hashKey),
    range: keys.rangeKey === undefined ? undefined : find(keys.rangeKey),
  };
}

/** The key attributes of a schema, hash first. */
export function keyAttributes({ hash, range }: KeySchema): readonly KeyAttribute[] {
  return range === undefined ? [hash] : [hash, range];
}

/** Checks the key attributes inside a whole item, as PutItem does. */
export function rowKeyOfItem(schema: KeySchema, item: StoredItem): RowKey {
  const invalid = "One or more parameter values were invalid: ";
  for (const { name, type } of keyAttributes(schema)) {
    const value = item[name];
    if (value === undefined) throw validationError(`${invalid}Missing the key ${name} in the item`);
    if (typeOf(value) !== type)
      throw validationError(
        `${invalid}Type mismatch for key ${name} expected: ${type} actual: ${typeOf(value)}`,
      );
  }
  return createRowKey(schema, item);
}

/** Checks a `Key` parameter: exactly the key attributes, of the right types. */
export function rowKeyOfKey(schema: KeySchema, key: StoredItem): RowKey {
  const attributes = keyAttributes(schema);
  const matches = attributes.every(({ name, type }) => {
    const value = key[name];
    return value !== undefined && typeOf(value) === type;
  });
  if (!matches || Object.keys(key).length !== attributes.length)
    throw validationError("The provided key element does not match the schema");
  return createRowKey(schema, key);
}

/** Refuses empty texts and binaries as keys; AWS checks this before anything that needs the table. */
export function assertNoEmptyKeys(schema: KeySchema, item: StoredItem): void {
  for (const { name } of keyAttributes(schema)) {
    const kind = emptyKind(item[name]);
    if (kind !== undefined)
      throw validationError(
        `One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty ${kind} value. Key: ${name}`,
      );
  }
}

/** `string` or `binary` for an empty one, which no key may be; undefined for all else. */
export function emptyKind(value: StoredValue | undefined): "string" | "binary" | undefined {
  if (value === undefined) return undefined;
  if ("S" in value && value.S === "") return "string";
  return "B" in value && value.B === "" ? "binary" : undefined;
}

/** Place of an item in a table or index; undefined when a key is missing, empty or of another type. */
export function positionOf({ hash, range }: KeySchema, item: StoredItem): Position | undefined {
  const partition = sortableAttribute(hash, item);
  const sort = range === undefined ? "" : sortableAttribute(range, item);
  if (partition === undefined || sort === undefined) return undefined;
  return { hash: hashText(partition), partition, sort };
}

/** The order of rows in a table: what Scan follows across, and Query within partitions. */
export function comparePositions(left: Position, right: Position): number {
  if (left.hash !== right.hash) return left.hash - right.hash;
  if (left.partition !== right.partition) return orderTexts(left.partition, right.partition);
  return orderTexts(left.sort, right.sort);
}

/** Only the key attributes of an item. */
export function pickKeys(schema: KeySchema, item: StoredItem): StoredItem {
  const keys = emptyItem();
  for (const { name } of keyAttributes(schema)) {
    const value = item[name];
    if (value !== undefined) keys[name] = value;
  }
  return keys;
}

/** Refuses key values longer than DynamoDB stores. */
export function assertKeySizes(schema: KeySchema, item: StoredItem): void {
  const invalid = "One or more parameter values were invalid: ";
  const hash = item[schema.hash.name];
  if (hash !== undefined && valueSize(hash) > MAX_HASH_KEY_BYTES)
    throw validationError(
      `${invalid}Size of hashkey has exceeded the maximum size limit of${MAX_HASH_KEY_BYTES} bytes`,
    );
  const range = schema.range === undefined ? undefined : item[schema.range.name];
  if (range !== undefined && valueSize(range) > MAX_RANGE_KEY_BYTES)
    throw validationError(
      `${invalid}Aggregated size of all range keys has exceeded the size limit of ${MAX_RANGE_KEY_BYTES} bytes`,
    );
}

function createRowKey(schema: KeySchema, item: StoredItem): RowKey {
  assertNoEmptyKeys(schema, item);
  assertKeySizes(schema, item);
  const position = positionOf(schema, item) as Position;
  const { partition, sort } = position;
  return {
    position,
    id: `${partition.length}:${partition}${sort}`,
    attributes: pickKeys(schema, item),
  };
}

function sortableAttribute({ name, type }: KeyAttribute, item: StoredItem): string | undefined {
  const value = item[name];
  if (value === undefined || typeOf(value) !== type) return undefined;
  const text = payload(value) as string;
  return text === "" ? undefined : sortableKey(type, text);
}

/** FNV-1a with a final mix: spreads partitions over the 32-bit range that Scan segments divide. */
export function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  return (hash ^ (hash >>> 13)) >>> 0;
}
