import { mergeRegions, type Region } from "./merge-regions.ts";
import type { Conflict, MergeLabels, MergeOutcome } from "./merge-types.ts";
import { linesOf, textOf } from "./text-style.ts";

/** The lines of one region. */
export interface RegionLines {
  readonly base: readonly string[];
  readonly mine: readonly string[];
  readonly theirs: readonly string[];
  /** Where the region begins in mine. */
  readonly mineOffset: number;
}

/** Lines that settle a region which both sides changed, or `undefined` to leave it a conflict. */
export type Resolver = (region: RegionLines) => readonly string[] | undefined;

export interface LineMergeInput {
  readonly base: string;
  readonly mine: string;
  readonly theirs: string;
  readonly labels?: MergeLabels | undefined;
  readonly allowTouchingInsertions?: boolean;
  /** Tried in order for a region that both sides changed. */
  readonly resolvers?: readonly Resolver[];
  /** Makes every change of theirs a conflict, for a merge whose result turned out to be wrong. */
  readonly doubtTheirs?: boolean;
}

const usualLabels: MergeLabels = { mine: "mine", base: "base", theirs: "theirs" };

/** The merge of plain texts line by line. */
export function mergeLines(input: LineMergeInput): MergeOutcome {
  const [base, mine, theirs] = [input.base, input.mine, input.theirs].map(linesOf) as [
    string[],
    string[],
    string[],
  ];
  const { allowTouchingInsertions = false, doubtTheirs = false, resolvers = [] } = input;
  const merged: string[] = [];
  const conflicts: Conflict[] = [];
  let next = 0;
  for (const region of mergeRegions({ base, mine, theirs, allowTouchingInsertions })) {
    for (; next < region.mineStart; next += 1) merged.push(mine[next] as string);
    next = region.mineEnd;
    const lines = {
      base: base.slice(region.baseStart, region.baseEnd),
      mine: mine.slice(region.mineStart, region.mineEnd),
      theirs: theirs.slice(region.theirsStart, region.theirsEnd),
      get mineOffset(): number {
        return textOf(mine.slice(0, region.mineStart)).length;
      },
    };
    const settled = settle(region, lines, doubtTheirs ? [] : [sameOnBothSides, ...resolvers]);
    if (settled !== undefined && !(doubtTheirs && region.changedBy === "theirs")) {
      for (const line of settled) merged.push(line);
      continue;
    }
    for (const line of withMarkers(lines, input.labels ?? usualLabels)) merged.push(line);
    conflicts.push({
      mineStart: region.mineStart + 1,
      base: textOf(lines.base),
      mine: textOf(lines.mine),
      theirs: textOf(lines.theirs),
    });
  }
  for (; next < mine.length; next += 1) merged.push(mine[next] as string);
  const text = textOf(merged);
  return conflicts.length === 0 ? { clean: true, text } : { clean: false, text, conflicts };
}

function settle(
  { changedBy }: Region,
  lines: RegionLines,
  resolvers: readonly Resolver[],
): readonly string[] | undefined {
  if (changedBy !== "both") return lines[changedBy];
  for (const resolve of resolvers) {
    const settled = resolve(lines);
    if (settled !== undefined) return settled;
  }
  return undefined;
}

/** git finds this too, unless it is asked to show the base. */
const sameOnBothSides: Resolver = ({ mine, theirs }) => {
  const isSame = mine.length === theirs.length && mine.every((line, at) => line === theirs[at]);
  return isSame && mine.length > 0 ? mine : undefined;
};

function withMarkers({ base, mine, theirs }: RegionLines, labels: MergeLabels): readonly string[] {
  return [
    `<<<<<<< ${labels.mine}`,
    ...mine,
    `||||||| ${labels.base}`,
    ...base,
    "=======",
    ...theirs,
    `>>>>>>> ${labels.theirs}`,
  ];
}
