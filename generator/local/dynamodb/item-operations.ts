import type { StoredItem } from "./attribute-types.ts";
import { describeOneCapacity, readCapacity, writeCapacity } from "./consumed-capacity.ts";
import { commit, type DatabaseState, requireTable } from "./database-state.ts";
import { readBindings } from "./expression-bindings.ts";
import type { UpdateAction } from "./expression-tree.ts";
import { itemSize } from "./item-size.ts";
import { readDelete } from "./key-request.ts";
import { createProjection } from "./project-item.ts";
import { readPut } from "./put-request.ts";
import { readProjection } from "./read-projection.ts";
import { readItem } from "./read-value.ts";
import {
  type OperationInput,
  readChoice,
  readObject,
  readRequired,
  refuseLegacyParameters,
} from "./request-parameters.ts";
import { assertScalarKeys } from "./scalar-keys.ts";
import { validationError } from "./service-errors.ts";
import { assertNoEmptyKeys, rowKeyOfKey } from "./table-keys.ts";
import type { ItemChange } from "./table-storage.ts";
import { readUpdate } from "./update-request.ts";
import type { WriteRequest } from "./write-request.ts";

type Answer = Record<string, unknown>;

const RETURN_VALUES = ["ALL_NEW", "UPDATED_OLD", "ALL_OLD", "NONE", "UPDATED_NEW"] as const;

/** PutItem: stores a whole item. */
export function putItem(state: DatabaseState, input: OperationInput): Answer {
  assertOldOrNone(input);
  return write(state, input, readPut(state, input));
}

/** DeleteItem: removes an item; succeeds when there is none. */
export function deleteItem(state: DatabaseState, input: OperationInput): Answer {
  assertOldOrNone(input);
  return write(state, input, readDelete(state, input));
}

/** UpdateItem: changes parts of an item, creating it when missing. */
export function updateItem(state: DatabaseState, input: OperationInput): Answer {
  readChoice(input, "ReturnValues", RETURN_VALUES);
  return write(state, input, readUpdate(state, input));
}

/** GetItem: one item by its key, or no `Item` in the answer. */
export function getItem(state: DatabaseState, input: OperationInput): Answer {
  refuseLegacyParameters(input);
  const key = readItem(readObject(readRequired(input, "Key")));
  const bindings = readBindings(input, [], ["ProjectionExpression"]);
  const projection = readProjection(input, bindings);
  bindings.assertAllUsed();
  const table = requireTable(state, input.TableName);
  assertScalarKeys(table, bindings.paths);
  assertNoEmptyKeys(table.schema, key);
  const item = table.rowsById.get(rowKeyOfKey(table.schema, key).id)?.item;
  const consistent = input.ConsistentRead === true;
  return {
    ...(item !== undefined && { Item: projection?.(item) ?? item }),
    ...describeOneCapacity(input, () =>
      readCapacity(table, item === undefined ? 0 : itemSize(item), { consistent }),
    ),
  };
}

function write(state: DatabaseState, input: OperationInput, request: WriteRequest): Answer {
  const change = request.prepare(request.locate());
  commit(state, [change]);
  const attributes = returnedAttributes(input, change, request);
  return {
    ...(attributes !== undefined && { Attributes: attributes }),
    ...describeOneCapacity(input, () => writeCapacity(change)),
  };
}

/** What ReturnValues asks for; nothing rather than an empty map. */
function returnedAttributes(
  input: OperationInput,
  { before, after }: ItemChange,
  { actions }: WriteRequest,
): StoredItem | undefined {
  switch (input.ReturnValues) {
    case "ALL_OLD":
      return before;
    case "ALL_NEW":
      return after;
    case "UPDATED_OLD":
      return pickUpdated(before, actions);
    case "UPDATED_NEW":
      // What was removed has no new value, not even when a list element has moved to its place.
      return pickUpdated(
        after,
        actions.filter(({ kind }) => kind !== "remove"),
      );
    default:
      return undefined;
  }
}

/** Only the values at the paths the update names, not the whole attributes around them. */
function pickUpdated(
  item: StoredItem | undefined,
  actions: readonly UpdateAction[],
): StoredItem | undefined {
  if (item === undefined) return undefined;
  const picked = createProjection(actions.map(({ path }) => path))(item);
  return Object.keys(picked).length === 0 ? undefined : picked;
}

function assertOldOrNone(input: OperationInput): void {
  const wanted = readChoice(input, "ReturnValues", RETURN_VALUES);
  if (wanted !== undefined && wanted !== "ALL_OLD" && wanted !== "NONE")
    throw validationError("ReturnValues can only be ALL_OLD or NONE");
}
