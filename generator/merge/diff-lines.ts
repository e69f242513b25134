import { diffSequences, intern } from "./diff-sequences.ts";
import { linesOf } from "./text-style.ts";

/** Lines as a unified diff counts them: from 1, and a start without lines is the line before. */
export interface Hunk {
  readonly aStart: number;
  readonly aCount: number;
  readonly bStart: number;
  readonly bCount: number;
}

/** What changed between two texts; line ends, byte order marks and a missing last line end are no change. */
export function diffLines(a: string, b: string): readonly Hunk[] {
  const [from = [], to = []] = intern(linesOf(a), linesOf(b));
  return diffSequences(from, to).map(({ aStart, aEnd, bStart, bEnd }) => ({
    aStart: aEnd > aStart ? aStart + 1 : aStart,
    aCount: aEnd - aStart,
    bStart: bEnd > bStart ? bStart + 1 : bStart,
    bCount: bEnd - bStart,
  }));
}
