export interface Random {
  /** A whole number from 0 up to, not including, `end`. */
  readonly below: (end: number) => number;
  readonly oneOf: <Item>(items: readonly Item[]) => Item;
}

/** The same numbers for the same seed: mulberry32, which is enough to vary test cases. */
export function seededRandom(seed: number): Random {
  let state = seed;
  const below = (end: number): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * end);
  };
  return {
    below,
    oneOf: (items) => {
      const item = items[below(items.length)];
      if (item === undefined) throw new Error("Nothing to choose from.");
      return item;
    },
  };
}

/** Lines with a few random insertions, deletions and replacements; new lines come from `word`. */
export function editLines(
  lines: readonly string[],
  { random, word, most = 3 }: { random: Random; word: () => string; most?: number },
): readonly string[] {
  const edited = [...lines];
  for (let left = random.below(most + 1); left > 0; left -= 1) {
    const at = random.below(edited.length + 1);
    const kind = random.oneOf(["insert", "insert", "delete", "replace"]);
    if (kind === "delete") edited.splice(at, 1 + random.below(2));
    else if (kind === "replace") edited.splice(at, 1, word());
    else edited.splice(at, 0, ...Array.from({ length: 1 + random.below(3) }, word));
  }
  return edited;
}
