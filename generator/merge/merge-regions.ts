import { type Change, diffSequences, intern } from "./diff-sequences.ts";

/** A part in which a side, or each of them, differs from the base; 0-based lines, ends excluded. */
export interface Region {
  readonly changedBy: "mine" | "theirs" | "both";
  readonly baseStart: number;
  readonly baseEnd: number;
  readonly mineStart: number;
  readonly mineEnd: number;
  readonly theirsStart: number;
  readonly theirsEnd: number;
}

export interface RegionInput {
  readonly base: readonly string[];
  readonly mine: readonly string[];
  readonly theirs: readonly string[];
  /**
   * Whether lines that one side only inserts stay apart from a neighbouring line that the other side only
   * reworded. git calls that a conflict.
   */
  readonly allowTouchingInsertions?: boolean;
}

/**
 * The three-way merge of lines, as `git merge-file --diff3` decides it: changes that overlap or touch are
 * one region changed by both, the same change on both sides is none. Where no region is, mine has what
 * the result has.
 */
export function mergeRegions(input: RegionInput): readonly Region[] {
  const [base = [], mine = [], theirs = []] = intern(input.base, input.mine, input.theirs);
  const ofMine = diffSequences(base, mine);
  const ofTheirs = diffSequences(base, theirs);
  const isApart = (former: Change, latter: Change): boolean =>
    former.aEnd < latter.aStart ||
    (input.allowTouchingInsertions === true &&
      former.aEnd === latter.aStart &&
      (isInsertionBesideRewording(former, latter) || isInsertionBesideRewording(latter, former)));
  const isSame = (own: Change, other: Change): boolean =>
    own.aStart === other.aStart &&
    own.aEnd === other.aEnd &&
    own.bEnd - own.bStart === other.bEnd - other.bStart &&
    mine.slice(own.bStart, own.bEnd).every((line, index) => line === theirs[other.bStart + index]);

  const regions: Region[] = [];
  const add = (region: Region): void => {
    const last = regions[regions.length - 1];
    if (last === undefined || isBeyond(last, region, input)) regions.push(region);
    else regions[regions.length - 1] = joined(last, region);
  };
  let [mineNext, theirsNext, mineShift, theirsShift] = [0, 0, 0, 0];
  for (;;) {
    const own = ofMine[mineNext];
    const other = ofTheirs[theirsNext];
    if (own === undefined && other === undefined) return regions;
    if (own !== undefined && (other === undefined || isApart(own, other))) {
      const { aStart: baseStart, aEnd: baseEnd, bStart: mineStart, bEnd: mineEnd } = own;
      const theirsRange = {
        theirsStart: baseStart + theirsShift,
        theirsEnd: baseEnd + theirsShift,
      };
      add({ changedBy: "mine", baseStart, baseEnd, mineStart, mineEnd, ...theirsRange });
      mineShift = mineEnd - baseEnd;
      mineNext += 1;
    } else if (other !== undefined && (own === undefined || isApart(other, own))) {
      const { aStart: baseStart, aEnd: baseEnd, bStart: theirsStart, bEnd: theirsEnd } = other;
      const mineRange = { mineStart: baseStart + mineShift, mineEnd: baseEnd + mineShift };
      add({ changedBy: "theirs", baseStart, baseEnd, theirsStart, theirsEnd, ...mineRange });
      theirsShift = theirsEnd - baseEnd;
      theirsNext += 1;
    } else if (own !== undefined && other !== undefined) {
      if (!isSame(own, other)) add(overlap(own, other));
      if (own.aEnd <= other.aEnd) {
        mineShift = own.bEnd - own.aEnd;
        mineNext += 1;
      }
      if (other.aEnd <= own.aEnd) {
        theirsShift = other.bEnd - other.aEnd;
        theirsNext += 1;
      }
    }
  }
}

function isInsertionBesideRewording(inserted: Change, reworded: Change): boolean {
  const isInsertion = inserted.aStart === inserted.aEnd;
  const lines = reworded.aEnd - reworded.aStart;
  return isInsertion && lines > 0 && lines === reworded.bEnd - reworded.bStart;
}

/** Both changes widened to the same lines of the base. */
function overlap(own: Change, other: Change): Region {
  const baseStart = Math.min(own.aStart, other.aStart);
  const baseEnd = Math.max(own.aEnd, other.aEnd);
  return {
    changedBy: "both",
    baseStart,
    baseEnd,
    mineStart: own.bStart - (own.aStart - baseStart),
    mineEnd: own.bEnd + (baseEnd - own.aEnd),
    theirsStart: other.bStart - (other.aStart - baseStart),
    theirsEnd: other.bEnd + (baseEnd - other.aEnd),
  };
}

function isBeyond(last: Region, next: Region, { allowTouchingInsertions }: RegionInput): boolean {
  if (next.mineStart > last.mineEnd && next.theirsStart > last.theirsEnd) return true;
  if (allowTouchingInsertions !== true) return false;
  const isOneSided = last.changedBy !== "both" && next.changedBy !== "both";
  return isOneSided && last.changedBy !== next.changedBy && last.baseEnd <= next.baseStart;
}

function joined(last: Region, next: Region): Region {
  return {
    ...last,
    changedBy: last.changedBy === next.changedBy ? last.changedBy : "both",
    baseEnd: next.baseEnd,
    mineEnd: next.mineEnd,
    theirsEnd: next.theirsEnd,
  };
}
