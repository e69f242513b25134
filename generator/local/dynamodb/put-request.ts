import type { DatabaseState } from "./database-state.ts";
import { readBindings } from "./expression-bindings.ts";
import { assertIndexKeys, assertNoEmptyIndexKeys } from "./index-storage.ts";
import { itemSize } from "./item-size.ts";
import { readItem } from "./read-value.ts";
import { type OperationInput, readObject, readRequired } from "./request-parameters.ts";
import { assertScalarKeys } from "./scalar-keys.ts";
import { validationError } from "./service-errors.ts";
import { assertNoEmptyKeys, rowKeyOfItem } from "./table-keys.ts";
import { checkRequest, createRequest, MAX_ITEM_BYTES, type WriteRequest } from "./write-request.ts";

/** PutItem, or `Put` of a transaction. */
export function readPut(state: DatabaseState, input: OperationInput): WriteRequest {
  const item = readItem(readObject(readRequired(input, "Item")));
  const size = itemSize(item);
  if (size > MAX_ITEM_BYTES)
    throw validationError("Item size has exceeded the maximum allowed size");
  const bindings = readBindings(input, ["ConditionExpression"]);
  const checked = checkRequest(state, input, bindings);
  const { table } = checked;
  assertScalarKeys(table, bindings.paths);
  assertNoEmptyKeys(table.schema, item);
  for (const index of table.indexes) assertNoEmptyIndexKeys(index, item);
  return createRequest(checked, {
    size,
    locate() {
      const key = rowKeyOfItem(table.schema, item);
      for (const index of table.indexes) assertIndexKeys(index, item);
      return key;
    },
    change: () => item,
  });
}
