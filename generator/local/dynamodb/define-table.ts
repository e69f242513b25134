import type { TableDefinition } from "../ports.ts";
import type { DatabaseState } from "./database-state.ts";
import type { TableEntry } from "./journal-entries.ts";
import { keyAttributes } from "./table-keys.ts";
import { createTable, redefineTable, type Table } from "./table-storage.ts";

/**
 * Creates a table, or changes stream, indexes and time to live of an existing one. Throws when
 * the existing one has other keys: its items could not be found any more.
 */
export function defineTable(state: DatabaseState, definition: TableDefinition): void {
  const existing = state.tables.get(definition.name);
  if (existing !== undefined && sameDefinition(existing.definition, definition)) return;
  const now = state.clock.now();
  const table = existing ?? createTable(state.account, definition, now);
  assertSameKeys(table, definition);
  const entry: TableEntry = {
    kind: "table",
    definition,
    createdAt: table.createdAt,
    nextSequence: table.nextSequence,
    ...(definition.stream !== undefined && {
      streamCreatedAt: streamCreation(table, definition, now),
    }),
  };
  state.journal?.append(entry);
  redefineTable(table, definition, entry.streamCreatedAt);
  state.tables.set(definition.name, table);
  state.onChanged(new Set([table]));
}

/** A stream keeps its creation time, which is part of its ARN, until its view type changes. */
function streamCreation(table: Table, definition: TableDefinition, now: number): number {
  if (table.stream === undefined) return now;
  const { viewType, createdAt } = table.stream;
  return viewType === definition.stream ? createdAt : Math.max(now, createdAt + 1);
}

function assertSameKeys(table: Table, definition: TableDefinition): void {
  const describe = (keys: Table["schema"]) =>
    keyAttributes(keys)
      .map(({ name, type }) => `${name} (${type})`)
      .join(", ");
  const wanted = createTable({ accountId: "", region: "" }, definition, 0);
  const [before, after] = [describe(table.schema), describe(wanted.schema)];
  if (before === after) return;
  throw new Error(
    `Table ${definition.name} exists with the keys ${before}, but the definition asks for ${after}. ` +
      "The keys of a table cannot be changed: give the table another name, or delete the local data.",
  );
}

function sameDefinition(left: TableDefinition, right: TableDefinition): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}
