export { diffLines, type Hunk } from "./diff-lines.ts";
export { mergeFile } from "./merge-file.ts";
export { mergeText } from "./merge-text.ts";
export type { Conflict, MergeInput, MergeLabels, MergeOutcome } from "./merge-types.ts";
export { sameTokens } from "./same-tokens.ts";
export { unifiedDiff } from "./unified-diff.ts";
