import type { IndexDefinition, TableDefinition } from "../ports.ts";
import { emptyItem, type StoredItem, typeOf } from "./attribute-types.ts";
import { sameItem } from "./compare-values.ts";
import { itemSize } from "./item-size.ts";
import { validationError } from "./service-errors.ts";
import { createSortedList, type SortedList } from "./sorted-list.ts";
import {
  assertKeySizes,
  comparePositions,
  emptyKind,
  type KeySchema,
  keyAttributes,
  keySchemaOf,
  type Position,
  positionOf,
} from "./table-keys.ts";

/** A row as an index shows it. `tablePosition` orders rows with equal index keys. */
export interface IndexRow {
  readonly position: Position;
  readonly tablePosition: Position;
  readonly item: StoredItem;
  readonly size: number;
}

/** A global secondary index. It has only rows with all its keys, and is never behind here. */
export interface IndexStorage {
  readonly definition: IndexDefinition;
  readonly schema: KeySchema;
  /** Names an index row carries; undefined: all. */
  readonly projected: ReadonlySet<string> | undefined;
  readonly rows: SortedList<IndexRow>;
}

/** An empty index of a table. */
export function createIndex(table: TableDefinition, definition: IndexDefinition): IndexStorage {
  return {
    definition,
    schema: keySchemaOf(table, definition),
    projected: projectedNames(table, definition),
    rows: createSortedList<IndexRow>(
      (left, right) =>
        comparePositions(left.position, right.position) ||
        comparePositions(left.tablePosition, right.tablePosition),
    ),
  };
}

/** The index's row for an item; undefined when the item lacks one of the index's keys. */
export function indexRowOf(
  index: IndexStorage,
  item: StoredItem | undefined,
  tablePosition: Position,
): IndexRow | undefined {
  const position = item === undefined ? undefined : positionOf(index.schema, item);
  if (item === undefined || position === undefined) return undefined;
  const projected = index.projected === undefined ? item : pickNames(item, index.projected);
  return { position, tablePosition, item: projected, size: itemSize(projected) };
}

/** Brings an index up to date with one changed item. */
export function changeIndex(
  index: IndexStorage,
  before: IndexRow | undefined,
  after: IndexRow | undefined,
): void {
  if (before !== undefined) index.rows.remove(before);
  if (after !== undefined) index.rows.insert(after);
}

/** 1 KB write units an item change costs in this index: none when nothing the index shows changed. */
export function indexWriteUnits(before: IndexRow | undefined, after: IndexRow | undefined): number {
  const unitsOf = (row: IndexRow | undefined) =>
    row === undefined ? 0 : Math.ceil(row.size / 1024);
  if (before === undefined || after === undefined) return unitsOf(before) + unitsOf(after);
  if (comparePositions(before.position, after.position) !== 0)
    return unitsOf(before) + unitsOf(after);
  return sameItem(before.item, after.item) ? 0 : Math.max(unitsOf(before), unitsOf(after));
}

/** Refuses an item whose index key attributes have the wrong type or are too long. */
export function assertIndexKeys(index: IndexStorage, item: StoredItem): void {
  for (const { name, type } of keyAttributes(index.schema)) {
    const value = item[name];
    if (value !== undefined && typeOf(value) !== type)
      throw validationError(
        `One or more parameter values were invalid: Type mismatch for Index Key ${name} Expected: ${type} Actual: ${typeOf(value)} IndexName: ${index.definition.name}`,
      );
  }
  assertKeySizes(index.schema, item);
}

/** Refuses an item to put with an empty index key. */
export function assertNoEmptyIndexKeys(index: IndexStorage, item: StoredItem): void {
  for (const { name } of keyAttributes(index.schema)) {
    const kind = emptyKind(item[name]);
    if (kind !== undefined)
      throw validationError(
        `One or more parameter values are not valid. A value specified for a secondary index key is not supported. The AttributeValue for a key attribute cannot contain an empty ${kind} value. IndexName: ${index.definition.name}, IndexKey: ${name}`,
      );
  }
}

function projectedNames(
  table: TableDefinition,
  { hashKey, rangeKey, projection }: IndexDefinition,
): ReadonlySet<string> | undefined {
  if (projection === "ALL") return undefined;
  const keys = [table.hashKey, table.rangeKey, hashKey, rangeKey].filter((name) => name != null);
  return new Set([...keys, ...(projection === "KEYS_ONLY" ? [] : projection.include)]);
}

function pickNames(item: StoredItem, names: ReadonlySet<string>): StoredItem {
  const picked = emptyItem();
  for (const name of names) {
    const value = item[name];
    if (value !== undefined) picked[name] = value;
  }
  return picked;
}
