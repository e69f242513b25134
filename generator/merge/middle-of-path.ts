import type { Box, SequencePair } from "./mark-changes.ts";

/**
 * The smallest cost after which the search gives up on the shortest path and goes on from the furthest
 * point it reached. Below it results are minimal. git bounds its search at the same 256 steps
 * (`XDL_MAX_COST_MIN`); a bounded search costs at most its square and moves on by its length, so a whole
 * comparison grows with length × bound, never with the square of the length.
 */
const smallestCostBound = 256;

const beforeAll = -1;
const afterAll = 0x7fffffff;

/**
 * Where to cut a box in two: a point of a shortest path of insertions and deletions (E. Myers, "An O(ND)
 * Difference Algorithm and Its Variations", 1986, section 4b). Searched from both corners at once; of
 * equally short paths the one through the higher diagonals is taken, as git does, since a merge has to
 * come out as git's.
 */
export function middleOfPath(
  pair: SequencePair,
  box: Box,
): { readonly a: number; readonly b: number } {
  const { a, b, forward, backward, zero } = pair;
  const { aLow, aHigh, bLow, bHigh } = box;
  const lowest = aLow - bHigh;
  const highest = aHigh - bLow;
  const start = aLow - bLow;
  const end = aHigh - bHigh;
  const meetsGoingForward = ((start - end) & 1) !== 0;
  const bound = Math.max(smallestCostBound, Math.ceil(Math.sqrt(a.length + b.length)));
  let [forwardLow, forwardHigh, backwardLow, backwardHigh] = [start, start, end, end];
  forward[zero + start] = aLow;
  backward[zero + end] = aHigh;

  for (let cost = 1; ; cost += 1) {
    if (forwardLow > lowest) forward[zero + --forwardLow - 1] = beforeAll;
    else forwardLow += 1;
    if (forwardHigh < highest) forward[zero + ++forwardHigh + 1] = beforeAll;
    else forwardHigh -= 1;
    for (let diagonal = forwardHigh; diagonal >= forwardLow; diagonal -= 2) {
      const below = forward[zero + diagonal - 1] as number;
      const above = forward[zero + diagonal + 1] as number;
      let x = below >= above ? below + 1 : above;
      while (x < aHigh && x - diagonal < bHigh && a[x] === b[x - diagonal]) x += 1;
      forward[zero + diagonal] = x;
      const isMet = meetsGoingForward && backwardLow <= diagonal && diagonal <= backwardHigh;
      if (isMet && (backward[zero + diagonal] as number) <= x) return { a: x, b: x - diagonal };
    }

    if (backwardLow > lowest) backward[zero + --backwardLow - 1] = afterAll;
    else backwardLow += 1;
    if (backwardHigh < highest) backward[zero + ++backwardHigh + 1] = afterAll;
    else backwardHigh -= 1;
    for (let diagonal = backwardHigh; diagonal >= backwardLow; diagonal -= 2) {
      const below = backward[zero + diagonal - 1] as number;
      const above = backward[zero + diagonal + 1] as number;
      let x = below < above ? below : above - 1;
      while (x > aLow && x - diagonal > bLow && a[x - 1] === b[x - diagonal - 1]) x -= 1;
      backward[zero + diagonal] = x;
      const isMet = !meetsGoingForward && forwardLow <= diagonal && diagonal <= forwardHigh;
      if (isMet && x <= (forward[zero + diagonal] as number)) return { a: x, b: x - diagonal };
    }

    if (cost >= bound) {
      return furthestPoint(pair, box, { forwardLow, forwardHigh, backwardLow, backwardHigh });
    }
  }
}

interface Reach {
  readonly forwardLow: number;
  readonly forwardHigh: number;
  readonly backwardLow: number;
  readonly backwardHigh: number;
}

/** Of all points that either search has reached, the one furthest from the corner it came from. */
function furthestPoint(
  { forward, backward, zero }: SequencePair,
  { aLow, aHigh, bLow, bHigh }: Box,
  { forwardLow, forwardHigh, backwardLow, backwardHigh }: Reach,
): { readonly a: number; readonly b: number } {
  let best = { a: aLow, b: bLow, gone: -1 };
  for (let diagonal = forwardHigh; diagonal >= forwardLow; diagonal -= 2) {
    const x = Math.min(forward[zero + diagonal] as number, aHigh, bHigh + diagonal);
    const gone = x - aLow + (x - diagonal - bLow);
    if (gone > best.gone) best = { a: x, b: x - diagonal, gone };
  }
  for (let diagonal = backwardHigh; diagonal >= backwardLow; diagonal -= 2) {
    const x = Math.max(backward[zero + diagonal] as number, aLow, bLow + diagonal);
    const gone = aHigh - x + (bHigh - (x - diagonal));
    if (gone > best.gone) best = { a: x, b: x - diagonal, gone };
  }
  return best;
}
