import jsTokens, { type Token } from "js-tokens";

/** A piece of a text that is not white space, as the tokenizer cuts it. */
export interface Atom {
  readonly type: Token["type"];
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly isComment: boolean;
  /** Its index among the atoms that are no comments; for a comment that of the one behind it. */
  readonly codeIndex: number;
  /** Whether a line ends between the atom before, of any kind, and this one. */
  readonly followsLineEnd: boolean;
}

/** All atoms in order, or `undefined` where a string, template, expression or comment has no end. */
export function readAtoms(text: string): readonly Atom[] | undefined {
  const atoms: Atom[] = [];
  let [start, followsLineEnd, codeIndex] = [0, true, 0];
  for (const token of jsTokens(text)) {
    const end = start + token.value.length;
    if ("closed" in token && !token.closed) return undefined;
    if (token.type === "LineTerminatorSequence") followsLineEnd = true;
    else if (token.type !== "WhiteSpace") {
      const { type } = token;
      const isComment = /Comment$/.test(type);
      for (const text of cut(token)) {
        const end = start + text.length;
        atoms.push({ type, text, start, end, isComment, codeIndex, followsLineEnd });
        if (!isComment) codeIndex += 1;
        start += text.length;
        followsLineEnd = false;
      }
    }
    start = end;
  }
  return atoms;
}

/** `>>` may close two lists of type arguments, which a formatter may put on two lines. */
function cut({ type, value }: Token): readonly string[] {
  return type === "Punctuator" && /^>>>?$/.test(value) ? [...value] : [value];
}
