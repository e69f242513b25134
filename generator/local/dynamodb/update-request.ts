import type { StoredItem, StoredValue } from "./attribute-types.ts";
import { bindUpdate } from "./bind-update.ts";
import type { DatabaseState } from "./database-state.ts";
import { createUpdate } from "./evaluate-update.ts";
import { readBindings } from "./expression-bindings.ts";
import type { DocumentPath, UpdateAction } from "./expression-tree.ts";
import { assertIndexKeys } from "./index-storage.ts";
import { itemSize } from "./item-size.ts";
import { cacheParser } from "./parse-cache.ts";
import { parseUpdate } from "./parse-update.ts";
import { assertDepth, readItem } from "./read-value.ts";
import {
  type OperationInput,
  readExpression,
  readObject,
  readRequired,
} from "./request-parameters.ts";
import { assertScalarKeys, isKey } from "./scalar-keys.ts";
import { validationError } from "./service-errors.ts";
import { assertNoEmptyKeys, emptyKind, rowKeyOfKey } from "./table-keys.ts";
import type { Table } from "./table-storage.ts";
import { checkRequest, createRequest, MAX_ITEM_BYTES, type WriteRequest } from "./write-request.ts";

const parse = cacheParser(parseUpdate);

/** UpdateItem, or `Update` of a transaction. Without an expression it only makes sure the item is there. */
export function readUpdate(state: DatabaseState, input: OperationInput): WriteRequest {
  const key = readItem(readObject(readRequired(input, "Key")));
  const expression = readExpression(input, "UpdateExpression");
  const bindings = readBindings(input, ["UpdateExpression", "ConditionExpression"]);
  const actions = expression === undefined ? [] : bindUpdate(parse(expression), bindings);
  const update = createUpdate(actions);
  const checked = checkRequest(state, input, bindings);
  const { table } = checked;
  // Paths to change have errors of their own, which come later.
  const targets = actions.map(({ path }) => path);
  const sources = bindings.paths.filter((path) => !targets.includes(path));
  assertScalarKeys(table, sources);
  assertNoEmptyKeys(table.schema, key);
  assertNoEmptyIndexValues(table, actions);
  return createRequest(checked, {
    size: itemSize(key),
    actions,
    locate() {
      const touched = targets.find(([name]) => isKey(table.schema, name));
      if (touched !== undefined)
        throw validationError(
          `One or more parameter values were invalid: Cannot update attribute ${touched[0]}. This attribute is part of the key`,
        );
      return rowKeyOfKey(table.schema, key);
    },
    change(before) {
      assertScalarKeys(table, targets);
      const after = update(before ?? key);
      assertStorable(table, after, targets);
      return after;
    },
  });
}

/** Empty values given in the request; AWS refuses these before it looks at the item. */
function assertNoEmptyIndexValues(table: Table, actions: readonly UpdateAction[]): void {
  for (const action of actions) {
    if (action.kind === "set" && action.value.kind === "value" && action.path.length === 1)
      assertNoEmptyIndexValue(table, action.path[0] as string, action.value.value);
  }
}

function assertStorable(table: Table, item: StoredItem, targets: readonly DocumentPath[]): void {
  for (const index of table.indexes) assertIndexKeys(index, item);
  for (const [name] of targets)
    assertNoEmptyIndexValue(table, name as string, item[name as string]);
  assertDepth(item);
  if (itemSize(item) > MAX_ITEM_BYTES)
    throw validationError("Item size to update has exceeded the maximum allowed size");
}

function assertNoEmptyIndexValue(table: Table, name: string, value: StoredValue | undefined): void {
  const kind = emptyKind(value);
  if (kind === undefined || !table.indexes.some(({ schema }) => isKey(schema, name))) return;
  throw validationError(
    `One or more parameter values are not valid. The update expression attempted to update a secondary index key to a value that is not supported. The AttributeValue for a key attribute cannot contain an empty ${kind} value.`,
  );
}
