import { attempt, finishAll } from "./cancellation-reasons.ts";
import { readToken } from "./client-request-token.ts";
import { describeAllCapacity, readCapacity, writeCapacity } from "./consumed-capacity.ts";
import { commit, type DatabaseState, requireTable } from "./database-state.ts";
import { readBindings } from "./expression-bindings.ts";
import { itemSize } from "./item-size.ts";
import { readConditionCheck, readDelete } from "./key-request.ts";
import { readPut } from "./put-request.ts";
import { readProjection } from "./read-projection.ts";
import { readItem } from "./read-value.ts";
import { type OperationInput, readArray, readObject, readRequired } from "./request-parameters.ts";
import { assertScalarKeys } from "./scalar-keys.ts";
import { constraintError, validationError } from "./service-errors.ts";
import { assertNoEmptyKeys, type RowKey, rowKeyOfKey } from "./table-keys.ts";
import type { Table } from "./table-storage.ts";
import { readUpdate } from "./update-request.ts";
import type { WriteRequest } from "./write-request.ts";

/** API reference of TransactWriteItems. */
const MAX_ACTIONS = 100;
const MAX_BYTES = 4 * 1024 * 1024;

const READERS: Readonly<
  Record<string, (state: DatabaseState, input: OperationInput) => WriteRequest>
> = {
  ConditionCheck: readConditionCheck,
  Put: readPut,
  Delete: readDelete,
  Update: readUpdate,
};

/** TransactWriteItems: all writes or none. */
export function transactWriteItems(
  state: DatabaseState,
  input: OperationInput,
): Record<string, unknown> {
  const actions = readActions(input);
  const token = readToken(state, input);
  const requests = actions.map((action) => readAction(state, action));
  if (token !== undefined && state.tokens.has(token.token))
    return describeRepeated(input, requests);
  assertSize(requests);
  const keys = finishAll(requests.map((request) => attempt(() => request.locate())));
  assertDistinctItems(requests.map(({ table }, index) => ({ table, key: keys[index] as RowKey })));
  const changes = finishAll(
    requests.map((request, index) => attempt(() => request.prepare(keys[index] as RowKey))),
  );
  commit(state, changes, token === undefined ? {} : { token });
  return describeAllCapacity(
    input,
    () => changes.map((change) => writeCapacity(change, true)),
    true,
  );
}

/** TransactGetItems: several items as they are at one moment, in request order. */
export function transactGetItems(
  state: DatabaseState,
  input: OperationInput,
): Record<string, unknown> {
  const reads = readActions(input).map((action) => readGet(state, action));
  const keys = finishAll(reads.map((read) => attempt(() => read.locate())));
  const targets = reads.map(({ table }, index) => ({ table, key: keys[index] as RowKey }));
  assertDistinctItems(targets);
  const items = targets.map(({ table, key }) => table.rowsById.get(key.id)?.item);
  const responses = items.map((item, index) =>
    item === undefined ? {} : { Item: reads[index]?.project?.(item) ?? item },
  );
  const capacities = () =>
    targets.map(({ table }, index) => {
      const item = items[index];
      const bytes = item === undefined ? 0 : itemSize(item);
      return readCapacity(table, bytes, { transaction: true });
    });
  return { Responses: responses, ...describeAllCapacity(input, capacities, true) };
}

function readActions(input: OperationInput): readonly OperationInput[] {
  const actions = readArray(readRequired(input, "TransactItems"));
  if (actions.length === 0)
    throw constraintError(
      "'[]'",
      "transactItems",
      "Member must have length greater than or equal to 1",
    );
  if (actions.length > MAX_ACTIONS)
    throw validationError(
      `1 validation error detected: Value at 'transactItems' failed to satisfy constraint: Member must have length less than or equal to ${MAX_ACTIONS}`,
    );
  return actions.map(readObject);
}

function readAction(state: DatabaseState, action: OperationInput): WriteRequest {
  const kinds = Object.keys(READERS).filter((kind) => action[kind] != null);
  const [kind] = kinds;
  if (kinds.length > 1)
    throw validationError("TransactItems can only contain one of Check, Put, Update or Delete");
  if (kind === undefined)
    throw validationError(
      "Invalid Request: TransactWriteRequest should contain Delete or Put or Update request",
    );
  const input = readObject(action[kind]);
  if (kind === "ConditionCheck") readRequired(input, "ConditionExpression");
  return (READERS[kind] as typeof readPut)(state, input);
}

function readGet(state: DatabaseState, action: OperationInput) {
  const input = readObject(readRequired(action, "Get"));
  const key = readItem(readObject(readRequired(input, "Key")));
  const bindings = readBindings(input, [], ["ProjectionExpression"]);
  const project = readProjection(input, bindings);
  bindings.assertAllUsed();
  const table = requireTable(state, input.TableName);
  assertScalarKeys(table, bindings.paths);
  assertNoEmptyKeys(table.schema, key);
  return { table, project, locate: () => rowKeyOfKey(table.schema, key) };
}

function assertDistinctItems(
  targets: readonly { readonly table: Table; readonly key: RowKey }[],
): void {
  const seen = new Set(targets.map(({ table, key }) => `${table.arn} ${key.id}`));
  if (seen.size < targets.length)
    throw validationError("Transaction request cannot include multiple operations on one item");
}

function assertSize(requests: readonly WriteRequest[]): void {
  const size = requests.reduce((sum, request) => sum + request.size, 0);
  if (size > MAX_BYTES)
    throw validationError(`Transaction payload size cannot exceed 4MB. Payload Size: ${size}`);
}

/** A repeated transaction is charged for reading what it wrote the first time. */
function describeRepeated(
  input: OperationInput,
  requests: readonly WriteRequest[],
): Record<string, unknown> {
  const capacities = () =>
    requests.map((request) => {
      const item = request.table.rowsById.get(request.locate().id)?.item;
      const bytes = item === undefined ? 0 : itemSize(item);
      return readCapacity(request.table, bytes, { transaction: true });
    });
  return describeAllCapacity(input, capacities, true);
}
