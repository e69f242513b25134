import type { StoredItem } from "./attribute-types.ts";
import {
  describeAllCapacity,
  readCapacity,
  type TableCapacity,
  writeCapacity,
} from "./consumed-capacity.ts";
import { commit, type DatabaseState, readTableName, requireTable } from "./database-state.ts";
import { readBindings } from "./expression-bindings.ts";
import { itemSize } from "./item-size.ts";
import { readDelete } from "./key-request.ts";
import { readPut } from "./put-request.ts";
import { readProjection } from "./read-projection.ts";
import { readItem } from "./read-value.ts";
import {
  type OperationInput,
  readArray,
  readObject,
  refuseLegacyParameters,
} from "./request-parameters.ts";
import { assertScalarKeys } from "./scalar-keys.ts";
import { validationError } from "./service-errors.ts";
import { type RowKey, rowKeyOfKey } from "./table-keys.ts";
import type { ItemChange, Table } from "./table-storage.ts";

/** API references of BatchGetItem and BatchWriteItem. */
const MAX_WRITES = 25;
const MAX_READS = 100;
const MAX_READ_BYTES = 16 * 1024 * 1024;

/** BatchWriteItem: puts and deletes without conditions. Here all are made, none is left unprocessed. */
export function batchWriteItem(
  state: DatabaseState,
  input: OperationInput,
): Record<string, unknown> {
  const requests = requestItems(input, "BatchWriteItem cannot have a null or no requests set");
  const lists = requests.map(([name, list]) => [name, readArray(list)] as const);
  for (const [name, list] of lists) {
    if (list.length === 0)
      throw validationError(
        `The batch write request list for a table cannot be null or empty: ${name}`,
      );
  }
  if (lists.reduce((sum, [, list]) => sum + list.length, 0) > MAX_WRITES)
    throw validationError("Too many items requested for the BatchWriteItem call");
  const changes = lists.flatMap(([name, list]) =>
    list.map((request) => readBatchWrite(state, name, readObject(request))),
  );
  assertNoDuplicates(changes);
  commit(state, changes);
  return {
    UnprocessedItems: {},
    ...describeAllCapacity(input, () => changes.map((change) => writeCapacity(change))),
  };
}

/** BatchGetItem: items by keys, in no promised order; missing ones are left out. */
export function batchGetItem(state: DatabaseState, input: OperationInput): Record<string, unknown> {
  const requests = requestItems(input, "BatchGetItem must have some requests set");
  const reads = requests.map(([name, request]) => readTableRequest(state, name, request));
  if (reads.reduce((sum, { keys }) => sum + keys.length, 0) > MAX_READS)
    throw validationError("Too many items requested for the BatchGetItem call");
  assertNoDuplicates(reads.flatMap(({ table, keys }) => keys.map((key) => ({ table, key }))));
  const responses: Record<string, StoredItem[]> = {};
  const unprocessed: Record<string, unknown> = {};
  const capacities: TableCapacity[] = [];
  let bytes = 0;
  for (const { name, table, keys, project, consistent, request } of reads) {
    const found: StoredItem[] = [];
    responses[name] = found;
    const skipped: StoredItem[] = [];
    for (const key of keys) {
      const item = table.rowsById.get(key.id)?.item;
      const size = item === undefined ? 0 : itemSize(item);
      if (bytes + size > MAX_READ_BYTES) {
        skipped.push(key.attributes);
        continue;
      }
      bytes += size;
      capacities.push(readCapacity(table, size, { consistent }));
      if (item !== undefined) found.push(project?.(item) ?? item);
    }
    if (skipped.length > 0) unprocessed[name] = { ...request, Keys: skipped };
  }
  return {
    Responses: responses,
    UnprocessedKeys: unprocessed,
    ...describeAllCapacity(input, () => capacities),
  };
}

function requestItems(
  input: OperationInput,
  emptyMessage: string,
): readonly (readonly [string, unknown])[] {
  const raw = input.RequestItems;
  const requests = raw == null ? [] : Object.entries(readObject(raw));
  if (requests.length === 0) throw validationError(emptyMessage);
  return requests;
}

function readBatchWrite(
  state: DatabaseState,
  tableName: string,
  request: OperationInput,
): ItemChange {
  const put = request.PutRequest;
  const remove = request.DeleteRequest;
  if ((put == null) === (remove == null))
    throw validationError(
      "Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes",
    );
  const input = { TableName: tableName, ...readObject(put ?? remove) };
  const write = put == null ? readDelete(state, input) : readPut(state, input);
  return write.prepare(write.locate());
}

function readTableRequest(state: DatabaseState, name: string, raw: unknown) {
  const request = readObject(raw);
  refuseLegacyParameters(request);
  const rawKeys = request.Keys == null ? [] : readArray(request.Keys);
  if (rawKeys.length === 0)
    throw validationError(
      `The list of keys in RequestItems for BatchGetItem is required: ${name} has empty list`,
    );
  const bindings = readBindings(request, [], ["ProjectionExpression"]);
  const project = readProjection(request, bindings);
  bindings.assertAllUsed();
  const table = requireTable(state, readTableName(name));
  assertScalarKeys(table, bindings.paths);
  const keys = rawKeys.map((key) => rowKeyOfKey(table.schema, readItem(readObject(key))));
  return { name, table, keys, project, consistent: request.ConsistentRead === true, request };
}

function assertNoDuplicates(
  targets: readonly { readonly table: Table; readonly key: RowKey }[],
): void {
  const seen = new Set(targets.map(({ table, key }) => `${table.arn} ${key.id}`));
  if (seen.size < targets.length)
    throw validationError("Provided list of item keys contains duplicates");
}
