import type { LocalAccount, TableDefinition } from "../ports.ts";
import type { StoredItem } from "./attribute-types.ts";
import { createExpiryQueue, type ExpiryQueue } from "./expiry-queue.ts";
import { changeIndex, createIndex, type IndexStorage, indexRowOf } from "./index-storage.ts";
import { itemSize } from "./item-size.ts";
import { createSortedList, type SortedList } from "./sorted-list.ts";
import { createStreamLog, type StreamLog } from "./stream-log.ts";
import {
  comparePositions,
  type KeySchema,
  keySchemaOf,
  type Position,
  type RowKey,
} from "./table-keys.ts";

/** An item at its place. */
interface Row {
  readonly key: RowKey;
  readonly position: Position;
  item: StoredItem;
  size: number;
}

/** One table with everything that hangs on it. Only the functions below change it. */
export interface Table {
  definition: TableDefinition;
  readonly arn: string;
  readonly createdAt: number;
  readonly schema: KeySchema;
  readonly rows: SortedList<Row>;
  readonly rowsById: Map<string, Row>;
  indexes: readonly IndexStorage[];
  stream: StreamLog | undefined;
  expiries: ExpiryQueue | undefined;
  nextSequence: number;
  sizeBytes: number;
}

/** A write to one item, ready to be made. */
export interface ItemChange {
  readonly table: Table;
  readonly key: RowKey;
  readonly before: StoredItem | undefined;
  readonly after: StoredItem | undefined;
}

/** An empty table without stream or indexes; `redefineTable` adds those. */
export function createTable(
  account: LocalAccount,
  definition: TableDefinition,
  createdAt: number,
): Table {
  return {
    definition: { ...definition, indexes: [] },
    arn: tableArn(account, definition.name),
    createdAt,
    schema: keySchemaOf(definition, definition),
    rows: createSortedList<Row>((left, right) => comparePositions(left.position, right.position)),
    rowsById: new Map(),
    indexes: [],
    stream: undefined,
    expiries: undefined,
    nextSequence: 1,
    sizeBytes: 0,
  };
}

/** ARN of a table in the account, whether it exists or not. */
export function tableArn({ region, accountId }: LocalAccount, name: string): string {
  return `arn:aws:dynamodb:${region}:${accountId}:table/${name}`;
}

/**
 * Sets stream, indexes and time to live. A stream created at another time than the present one is
 * another stream, which starts empty as on AWS.
 */
export function redefineTable(
  table: Table,
  definition: TableDefinition,
  streamCreatedAt: number | undefined,
): void {
  table.definition = definition;
  table.indexes = (definition.indexes ?? []).map((index) => createIndex(definition, index));
  if (definition.stream === undefined || streamCreatedAt === undefined) table.stream = undefined;
  else if (table.stream?.createdAt !== streamCreatedAt)
    table.stream = createStreamLog(table.arn, definition.stream, streamCreatedAt);
  const attribute = definition.timeToLiveAttribute;
  table.expiries = attribute === undefined ? undefined : createExpiryQueue(attribute);
  for (const row of table.rowsById.values()) {
    for (const index of table.indexes)
      changeIndex(index, undefined, indexRowOf(index, row.item, row.position));
    table.expiries?.change(row.key, undefined, row.item);
  }
}

/** Makes a change in rows, indexes and expiries. */
export function storeChange({ table, key, before, after }: ItemChange): void {
  storeRow(table, key, after);
  for (const index of table.indexes) {
    const { position } = key;
    changeIndex(index, indexRowOf(index, before, position), indexRowOf(index, after, position));
  }
  table.expiries?.change(key, before, after);
}

/** Adds a change to the table's stream, if it has one. */
export function recordChange(change: ItemChange, at: number, expired: boolean): void {
  const { table, key, before, after } = change;
  if (table.stream === undefined) return;
  const sequence = table.nextSequence;
  table.nextSequence += 1;
  table.stream.append({ sequence, at, keys: key.attributes, before, after, expired });
  table.stream.trim(at);
}

function storeRow(table: Table, key: RowKey, after: StoredItem | undefined): void {
  const row = table.rowsById.get(key.id);
  table.sizeBytes -= row?.size ?? 0;
  if (after === undefined) {
    if (row !== undefined) table.rows.remove(row);
    table.rowsById.delete(key.id);
    return;
  }
  const size = itemSize(after);
  table.sizeBytes += size;
  if (row !== undefined) {
    row.item = after;
    row.size = size;
    return;
  }
  const added: Row = { key, position: key.position, item: after, size };
  table.rowsById.set(key.id, added);
  table.rows.insert(added);
}
