import { createLocalDynamoDb } from "../../../../generator/local/dynamodb/index.ts";
import type { Journal, LocalDynamoDb, TableDefinition } from "../../../../generator/local/ports.ts";
import { createManualClock, type ManualClock } from "./manual-clock.ts";

/** A log of events with a stream. */
export const EVENTS: TableDefinition = {
  name: "events",
  attributes: [
    { name: "pk", type: "S" },
    { name: "sk", type: "N" },
  ],
  hashKey: "pk",
  rangeKey: "sk",
  stream: "NEW_AND_OLD_IMAGES",
};

export interface OpenDatabase {
  readonly database: LocalDynamoDb;
  readonly clock: ManualClock;
  /** Puts an event; `more` are further attributes. */
  put(version: number, more?: Record<string, unknown>): void;
  /** Deletes an event. */
  remove(version: number): void;
  item(version: number): unknown;
}

/** A database with one table, its clock in the test's hands. */
export function openDatabase(
  options: {
    readonly clock?: ManualClock;
    readonly journal?: Journal;
    readonly table?: TableDefinition;
  } = {},
): OpenDatabase {
  const { clock = createManualClock(), journal, table = EVENTS } = options;
  const account = { accountId: "123456789012", region: "eu-central-1" };
  const database = createLocalDynamoDb({ clock, account, ...(journal && { journal }) });
  database.createTable(table);
  const key = (version: number) => ({ pk: { S: "a" }, sk: { N: String(version) } });
  const TableName = table.name;
  return {
    database,
    clock,
    put(version, more = {}) {
      database.execute("PutItem", { TableName, Item: { ...key(version), ...more } });
    },
    remove(version) {
      database.execute("DeleteItem", { TableName, Key: key(version) });
    },
    item: (version) => database.execute("GetItem", { TableName, Key: key(version) }).Item,
  };
}

/** The error a call throws; fails the test when it throws none. */
export function errorOf(call: () => unknown): unknown {
  try {
    call();
  } catch (error) {
    return error;
  }
  throw new Error("Expected the call to throw.");
}
