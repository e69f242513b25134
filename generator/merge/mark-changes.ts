import { middleOfPath } from "./middle-of-path.ts";

/** Two sequences and the working memory of one comparison; diagonal `d` is kept at `zero + d`. */
export interface SequencePair {
  readonly a: readonly number[];
  readonly b: readonly number[];
  readonly forward: Int32Array;
  readonly backward: Int32Array;
  readonly zero: number;
}

/** Parts of both sequences, ends excluded. */
export interface Box {
  readonly aLow: number;
  readonly aHigh: number;
  readonly bLow: number;
  readonly bHigh: number;
}

/** Calls back with every position of `a` and of `b` that has no partner in the other sequence. */
export function markChanges(
  a: readonly number[],
  b: readonly number[],
  marks: { readonly inA: (index: number) => void; readonly inB: (index: number) => void },
): void {
  const diagonals = a.length + b.length + 3;
  const pair: SequencePair = {
    a,
    b,
    forward: new Int32Array(diagonals),
    backward: new Int32Array(diagonals),
    zero: b.length + 1,
  };
  const waiting: Box[] = [{ aLow: 0, aHigh: a.length, bLow: 0, bHigh: b.length }];
  for (let box = waiting.pop(); box !== undefined; box = waiting.pop()) {
    const { aLow, aHigh, bLow, bHigh } = withoutEqualEnds(pair, box);
    if (aLow === aHigh) {
      for (let index = bLow; index < bHigh; index += 1) marks.inB(index);
    } else if (bLow === bHigh) {
      for (let index = aLow; index < aHigh; index += 1) marks.inA(index);
    } else {
      const cut = middleOfPath(pair, { aLow, aHigh, bLow, bHigh });
      waiting.push({ aLow, aHigh: cut.a, bLow, bHigh: cut.b });
      waiting.push({ aLow: cut.a, aHigh, bLow: cut.b, bHigh });
    }
  }
}

function withoutEqualEnds({ a, b }: SequencePair, box: Box): Box {
  let { aLow, aHigh, bLow, bHigh } = box;
  while (aLow < aHigh && bLow < bHigh && a[aLow] === b[bLow]) {
    aLow += 1;
    bLow += 1;
  }
  while (aLow < aHigh && bLow < bHigh && a[aHigh - 1] === b[bHigh - 1]) {
    aHigh -= 1;
    bHigh -= 1;
  }
  return { aLow, aHigh, bLow, bHigh };
}
