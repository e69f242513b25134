import type { DatabaseState } from "./database-state.ts";
import { readBindings } from "./expression-bindings.ts";
import { itemSize } from "./item-size.ts";
import { readItem } from "./read-value.ts";
import { type OperationInput, readObject, readRequired } from "./request-parameters.ts";
import { assertScalarKeys } from "./scalar-keys.ts";
import { assertNoEmptyKeys, rowKeyOfKey } from "./table-keys.ts";
import {
  checkRequest,
  createRequest,
  type WriteParts,
  type WriteRequest,
} from "./write-request.ts";

/** DeleteItem, or `Delete` of a transaction. */
export function readDelete(state: DatabaseState, input: OperationInput): WriteRequest {
  return readKeyRequest(state, input, () => undefined);
}

/** `ConditionCheck` of a transaction: writes nothing. */
export function readConditionCheck(state: DatabaseState, input: OperationInput): WriteRequest {
  return readKeyRequest(state, input, (before) => before);
}

function readKeyRequest(
  state: DatabaseState,
  input: OperationInput,
  change: WriteParts["change"],
): WriteRequest {
  const key = readItem(readObject(readRequired(input, "Key")));
  const bindings = readBindings(input, ["ConditionExpression"]);
  const checked = checkRequest(state, input, bindings);
  const { table } = checked;
  assertScalarKeys(table, bindings.paths);
  assertNoEmptyKeys(table.schema, key);
  return createRequest(checked, {
    size: itemSize(key),
    locate: () => rowKeyOfKey(table.schema, key),
    change,
  });
}
