import { emptyItem, type StoredItem, typeOf } from "./attribute-types.ts";
import type { IndexStorage } from "./index-storage.ts";
import { readItem } from "./read-value.ts";
import { type OperationInput, readObject } from "./request-parameters.ts";
import { validationError } from "./service-errors.ts";
import type { SortedList } from "./sorted-list.ts";
import {
  assertNoEmptyKeys,
  comparePositions,
  type KeySchema,
  keyAttributes,
  type Position,
  pickKeys,
  positionOf,
} from "./table-keys.ts";
import type { Table } from "./table-storage.ts";

/** A row of a table or index; index rows also know their place in the table. */
export interface SourceRow {
  readonly position: Position;
  readonly tablePosition?: Position;
  readonly item: StoredItem;
  readonly size: number;
}

/** What Query and Scan read from: a table or one of its indexes. */
export interface ReadSource {
  readonly table: Table;
  readonly index: IndexStorage | undefined;
  readonly schema: KeySchema;
  readonly rows: SortedList<SourceRow>;
}

/** The table, or the index the request names; throws when it does not exist. */
export function openSource(table: Table, input: OperationInput): ReadSource {
  const name = input.IndexName;
  if (name == null)
    return {
      table,
      index: undefined,
      schema: table.schema,
      rows: table.rows as SortedList<SourceRow>,
    };
  const index = table.indexes.find((candidate) => candidate.definition.name === name);
  if (index === undefined)
    throw validationError(`The table does not have the specified index: ${name}`);
  if (input.ConsistentRead === true)
    throw validationError("Consistent reads are not supported on global secondary indexes");
  return { table, index, schema: index.schema, rows: index.rows as SortedList<SourceRow> };
}

/** Order of two rows of one source. */
export function compareRows(
  left: Pick<SourceRow, "position" | "tablePosition">,
  right: Pick<SourceRow, "position" | "tablePosition">,
): number {
  const order = comparePositions(left.position, right.position);
  if (order !== 0 || left.tablePosition === undefined || right.tablePosition === undefined)
    return order;
  return comparePositions(left.tablePosition, right.tablePosition);
}

/** The keys of a row as LastEvaluatedKey gives them: those of the table, and of the index if read. */
export function startKeyOf({ table, index }: ReadSource, item: StoredItem): StoredItem {
  const keys = pickKeys(table.schema, item);
  return index === undefined
    ? keys
    : Object.assign(emptyItem(), pickKeys(index.schema, item), keys);
}

/** The place ExclusiveStartKey names, whether or not a row is still there; undefined without one. */
export function readStart(
  source: ReadSource,
  input: OperationInput,
): Pick<SourceRow, "position" | "tablePosition"> | undefined {
  const raw = input.ExclusiveStartKey;
  if (raw == null) return undefined;
  const key = readItem(readObject(raw));
  const { table, index } = source;
  const schemas = index === undefined ? [table.schema] : [table.schema, index.schema];
  const expected = new Map(
    schemas.flatMap(keyAttributes).map(({ name, type }) => [name, type] as const),
  );
  const names = Object.keys(key);
  if (names.length === 0) throw validationError("The provided starting key is invalid");
  if (names.length !== expected.size)
    throw validationError("Exclusive Start Key must have same size as table's key schema");
  const matches = [...expected].every(([name, type]) => {
    const value = key[name];
    return value !== undefined && typeOf(value) === type;
  });
  if (!matches)
    throw validationError(
      "The provided starting key is invalid: The provided key element does not match the schema",
    );
  for (const schema of schemas) assertNoEmptyKeys(schema, key);
  const tablePosition = positionOf(table.schema, key) as Position;
  if (index === undefined) return { position: tablePosition };
  return { position: positionOf(index.schema, key) as Position, tablePosition };
}
