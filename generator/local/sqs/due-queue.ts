/** Values waiting for their number (a time, a turn), smallest first. */
export interface DueQueue<Value> {
  push(due: number, value: Value): void;
  firstDue(): number | undefined;
  /** Removes and returns the first value whose number is at most `limit`. */
  takeUpTo(limit: number): Value | undefined;
}

interface Entry<Value> {
  readonly due: number;
  /** Order of pushing, so that equal numbers come out as they went in. */
  readonly serial: number;
  readonly value: Value;
}

const smallestCleaning = 64;

/**
 * A binary heap whose entries may go stale (a message was deleted, its timeout changed). Removing
 * from the middle of a heap is a scan, so stale entries stay until they surface, or until they
 * make up half of the heap.
 */
export function createDueQueue<Value>(
  isLive: (due: number, value: Value) => boolean,
): DueQueue<Value> {
  let entries: Entry<Value>[] = [];
  let serial = 0;
  let cleanAt = smallestCleaning;

  function cleanWhenGrown(): void {
    if (entries.length < cleanAt) return;
    // A sorted array is a heap.
    entries = entries.filter((entry) => isLive(entry.due, entry.value)).sort(compareEntries);
    cleanAt = Math.max(smallestCleaning, entries.length * 2);
  }

  function firstLive(): Entry<Value> | undefined {
    for (let first = entries[0]; first !== undefined; first = entries[0]) {
      if (isLive(first.due, first.value)) return first;
      removeFirst(entries);
    }
    return undefined;
  }

  return {
    push(due, value) {
      cleanWhenGrown();
      addEntry(entries, { due, serial: serial++, value });
    },
    firstDue: () => firstLive()?.due,
    takeUpTo(limit) {
      const first = firstLive();
      if (first === undefined || first.due > limit) return undefined;
      removeFirst(entries);
      return first.value;
    },
  };
}

function compareEntries(left: Entry<unknown>, right: Entry<unknown>): number {
  return left.due - right.due || left.serial - right.serial;
}

function addEntry<Value>(entries: Entry<Value>[], entry: Entry<Value>): void {
  let index = entries.length;
  entries.push(entry);
  while (index > 0) {
    const parentIndex = (index - 1) >> 1;
    const parent = entries[parentIndex];
    if (parent === undefined || compareEntries(parent, entry) <= 0) break;
    entries[index] = parent;
    index = parentIndex;
  }
  entries[index] = entry;
}

function removeFirst<Value>(entries: Entry<Value>[]): void {
  const last = entries.pop();
  if (last === undefined || entries.length === 0) return;
  let index = 0;
  for (;;) {
    const childIndex = smallerChild(entries, index);
    const child = entries[childIndex];
    if (child === undefined || compareEntries(last, child) <= 0) break;
    entries[index] = child;
    index = childIndex;
  }
  entries[index] = last;
}

function smallerChild(entries: readonly Entry<unknown>[], index: number): number {
  const leftIndex = 2 * index + 1;
  const left = entries[leftIndex];
  const right = entries[leftIndex + 1];
  const rightIsSmaller =
    left !== undefined && right !== undefined && compareEntries(right, left) < 0;
  return rightIsSmaller ? leftIndex + 1 : leftIndex;
}
