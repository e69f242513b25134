import type { Journal } from "../../../../generator/local/ports.ts";

export interface MemoryJournal extends Journal {
  /** The lines a file would hold. */
  readonly lines: readonly string[];
}

/** A journal that keeps JSON lines in memory, as a file would, so that nothing is shared by reference. */
export function createMemoryJournal(lines: string[] = []): MemoryJournal {
  let current = lines;
  return {
    get lines() {
      return current;
    },
    entries: () => current.map((line) => JSON.parse(line) as unknown),
    append(entry) {
      current.push(JSON.stringify(entry));
    },
    replace(entries) {
      current = Array.from(entries, (entry) => JSON.stringify(entry));
    },
    close() {},
  };
}
