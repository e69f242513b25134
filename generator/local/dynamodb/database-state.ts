import type { Clock, Journal, LocalAccount } from "../ports.ts";
import { sameItem } from "./compare-values.ts";
import { type StoredToken, toWriteEntry } from "./journal-entries.ts";
import { constraintError, tableNotFound } from "./service-errors.ts";
import { type ItemChange, recordChange, storeChange, type Table } from "./table-storage.ts";

/** Everything one local DynamoDB holds. */
export interface DatabaseState {
  readonly clock: Clock;
  readonly account: LocalAccount;
  readonly journal: Journal | undefined;
  readonly tables: Map<string, Table>;
  /** Finished transactions by ClientRequestToken, oldest first. */
  readonly tokens: Map<string, StoredToken>;
  /** Called with the tables whose items changed, once a write is done. */
  onChanged: (tables: ReadonlySet<Table>) => void;
}

/** The table a request names (by name or ARN); throws as item operations do. */
export function requireTable(state: DatabaseState, name: unknown): Table {
  const table = state.tables.get(readTableName(name));
  if (table === undefined) throw tableNotFound();
  return table;
}

/** A request's TableName without the ARN around it; throws when there is none. */
export function readTableName(name: unknown): string {
  if (typeof name !== "string")
    throw constraintError("null", "tableName", "Member must not be null");
  return name.startsWith("arn:") ? name.slice(name.lastIndexOf("/") + 1) : name;
}

/**
 * Makes changes together: written to the journal first, then to the tables, so that an answer
 * never promises more than a restart would restore. Changes that change nothing leave no trace,
 * as on AWS.
 */
export function commit(
  state: DatabaseState,
  changes: readonly ItemChange[],
  { expired = false, token }: { readonly expired?: boolean; readonly token?: StoredToken } = {},
): void {
  const effective = changes.filter(isEffective);
  if (effective.length === 0 && token === undefined) return;
  const at = state.clock.now();
  state.journal?.append(toWriteEntry({ changes: effective, at, expired, token }));
  for (const change of effective) {
    storeChange(change);
    recordChange(change, at, expired);
  }
  if (token !== undefined) state.tokens.set(token.token, token);
  state.onChanged(new Set(effective.map((change) => change.table)));
}

function isEffective({ before, after }: ItemChange): boolean {
  if (before === undefined || after === undefined) return before !== after;
  return !sameItem(before, after);
}
