import type { TableDefinition } from "../ports.ts";
import type { StoredItem } from "./attribute-types.ts";
import type { StreamEntry } from "./stream-log.ts";
import type { ItemChange } from "./table-storage.ts";

/** A finished transaction: the same token within ten minutes must not run it again. */
export interface StoredToken {
  readonly token: string;
  /** Digest of the request, to tell a retry from another request under the same token. */
  readonly fingerprint: string;
  readonly at: number;
}

/** A table as last defined. */
export interface TableEntry {
  readonly kind: "table";
  readonly definition: TableDefinition;
  readonly createdAt: number;
  readonly streamCreatedAt?: number;
  readonly nextSequence: number;
}

/** The changes of one call, which are made together or not at all. */
export interface WriteEntry {
  readonly kind: "write";
  readonly at: number;
  readonly changes: readonly (
    | { readonly table: string; readonly put: StoredItem }
    | { readonly table: string; readonly delete: StoredItem }
  )[];
  readonly expired?: true;
  readonly token?: StoredToken;
}

/** Part of a snapshot: items of one table. */
interface ItemsEntry {
  readonly kind: "items";
  readonly table: string;
  readonly items: readonly StoredItem[];
}

/** Part of a snapshot: records of one table's stream. */
interface RecordsEntry {
  readonly kind: "records";
  readonly table: string;
  readonly records: readonly StreamEntry[];
}

/** Part of a snapshot: transactions that may still be retried. */
interface TokensEntry {
  readonly kind: "tokens";
  readonly tokens: readonly StoredToken[];
}

export type JournalEntry = TableEntry | WriteEntry | ItemsEntry | RecordsEntry | TokensEntry;

/** The journal entry for changes that are about to be made. */
export function toWriteEntry(write: {
  readonly changes: readonly ItemChange[];
  readonly at: number;
  readonly expired: boolean;
  readonly token: StoredToken | undefined;
}): WriteEntry {
  return {
    kind: "write",
    at: write.at,
    changes: write.changes.map(({ table, key, after }) => {
      const { name } = table.definition;
      return after === undefined
        ? { table: name, delete: key.attributes }
        : { table: name, put: after };
    }),
    ...(write.expired && { expired: true }),
    ...(write.token !== undefined && { token: write.token }),
  };
}
