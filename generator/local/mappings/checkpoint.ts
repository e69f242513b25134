import type { Journal } from "../ports.ts";

export interface Checkpoint {
  /** Sequence number of the last record that is done; undefined before the first. */
  get(): string | undefined;
  set(sequenceNumber: string): void;
}

/** A checkpoint is one value, so a long journal of them is only history. */
const longestJournal = 1000;

export function createCheckpoint(journal: Journal): Checkpoint {
  let value: string | undefined;
  let entries = 0;
  for (const entry of journal.entries()) {
    if (typeof entry === "string") value = entry;
    entries += 1;
  }
  return {
    get: () => value,
    set(sequenceNumber) {
      value = sequenceNumber;
      entries += 1;
      if (entries <= longestJournal) return journal.append(sequenceNumber);
      journal.replace([sequenceNumber]);
      entries = 1;
    },
  };
}
