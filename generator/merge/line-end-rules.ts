import type { Atom } from "./read-atoms.ts";

/** What a line end between two neighbouring atoms of a block, or of a class or type body, stands for. */
export type LineEnd =
  /** White space. */
  | "nothing"
  /** A semicolon, which JavaScript inserts there. */
  | "semicolon"
  /** Something that one has to be a parser to tell, so that it is neither of the two. */
  | "unclear";

/** Words after which an expression or a declaration goes on. */
const unfinished = new Set(
  "case class const default delete do else enum export extends function if implements import in instanceof let new typeof var while".split(
    " ",
  ),
);

/** Words with which an expression or a statement that began above goes on. */
const continuing = new Set("catch else extends finally implements in instanceof".split(" "));

/** After these a line end is a semicolon whatever follows (ECMA-262, restricted productions). */
const restricted = new Set("break continue return throw yield".split(" "));

/** Names that are operators where something follows on their line. */
const prefixes = new Set("asserts async await infer keyof readonly unique".split(" "));

/** Names that are modifiers, or operators between two names, where something follows on their line. */
const modifiers = new Set(
  "abstract accessor as declare get global interface is module namespace of out override private protected public satisfies set static type using".split(
    " ",
  ),
);

/** What is never followed by a modifier but by an expression or a type. */
const operators = new Set(
  "return = ? : => && || ?? + - * / % === !== == != < <= >= & | ^ !".split(" "),
);

const endings = new Set([")", "]", "}", "++", "--", ">"]);
const beginnings = new Set(["++", "--", "!", "~"]);

/** Judged by the atoms around, comments left out; in doubt `unclear`, which equals nothing else. */
export function meaningOfLineEnd(before: Atom, last: Atom, next: Atom): LineEnd {
  const isMember = before.text === "." || before.text === "?.";
  const isWord = last.type === "IdentifierName" && !isMember;
  if (isWord && restricted.has(last.text)) return "semicolon";
  // An expression goes on there, a type does not.
  if (next.text === "[" && canEnd(before, last)) return "unclear";
  if (!canBegin(next)) return "nothing";
  if (isWord && prefixes.has(last.text)) return "unclear";
  if (isWord && modifiers.has(last.text) && !operators.has(before.text)) return "unclear";
  if (isWord && unfinished.has(last.text) && !(last.text === "const" && before.text === "as")) {
    return "nothing";
  }
  return canEnd(before, last) ? "semicolon" : "nothing";
}

function canEnd(before: Atom, last: Atom): boolean {
  if (last.type !== "Punctuator")
    return last.type !== "TemplateHead" && last.type !== "TemplateMiddle";
  if (last.text === ">" && isSpaced(before, last)) return false;
  if (last.text === "!") return before.type !== "Punctuator" || endings.has(before.text);
  return endings.has(last.text);
}

function canBegin({ type, text }: Atom): boolean {
  if (type === "Punctuator") return beginnings.has(text);
  if (type === "IdentifierName") return !continuing.has(text);
  return !type.startsWith("Template") && type !== "NoSubstitutionTemplate";
}

/** Written as a comparison; a list of type arguments ends without a space. */
function isSpaced(before: Atom, last: Atom): boolean {
  return before.end < last.start && !last.followsLineEnd;
}
