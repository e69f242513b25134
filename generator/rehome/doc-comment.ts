/**
 * What a person made of the comments above a generated declaration, as a text with a gap for what the
 * generator says there: the whole comment, or its sentences where the person wrote more into it.
 */
export interface CommentEdit {
  readonly before: string;
  readonly after: string;
  /** `undefined` if the generator's words are gone. */
  readonly gap: "comment" | "sentences" | undefined;
}

export function commentEdit(base: string, mine: string): CommentEdit {
  const comment = base.trim();
  const at = mine.indexOf(comment);
  if (comment !== "" && at !== -1) {
    return { before: mine.slice(0, at), after: mine.slice(at + comment.length), gap: "comment" };
  }
  const found = comment === "" ? null : wordPattern(comment).exec(mine);
  if (found === null) return { before: mine, after: "", gap: undefined };
  const end = found.index + found[0].length;
  return { before: mine.slice(0, found.index), after: mine.slice(end), gap: "sentences" };
}

/** The edited comments with what the generator says in the new file. */
export function applyCommentEdit({ before, after, gap }: CommentEdit, generated: string): string {
  const comment = generated.trim();
  const words = wordsOf(comment).join(" ");
  return before + (gap === "comment" ? comment : gap === "sentences" ? words : "") + after;
}

function wordPattern(comment: string): RegExp {
  const words = wordsOf(comment).map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(words.join("[\\s*]+"));
}

function wordsOf(comment: string): readonly string[] {
  return comment
    .replace(/^\/\*\*|\*\/$/g, "")
    .split(/[\s*]+/)
    .filter((word) => word !== "");
}
