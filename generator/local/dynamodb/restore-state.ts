import type { StoredItem } from "./attribute-types.ts";
import { forgetOldTokens } from "./client-request-token.ts";
import type { DatabaseState } from "./database-state.ts";
import type { JournalEntry, TableEntry, WriteEntry } from "./journal-entries.ts";
import { readItem } from "./read-value.ts";
import type { StreamEntry } from "./stream-log.ts";
import { rowKeyOfItem } from "./table-keys.ts";
import {
  createTable,
  recordChange,
  redefineTable,
  storeChange,
  type Table,
} from "./table-storage.ts";

const CHUNK_LENGTH = 100;

/**
 * Fills an empty state from its journal and replaces the journal by a snapshot of what is still
 * needed: all tables and items, stream records of the last 24 hours, tokens of the last 10 minutes.
 */
export function restoreState(state: DatabaseState): void {
  const { journal, clock } = state;
  if (journal === undefined) return;
  let found = false;
  for (const entry of journal.entries()) {
    restoreEntry(state, entry as JournalEntry);
    found = true;
  }
  const now = clock.now();
  forgetOldTokens(state.tokens, now);
  for (const table of state.tables.values()) table.stream?.trim(now);
  if (found) journal.replace(snapshot(state));
}

function restoreEntry(state: DatabaseState, entry: JournalEntry): void {
  switch (entry.kind) {
    case "table":
      restoreTable(state, entry);
      return;
    case "write":
      restoreWrite(state, entry);
      return;
    case "items":
      for (const item of entry.items) storeRestored(tableOf(state, entry.table), item, true);
      return;
    case "records":
      for (const record of entry.records)
        tableOf(state, entry.table).stream?.append(restoreRecord(record));
      return;
    case "tokens":
      for (const token of entry.tokens) state.tokens.set(token.token, token);
  }
}

function restoreTable(state: DatabaseState, entry: TableEntry): void {
  const { definition, createdAt, streamCreatedAt, nextSequence } = entry;
  const known = state.tables.get(definition.name);
  const table = known ?? createTable(state.account, definition, createdAt);
  table.nextSequence = nextSequence;
  redefineTable(table, definition, streamCreatedAt);
  state.tables.set(definition.name, table);
}

function restoreWrite(state: DatabaseState, { at, changes, expired, token }: WriteEntry): void {
  for (const change of changes) {
    const isPut = "put" in change;
    const table = tableOf(state, change.table);
    const restored = storeRestored(table, isPut ? change.put : change.delete, isPut);
    recordChange(restored, at, expired === true);
  }
  if (token !== undefined) state.tokens.set(token.token, token);
}

/** Stores an item (or deletes the one with these keys) and tells what that changed. */
function storeRestored(table: Table, raw: StoredItem, isPut: boolean) {
  // JSON.parse gives objects with a prototype; reading makes the stored form of them again.
  const item = readItem(raw);
  const key = rowKeyOfItem(table.schema, item);
  const before = table.rowsById.get(key.id)?.item;
  const change = { table, key, before, after: isPut ? item : undefined };
  storeChange(change);
  return change;
}

function restoreRecord(record: StreamEntry): StreamEntry {
  return {
    ...record,
    keys: readItem(record.keys),
    before: record.before && readItem(record.before),
    after: record.after && readItem(record.after),
  };
}

function tableOf(state: DatabaseState, name: string): Table {
  const table = state.tables.get(name);
  if (table !== undefined) return table;
  throw new Error(`The local DynamoDB's journal has a change of an unknown table ${name}.`);
}

function* snapshot(state: DatabaseState): Iterable<JournalEntry> {
  for (const table of state.tables.values()) {
    const { definition, createdAt, nextSequence, stream } = table;
    const { name } = definition;
    const streamCreatedAt = stream?.createdAt;
    yield {
      kind: "table",
      definition,
      createdAt,
      nextSequence,
      ...(streamCreatedAt !== undefined && { streamCreatedAt }),
    };
    const items = [...table.rowsById.values()].map((row) => row.item);
    for (const chunk of chunks(items)) yield { kind: "items", table: name, items: chunk };
    const records = stream?.read(0, Number.POSITIVE_INFINITY) ?? [];
    for (const chunk of chunks(records)) yield { kind: "records", table: name, records: chunk };
  }
  if (state.tokens.size > 0) yield { kind: "tokens", tokens: [...state.tokens.values()] };
}

function* chunks<T>(values: readonly T[]): Iterable<readonly T[]> {
  for (let start = 0; start < values.length; start += CHUNK_LENGTH)
    yield values.slice(start, start + CHUNK_LENGTH);
}
