import type { TableDefinition } from "../../../../generator/local/ports.ts";

/** An event log: partition and sort key, stream with both images. */
export const EVENTS: TableDefinition = {
  name: "contract-events",
  attributes: [
    { name: "streamId", type: "S" },
    { name: "version", type: "N" },
  ],
  hashKey: "streamId",
  rangeKey: "version",
  stream: "NEW_AND_OLD_IMAGES",
};

/** A read model: one key, indexes of every projection. */
export const ORDERS: TableDefinition = {
  name: "contract-orders",
  attributes: [
    { name: "id", type: "S" },
    { name: "customer", type: "S" },
    { name: "placed", type: "N" },
  ],
  hashKey: "id",
  indexes: [
    { name: "by-customer", hashKey: "customer", rangeKey: "placed", projection: "ALL" },
    { name: "keys-only", hashKey: "customer", rangeKey: "placed", projection: "KEYS_ONLY" },
    {
      name: "with-total",
      hashKey: "customer",
      rangeKey: "placed",
      projection: { include: ["total"] },
    },
  ],
};

/** Binary sort key. */
export const BLOBS: TableDefinition = {
  name: "contract-blobs",
  attributes: [
    { name: "owner", type: "S" },
    { name: "digest", type: "B" },
  ],
  hashKey: "owner",
  rangeKey: "digest",
};

/** Text sort key. */
export const NAMES: TableDefinition = {
  name: "contract-names",
  attributes: [
    { name: "kind", type: "S" },
    { name: "name", type: "S" },
  ],
  hashKey: "kind",
  rangeKey: "name",
};

/** A table of its own, because a scan sees everything. */
export const SCANNED: TableDefinition = { ...NAMES, name: "contract-scanned" };

export const CONTRACT_TABLES = [EVENTS, ORDERS, BLOBS, NAMES, SCANNED];
