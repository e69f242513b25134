import { mergeLines } from "./merge-lines.ts";
import type { MergeInput, MergeOutcome } from "./merge-types.ts";
import { inStyleOf, plainText } from "./text-style.ts";

/**
 * The merge of a text of any kind, line by line, with git's verdict. Line ends, a byte order mark and a
 * missing last line end are never a change; the result has mine's.
 */
export function mergeText({ base, mine, theirs, labels }: Omit<MergeInput, "path">): MergeOutcome {
  const settled = mergeUnchanged({ base, mine, theirs });
  if (settled !== undefined) return settled;
  const [plainBase, plainMine, plainTheirs] = [base, mine, theirs].map(plainText) as [
    string,
    string,
    string,
  ];
  const outcome = mergeLines({ base: plainBase, mine: plainMine, theirs: plainTheirs, labels });
  return { ...outcome, text: inStyleOf(mine, outcome.text) };
}

/** The result where at most one side changed anything. */
export function mergeUnchanged({
  base,
  mine,
  theirs,
}: Omit<MergeInput, "path" | "labels">): MergeOutcome | undefined {
  if (mine === base) return { clean: true, text: theirs };
  const [plainBase, plainMine, plainTheirs] = [base, mine, theirs].map(plainText);
  if (plainTheirs === plainBase || plainTheirs === plainMine) return { clean: true, text: mine };
  if (plainMine !== plainBase || plainTheirs === undefined) return undefined;
  return { clean: true, text: inStyleOf(mine, plainTheirs) };
}
