import type { StoredItem } from "./attribute-types.ts";
import { bindCondition } from "./bind-condition.ts";
import { type DatabaseState, requireTable } from "./database-state.ts";
import { meetsCondition } from "./evaluate-condition.ts";
import type { ExpressionBindings } from "./expression-bindings.ts";
import type { Condition, UpdateAction } from "./expression-tree.ts";
import { cacheParser } from "./parse-cache.ts";
import { parseCondition } from "./parse-condition.ts";
import {
  type OperationInput,
  readChoice,
  readExpression,
  refuseLegacyParameters,
} from "./request-parameters.ts";
import { conditionalCheckFailed } from "./service-errors.ts";
import type { RowKey } from "./table-keys.ts";
import type { ItemChange, Table } from "./table-storage.ts";

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html */
export const MAX_ITEM_BYTES = 400 * 1024;

/**
 * One write, checked as far as the request alone allows. What needs the table's keys (`locate`)
 * or the item (`prepare`) comes later, because a transaction reports those as reasons instead.
 */
export interface WriteRequest {
  readonly table: Table;
  /** The row it writes; throws when the key does not fit the table. */
  locate(): RowKey;
  /** The change it makes; throws when the condition fails or the update cannot be made. */
  prepare(key: RowKey): ItemChange;
  /** What an update names, for UPDATED_OLD and UPDATED_NEW. */
  readonly actions: readonly UpdateAction[];
  /** Bytes it counts for against a transaction's limit. */
  readonly size: number;
}

/** What all writes have in common. */
export interface CheckedRequest {
  readonly table: Table;
  readonly condition: Condition | undefined;
  readonly returnOldOnFailure: boolean;
}

/** What each kind of write does in its own way. */
export interface WriteParts {
  readonly size: number;
  readonly actions?: readonly UpdateAction[];
  locate(): RowKey;
  change(before: StoredItem | undefined): StoredItem | undefined;
}

const parse = cacheParser((text) => parseCondition(text, "ConditionExpression"));

const NO_ATTRIBUTES: StoredItem = Object.freeze(Object.create(null));

/** Reads table and condition; all other expressions have to be bound before. */
export function checkRequest(
  state: DatabaseState,
  input: OperationInput,
  bindings: ExpressionBindings,
): CheckedRequest {
  refuseLegacyParameters(input);
  const onFailure = readChoice(input, "ReturnValuesOnConditionCheckFailure", ["ALL_OLD", "NONE"]);
  const text = readExpression(input, "ConditionExpression");
  const condition =
    text === undefined ? undefined : bindCondition(parse(text), bindings, "ConditionExpression");
  bindings.assertAllUsed();
  const table = requireTable(state, input.TableName);
  return { table, condition, returnOldOnFailure: onFailure === "ALL_OLD" };
}

/** Puts a write together. */
export function createRequest(checked: CheckedRequest, parts: WriteParts): WriteRequest {
  const { table, condition, returnOldOnFailure } = checked;
  return {
    table,
    size: parts.size,
    actions: parts.actions ?? [],
    locate: parts.locate,
    prepare(key) {
      const before = table.rowsById.get(key.id)?.item;
      if (condition !== undefined && !meetsCondition(before ?? NO_ATTRIBUTES, condition))
        throw conditionalCheckFailed(returnOldOnFailure ? before : undefined);
      return { table, key, before, after: parts.change(before) };
    },
  };
}
