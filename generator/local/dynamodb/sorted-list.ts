/**
 * Entries in order, with cheap insertion and removal anywhere: chunks of bounded length, so that
 * no operation moves more than one chunk, however large the list grows.
 */
export interface SortedList<Entry> {
  insert(entry: Entry): void;
  /** Removes the entry that compares equal; returns whether there was one. */
  remove(entry: Entry): boolean;
  /** From the first entry for which `isReached` holds, in order. It has to hold for all later ones. */
  ascend(isReached: (entry: Entry) => boolean): Iterable<Entry>;
  /** From the last entry for which `isWithin` holds, backwards. It has to hold for all earlier ones. */
  descend(isWithin: (entry: Entry) => boolean): Iterable<Entry>;
}

const CHUNK_LENGTH = 512;

/** An empty list ordered by `compare`, which has to tell any two different entries apart. */
export function createSortedList<Entry>(
  compare: (left: Entry, right: Entry) => number,
): SortedList<Entry> {
  const chunks: Entry[][] = [];
  /** First chunk whose last entry meets the test, which holds from some entry on. */
  const findChunk = (test: (entry: Entry) => boolean) =>
    firstIndex(chunks.length, (index) => test((chunks[index] as Entry[]).at(-1) as Entry));
  const findEntry = (chunk: readonly Entry[], test: (entry: Entry) => boolean) =>
    firstIndex(chunk.length, (index) => test(chunk[index] as Entry));

  return {
    insert(entry) {
      const isAfter = (other: Entry) => compare(other, entry) > 0;
      const found = findChunk(isAfter);
      const index = found === chunks.length && found > 0 ? found - 1 : found;
      const chunk = chunks[index];
      if (chunk === undefined) {
        chunks.push([entry]);
        return;
      }
      chunk.splice(findEntry(chunk, isAfter), 0, entry);
      if (chunk.length <= CHUNK_LENGTH) return;
      // Appending in order is the common case; leaving the full chunk behind keeps chunks full.
      const appended = index === chunks.length - 1 && chunk.at(-1) === entry;
      chunks.splice(index + 1, 0, chunk.splice(appended ? CHUNK_LENGTH : CHUNK_LENGTH / 2));
    },
    remove(entry) {
      const isNotBefore = (other: Entry) => compare(other, entry) >= 0;
      const index = findChunk(isNotBefore);
      const chunk = chunks[index];
      if (chunk === undefined) return false;
      const position = findEntry(chunk, isNotBefore);
      if (compare(chunk[position] as Entry, entry) !== 0) return false;
      chunk.splice(position, 1);
      if (chunk.length === 0) chunks.splice(index, 1);
      return true;
    },
    *ascend(isReached) {
      let index = findChunk(isReached);
      let position = findEntry(chunks[index] ?? [], isReached);
      for (let chunk = chunks[index]; chunk !== undefined; chunk = chunks[index]) {
        for (; position < chunk.length; position += 1) yield chunk[position] as Entry;
        index += 1;
        position = 0;
      }
    },
    *descend(isWithin) {
      const isBeyond = (entry: Entry) => !isWithin(entry);
      let index = Math.min(findChunk(isBeyond), chunks.length - 1);
      let position = findEntry(chunks[index] ?? [], isBeyond) - 1;
      for (let chunk = chunks[index]; chunk !== undefined; chunk = chunks[index]) {
        for (; position >= 0; position -= 1) yield chunk[position] as Entry;
        index -= 1;
        position = (chunks[index]?.length ?? 0) - 1;
      }
    },
  };
}

/** Binary search for the first index at which a test holds; `length` when it holds nowhere. */
function firstIndex(length: number, test: (index: number) => boolean): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (test(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
