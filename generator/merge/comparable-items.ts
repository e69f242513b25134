/** A common item counts as noise from this many occurrences on, however long the text is (git: 1024). */
const mostOccurrences = 1024;
/** How far around a common item is looked for items without a partner (git: 100). */
const neighbourhood = 100;
/** A common item is left out when less than one in this many of its neighbours are common ones (git: 4). */
const commonShare = 4;

type Frequency = "absent" | "rare" | "common";

interface Items {
  readonly values: readonly number[];
  readonly other: readonly number[];
  /** How many items both sequences begin and end with. */
  readonly equalStart: number;
  readonly equalEnd: number;
  /** From how many occurrences in the other sequence on an item is a common one. */
  readonly commonFrom: number;
}

/**
 * Positions worth comparing: what the other sequence does not have at all is a change in any case, and so
 * is a very common item (a closing brace) in the middle of such changes, where a match would be chance.
 */
export function comparableItems(items: Items): readonly number[] {
  const { values, other, equalStart, equalEnd, commonFrom } = items;
  const occurrences = new Map<number, number>();
  for (const value of other) occurrences.set(value, (occurrences.get(value) ?? 0) + 1);
  const end = values.length - equalEnd;
  const frequencies = values.slice(equalStart, end).map((value): Frequency => {
    const count = occurrences.get(value) ?? 0;
    if (count === 0) return "absent";
    return count >= commonFrom ? "common" : "rare";
  });
  const kept: number[] = [];
  for (const [index, frequency] of frequencies.entries()) {
    const isNoise = frequency === "common" && isAmongAbsent(frequencies, index);
    if (frequency !== "absent" && !isNoise) kept.push(equalStart + index);
  }
  return kept;
}

/** Twice about the square root of a length: 2, 4, 8, … for lengths below 4, 16, 64, … */
export function commonFrom(length: number): number {
  let root = 1;
  for (let rest = length; rest > 0; rest >>= 2) root *= 2;
  return Math.min(root, mostOccurrences);
}

function isAmongAbsent(frequencies: readonly Frequency[], index: number): boolean {
  const before = countRun(frequencies, index, -1);
  if (before.absent === 0) return false;
  const after = countRun(frequencies, index, 1);
  if (after.absent === 0) return false;
  const common = before.common + after.common;
  return common * commonShare < common + before.absent + after.absent;
}

/** Absent and common items from one on, itself included, up to the first rare one. */
function countRun(
  frequencies: readonly Frequency[],
  index: number,
  step: 1 | -1,
): { readonly absent: number; readonly common: number } {
  let [absent, common] = [0, 1];
  for (let distance = 1; distance <= neighbourhood; distance += 1) {
    const frequency = frequencies[index + step * distance];
    if (frequency === undefined || frequency === "rare") break;
    if (frequency === "absent") absent += 1;
    else common += 1;
  }
  return { absent, common };
}
