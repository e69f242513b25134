import type { TableDefinition } from "../../../generator/local/ports.ts";

/** The tables that the stores are written for, with the keys that the stack gives them. */
export const eventLog: TableDefinition = {
  name: "runtime-wallet-event-log",
  attributes: [
    { name: "streamId", type: "S" },
    { name: "version", type: "N" },
  ],
  hashKey: "streamId",
  rangeKey: "version",
  stream: "NEW_IMAGE",
};

export const outcomeTable: TableDefinition = {
  name: "runtime-wallet-outcomes",
  attributes: [
    { name: "streamId", type: "S" },
    { name: "commandId", type: "S" },
  ],
  hashKey: "streamId",
  rangeKey: "commandId",
  timeToLiveAttribute: "expiresAt",
};

export const queryTable: TableDefinition = {
  name: "runtime-balance-query-db",
  attributes: [{ name: "id", type: "S" }],
  hashKey: "id",
};

export const allTables = [eventLog, outcomeTable, queryTable];
