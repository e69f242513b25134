import { keepBothEntries } from "./both-append.ts";
import { codeTokens } from "./code-tokens.ts";
import { layOutLike } from "./lay-out-like.ts";
import { hasOtherLayout } from "./layout-style.ts";
import { mergeImports } from "./merge-imports.ts";
import { mergeLines } from "./merge-lines.ts";
import type { MergeLabels, MergeOutcome } from "./merge-types.ts";
import { faultOfMerge } from "./syntax-gate.ts";
import { linesOf, textOf } from "./text-style.ts";

export interface PlainSides {
  readonly base: string;
  readonly mine: string;
  readonly theirs: string;
  readonly labels?: MergeLabels | undefined;
}

/**
 * The merge of TypeScript or JavaScript of which both sides changed more than the layout. Where mine is
 * formatted by other rules, that its lines merge as they are would be chance and no reason to do it.
 */
export function mergeScript(sides: PlainSides): MergeOutcome {
  if (hasOtherLayout(sides.mine, sides.base)) {
    const outcome = mergeWithoutLayout(sides);
    if (outcome !== undefined) return outcome;
  }
  const asWritten = mergeAsWritten(sides);
  if (asWritten.clean) return asWritten;
  const outcome = mergeWithoutLayout(sides);
  return outcome !== undefined && isSmaller(outcome, asWritten) ? outcome : asWritten;
}

function isSmaller(a: MergeOutcome, b: MergeOutcome): boolean {
  if (a.clean || b.clean) return a.clean;
  const size = ({ conflicts }: typeof a): number =>
    conflicts.reduce((sum, { mine, theirs }) => sum + mine.length + theirs.length, 0);
  return size(a) < size(b);
}

/** Line by line; imports as sets where that does not do. */
function mergeAsWritten(sides: PlainSides): MergeOutcome {
  const outcome = mergeChecked(sides);
  if (outcome.clean) return outcome;
  const imports = mergeImports(sides);
  if (imports === undefined) return outcome;
  const { addedLines, firstLineBehind, ...texts } = imports;
  const other = mergeChecked({ ...texts, labels: sides.labels });
  if (other.clean) return other;
  const conflicts = other.conflicts.map((conflict) => {
    const isBehind = conflict.mineStart >= firstLineBehind;
    return isBehind ? { ...conflict, mineStart: conflict.mineStart - addedLines } : conflict;
  });
  const moved = { ...other, conflicts };
  return isSmaller(moved, outcome) ? moved : outcome;
}

function mergeChecked(sides: PlainSides): MergeOutcome {
  const input = {
    ...sides,
    allowTouchingInsertions: true,
    resolvers: [keepBothEntries(sides.mine)],
  };
  const outcome = mergeLines(input);
  if (!outcome.clean) return outcome;
  const reason = faultOfMerge(outcome.text, sides);
  if (reason === undefined) return outcome;
  const doubted = mergeLines({ ...sides, doubtTheirs: true });
  if (!doubted.clean) return { ...doubted, reason };
  return { clean: false, text: outcome.text, conflicts: [], reason };
}

/**
 * For a mine that is formatted differently: merges it in the layout of the base, so that only what means
 * something differs, and lays the result out like mine.
 */
function mergeWithoutLayout(sides: PlainSides): MergeOutcome | undefined {
  const { base, mine, theirs, labels } = sides;
  const language = "script";
  const likeBase = layOutLike({ language, content: mine, like: base });
  if (likeBase === undefined || likeBase === mine) return undefined;
  const outcome = mergeAsWritten({ base, mine: likeBase, theirs, labels });
  if (!outcome.clean) {
    const conflicts = outcome.conflicts.map((conflict) => {
      return { ...conflict, mineStart: sameLine(likeBase, mine, conflict.mineStart) };
    });
    return { ...outcome, conflicts };
  }
  const text = layOutLike({ language, content: outcome.text, like: mine, before: likeBase });
  return text === undefined ? undefined : { clean: true, text };
}

/** The line of `to` with the first token of a line of `from`; both have the same tokens. */
function sameLine(from: string, to: string, line: number): number {
  const lineStart = textOf(linesOf(from).slice(0, line - 1)).length;
  const index = codeTokens(from, "script")?.findIndex(({ end }) => end > lineStart) ?? 0;
  const start = codeTokens(to, "script")?.at(index)?.start ?? to.length;
  return to.slice(0, start).split("\n").length;
}
