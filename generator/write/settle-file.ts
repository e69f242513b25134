import { mergeFile, sameTokens } from "../merge/index.ts";
import { contentHash } from "./content-hash.ts";
import { plainText, writtenLike } from "./line-ends.ts";

/** One file as it was generated last, as it is, and as it should be. */
export interface FileToSettle {
  readonly path: string;
  /** Hash of the text generated last; undefined when it never was. */
  readonly baseHash: string | undefined;
  /** The text generated last, as far as it was kept. */
  readonly base: () => string | undefined;
  /** What is on disk, byte for byte; undefined when there is nothing. */
  readonly found: string | undefined;
  /** What is generated now. */
  readonly text: string;
}

/** What becomes of a file. */
export type Settlement =
  /** `isEdited`: it differs from what was generated last in more than its layout. */
  | { readonly kind: "keep"; readonly isEdited: boolean }
  /** What is there is taken for generated now; nothing is written. */
  | { readonly kind: "adopt"; readonly isEdited: boolean }
  | { readonly kind: "create"; readonly text: string }
  | { readonly kind: "update"; readonly text: string }
  /** Edits and news together. */
  | { readonly kind: "merge"; readonly text: string }
  /** Somebody deleted it; `isNews` when there is something new for it. */
  | { readonly kind: "deleted"; readonly isNews: boolean }
  /** Something is in its place that was never generated. */
  | { readonly kind: "collision" }
  /** Edits clash with what is new: `proposal` has both, between markers. */
  | { readonly kind: "conflict"; readonly proposal: string; readonly reason: string };

const labels = {
  mine: "yours",
  base: "generated last",
  theirs: "generated now",
} as const;

/** The heart of regenerating over edits; decides for one file and changes nothing. */
export function settleFile(file: FileToSettle): Settlement {
  const { path, baseHash, found, text } = file;
  const isNews = baseHash !== contentHash(text);
  if (found === undefined) {
    return baseHash === undefined ? { kind: "create", text } : { kind: "deleted", isNews };
  }
  const plain = plainText(found);
  if (plain === text) return { kind: "adopt", isEdited: false };
  if (baseHash === contentHash(plain)) return { kind: "update", text: writtenLike(text, found) };
  // Without news, what is generated now is what was generated last.
  if (!isNews) return { kind: "keep", isEdited: !sameTokens(path, text, plain) };
  if (isText(found) && sameTokens(path, text, plain)) return { kind: "adopt", isEdited: false };
  if (baseHash === undefined) return { kind: "collision" };
  if (!isText(found)) return conflictOf(text, "it is not UTF-8 text any more");
  const base = file.base();
  if (base === undefined || contentHash(base) !== baseHash) {
    return conflictOf(
      text,
      "the text it was generated with is missing, so your edits cannot be told",
    );
  }
  const merged = mergeFile({ path, base, mine: found, theirs: text, labels });
  if (!merged.clean) {
    const { conflicts, reason } = merged;
    const first = conflicts[0]?.mineStart;
    const where = first === undefined ? "it as a whole" : `line ${first}`;
    return conflictOf(
      merged.text,
      reason ?? `you and the generator both changed ${where}${others(conflicts.length - 1)}`,
    );
  }
  return merged.text === found
    ? { kind: "adopt", isEdited: true }
    : { kind: "merge", text: merged.text };
}

function conflictOf(proposal: string, reason: string): Settlement {
  return { kind: "conflict", proposal, reason };
}

function others(count: number): string {
  if (count <= 0) return "";
  return count === 1 ? " and one more place" : ` and ${count} more places`;
}

/** Whether a file is what was generated last, but for its layout. */
export function isAsGenerated({
  path,
  baseHash,
  base,
  found,
}: Omit<FileToSettle, "text" | "found"> & { readonly found: string }): boolean {
  const plain = plainText(found);
  if (contentHash(plain) === baseHash) return true;
  const text = base();
  if (text === undefined || contentHash(text) !== baseHash) return false;
  return sameTokens(path, text, plain);
}

/** What is not UTF-8 is read with replacement characters, which no generated text has. */
function isText(found: string): boolean {
  return !found.includes("\uFFFD") && !found.includes("\0");
}
