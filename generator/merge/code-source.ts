import type { Language } from "./languages.ts";
import type { Atom } from "./read-atoms.ts";
import type { Brackets } from "./read-brackets.ts";

export interface Source {
  readonly text: string;
  readonly language: Language;
  readonly atoms: readonly Atom[];
  readonly brackets: Brackets;
  /** The atoms that are no comments. */
  readonly code: readonly Atom[];
}

/** What stands in front of the first atom and behind the last. */
export const nothing: Atom = {
  type: "Punctuator",
  text: "",
  start: 0,
  end: 0,
  isComment: false,
  codeIndex: -1,
  followsLineEnd: true,
};

/** The atom so many places behind, comments not counted. */
export function neighbour({ code }: Source, atom: Atom, distance: number): Atom {
  return code[atom.codeIndex + distance] ?? nothing;
}

export const semicolon = ";";

/** Elsewhere semicolons separate the parts of a `for`, and line ends are white space. */
export function isStatementLevel(inside: string | undefined): boolean {
  return inside === undefined || inside === "{";
}
