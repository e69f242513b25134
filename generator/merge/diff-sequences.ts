import { commonFrom, comparableItems } from "./comparable-items.ts";
import { markChanges } from "./mark-changes.ts";
import { slideChanges } from "./slide-changes.ts";

/** Items `aStart` to `aEnd` became items `bStart` to `bEnd`; 0-based, ends excluded. */
export interface Change {
  readonly aStart: number;
  readonly aEnd: number;
  readonly bStart: number;
  readonly bEnd: number;
}

/** Texts as numbers, equal ones as the same number: comparing costs the same for long lines. */
export function intern(...lists: readonly (readonly string[])[]): readonly (readonly number[])[] {
  const numbers = new Map<string, number>();
  return lists.map((list) =>
    list.map((text) => {
      const known = numbers.get(text);
      if (known !== undefined) return known;
      numbers.set(text, numbers.size);
      return numbers.size - 1;
    }),
  );
}

/** What changed from `a` to `b`, in order; between two changes there is at least one equal item. */
export function diffSequences(a: readonly number[], b: readonly number[]): readonly Change[] {
  const changedA = new Uint8Array(a.length);
  const changedB = new Uint8Array(b.length);
  const ends = equalEnds(a, b);
  const rareBelow = commonFrom(a.length);
  const inA = comparableItems({ values: a, other: b, ...ends, commonFrom: rareBelow });
  const inB = comparableItems({ values: b, other: a, ...ends, commonFrom: commonFrom(b.length) });
  changedA.fill(1, ends.equalStart, a.length - ends.equalEnd);
  changedB.fill(1, ends.equalStart, b.length - ends.equalEnd);
  for (const index of inA) changedA[index] = 0;
  for (const index of inB) changedB[index] = 0;
  markChanges(
    inA.map((index) => a[index] as number),
    inB.map((index) => b[index] as number),
    {
      inA: (index) => changedA.fill(1, inA[index], (inA[index] as number) + 1),
      inB: (index) => changedB.fill(1, inB[index], (inB[index] as number) + 1),
    },
  );
  const sideA = { values: a, changed: changedA };
  const sideB = { values: b, changed: changedB };
  slideChanges(sideA, sideB);
  slideChanges(sideB, sideA);
  return changesOf(changedA, changedB);
}

function equalEnds(
  a: readonly number[],
  b: readonly number[],
): { readonly equalStart: number; readonly equalEnd: number } {
  const shorter = Math.min(a.length, b.length);
  let equalStart = 0;
  while (equalStart < shorter && a[equalStart] === b[equalStart]) equalStart += 1;
  let equalEnd = 0;
  while (
    equalEnd < shorter - equalStart &&
    a[a.length - 1 - equalEnd] === b[b.length - 1 - equalEnd]
  ) {
    equalEnd += 1;
  }
  return { equalStart, equalEnd };
}

function changesOf(changedA: Uint8Array, changedB: Uint8Array): readonly Change[] {
  const changes: Change[] = [];
  for (let [a, b] = [0, 0]; a < changedA.length || b < changedB.length; a += 1, b += 1) {
    const [aStart, bStart] = [a, b];
    while (changedA[a] === 1) a += 1;
    while (changedB[b] === 1) b += 1;
    if (a > aStart || b > bStart) changes.push({ aStart, aEnd: a, bStart, bEnd: b });
  }
  return changes;
}
