import type { Table } from "./table-storage.ts";

/** Tells listeners that a table's stream grew. */
export interface StreamNotifier {
  /** Listens to one table, which need not exist yet; the returned function stops that. */
  listen(table: string, listener: () => void): () => void;
  /** Calls the listeners of these tables soon, once for all changes until then. */
  notify(tables: Iterable<Table>): void;
}

/** A notifier without listeners. */
export function createStreamNotifier(): StreamNotifier {
  const listeners = new Map<string, Set<() => void>>();
  let pending = new Set<string>();

  const callListeners = () => {
    const names = pending;
    pending = new Set();
    for (const name of names) for (const listener of listeners.get(name) ?? []) listener();
  };
  return {
    listen(table, listener) {
      const own = () => listener();
      const known = listeners.get(table) ?? new Set();
      listeners.set(table, known.add(own));
      return () => {
        known.delete(own);
      };
    },
    notify(tables) {
      for (const { definition, stream } of tables) {
        if (stream === undefined || !listeners.has(definition.name)) continue;
        if (pending.size === 0) setImmediate(callListeners);
        pending.add(definition.name);
      }
    },
  };
}
