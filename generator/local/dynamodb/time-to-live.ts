import { commit, type DatabaseState } from "./database-state.ts";
import type { Table } from "./table-storage.ts";

/** AWS takes up to days; a second keeps the item visible for a moment after it has expired. */
const DELAY_MS = 1000;

/** Timers cannot be set further ahead than 24 days; an hour is often enough to look again. */
const LONGEST_SLEEP_MS = 60 * 60 * 1000;

const BATCH_LENGTH = 100;

/** Deletes expired items as their time comes. */
export interface ExpirySweeper {
  /** Looks when the next item of these tables expires, after they changed. */
  follow(tables: Iterable<Table>): void;
}

/** A sweeper over the state's tables; it sleeps until the next item expires. */
export function createExpirySweeper(state: DatabaseState): ExpirySweeper {
  let wakesAt = Number.POSITIVE_INFINITY;
  let cancel = () => {};

  const sleepUntil = (time: number) => {
    const now = state.clock.now();
    const wake = Math.min(Math.max(time + DELAY_MS, now), now + LONGEST_SLEEP_MS);
    if (wake >= wakesAt) return;
    cancel();
    wakesAt = wake;
    cancel = state.clock.schedule(wake - now, sweep);
  };
  const follow = (tables: Iterable<Table>) => {
    for (const table of tables) {
      const next = table.expiries?.next(state.clock.now());
      if (next !== undefined) sleepUntil(next);
    }
  };
  const sweep = () => {
    wakesAt = Number.POSITIVE_INFINITY;
    for (const table of state.tables.values()) deleteExpired(state, table);
    follow(state.tables.values());
  };
  return { follow };
}

function deleteExpired(state: DatabaseState, table: Table): void {
  const keys = table.expiries?.expired(state.clock.now(), BATCH_LENGTH) ?? [];
  const changes = keys.map((key) => {
    const before = table.rowsById.get(key.id)?.item;
    return { table, key, before, after: undefined };
  });
  commit(state, changes, { expired: true });
}
