import type { Language } from "./languages.ts";
import { meaningOfLineEnd } from "./line-end-rules.ts";
import { type Atom, readAtoms } from "./read-atoms.ts";
import { type Brackets, readBrackets } from "./read-brackets.ts";

/**
 * What a formatter keeps of a text. The text between two tokens is white space, and what formatters add
 * and remove: trailing commas, semicolons before a closing brace, parentheses around what is returned.
 */
export interface CodeToken {
  /** Equal for tokens that mean the same, however they are written. */
  readonly key: string;
  readonly start: number;
  /** The start again for a semicolon that only the end of a line stands for. */
  readonly end: number;
}

/**
 * The tokens of a text, or `undefined` for one that cannot be read. Two texts with equal keys differ in
 * formatting only; in doubt keys differ.
 */
export function codeTokens(
  text: string,
  language: Exclude<Language, "lines">,
): readonly CodeToken[] | undefined {
  const atoms = readAtoms(text);
  const brackets = atoms && readBrackets(atoms);
  if (atoms === undefined || brackets === undefined) return undefined;
  const code = atoms.filter(({ isComment }) => !isComment);
  const codeIndexes = new Map(code.map((atom, index) => [atom, index]));
  const source: Source = { text, language, atoms, brackets, code, codeIndexes };
  const skipped = skippedAtoms(source);
  const tokens: CodeToken[] = [];
  for (const [index, atom] of atoms.entries()) {
    if (!skipped.has(atom)) pushToken(tokens, tokenOf(atom, index, source));
    if (language === "script" && !atom.isComment) {
      const key = lineEndKey(atom, index, source);
      if (key !== undefined) pushToken(tokens, { key, start: atom.end, end: atom.end });
    }
  }
  return tokens;
}

interface Source {
  readonly text: string;
  readonly language: Language;
  readonly atoms: readonly Atom[];
  readonly brackets: Brackets;
  /** The atoms that are no comments. */
  readonly code: readonly Atom[];
  readonly codeIndexes: ReadonlyMap<Atom, number>;
}

const nothing: Atom = {
  type: "Punctuator",
  text: "",
  start: 0,
  end: 0,
  isComment: false,
  followsLineEnd: true,
};

function neighbour({ code, codeIndexes }: Source, atom: Atom, distance: number): Atom {
  return code[(codeIndexes.get(atom) ?? -1) + distance] ?? nothing;
}

const semicolon = ";";

/** One empty statement or many are the same. */
function pushToken(tokens: CodeToken[], token: CodeToken): void {
  if (token.key === semicolon && tokens[tokens.length - 1]?.key === semicolon) return;
  tokens.push(token);
}

function lineEndKey(atom: Atom, index: number, source: Source): string | undefined {
  const { atoms, brackets } = source;
  if (!isStatementLevel(brackets.inside[index])) return undefined;
  const next = neighbour(source, atom, 1);
  if (next === nothing || next.text === "}" || next.text === semicolon) return undefined;
  const lastIndex = atoms.indexOf(next, index);
  const between = atoms.slice(index + 1, lastIndex + 1);
  const hasLineEnd = between.some(
    ({ followsLineEnd, isComment, text }) => followsLineEnd || (isComment && text.includes("\n")),
  );
  if (!hasLineEnd) return undefined;
  if (atom.text === ")" && isHeaderEnd(index, source)) return undefined;
  const meaning = meaningOfLineEnd(neighbour(source, atom, -1), atom, next);
  if (meaning === "nothing") return undefined;
  return meaning === "semicolon" ? semicolon : "\n";
}

/** Elsewhere semicolons separate the parts of a `for`, and line ends are white space. */
function isStatementLevel(inside: string | undefined): boolean {
  return inside === undefined || inside === "{";
}

/** Whether a parenthesis closes what stands between `if`, `for`, `while` or `with` and its statement. */
function isHeaderEnd(index: number, source: Source): boolean {
  const opening = source.brackets.partner.get(index);
  const atom = opening === undefined ? undefined : source.atoms[opening];
  if (atom?.text !== "(") return false;
  const [word, before] = [neighbour(source, atom, -1), neighbour(source, atom, -2)];
  if (word.text === "while" && isEndOfDo(before, source)) return false;
  return /^(if|for|while|with|await)$/.test(word.text) && !/^\??\.$/.test(before.text);
}

/** Whether a brace closes the body of `do`. */
function isEndOfDo(brace: Atom, source: Source): boolean {
  const opening = source.brackets.partner.get(source.atoms.indexOf(brace));
  const atom = opening === undefined ? undefined : source.atoms[opening];
  return atom?.text === "{" && neighbour(source, atom, -1).text === "do";
}

/** After these `|` and `&` join nothing: they begin a type that is written over several lines. */
const beforeType = /^(=|\(|\[|<|,|:|=>|as|satisfies|extends)$/;

/** What formatters add and remove. */
function skippedAtoms(source: Source): ReadonlySet<Atom> {
  const { atoms, brackets, language } = source;
  const skipped = new Set<Atom>();
  for (const [index, atom] of atoms.entries()) {
    if (atom.type !== "Punctuator" || skipped.has(atom)) continue;
    const [before, next] = [neighbour(source, atom, -1), neighbour(source, atom, 1)];
    if (atom.text === "," && isTrailingComma(before, next)) skipped.add(atom);
    if (language !== "script") continue;
    if (atom.text === semicolon && isIdleSemicolon(brackets.inside[index], next)) {
      skipped.add(atom);
    }
    if (/^[|&]$/.test(atom.text) && beforeType.test(before.text)) skipped.add(atom);
    if (atom.text !== "(") continue;
    const closing = atoms[brackets.partner.get(index) ?? -1];
    if (closing === undefined || !isIdlePair(atom, closing, index, source)) continue;
    skipped.add(atom).add(closing);
  }
  return skipped;
}

function isTrailingComma(before: Atom, next: Atom): boolean {
  return /^(\)|\]|\}|>)$/.test(next.text) && next.type === "Punctuator" && !isListStart(before);
}

/** Where a comma says that an element is left out. */
function isListStart({ type, text }: Atom): boolean {
  return type === "Punctuator" && /^[,[({<]?$/.test(text);
}

function isIdleSemicolon(inside: string | undefined, next: Atom): boolean {
  if (!isStatementLevel(inside)) return false;
  return next === nothing || next.text === "}" || next.text === "else";
}

/**
 * Parentheses around the only parameter of an arrow function, around all that it returns, and around all
 * that `return` or `throw` takes.
 */
function isIdlePair(opening: Atom, closing: Atom, index: number, source: Source): boolean {
  const { atoms, text } = source;
  if (atoms[index + 1]?.isComment === true) return false;
  const after = neighbour(source, closing, 1);
  if (after.text === "=>") {
    const [name, end] = [atoms[index + 1], atoms[index + 2]];
    return name?.type === "IdentifierName" && end === closing;
  }
  const before = neighbour(source, opening, -1);
  if (!/^(return|throw|=>)$/.test(before.text)) return false;
  if (before.text === "=>") {
    if (atoms[index + 1]?.text === "{" || hasComma(index, source)) return false;
    if (/^[),\]]$/.test(after.text)) return true;
  } else {
    const isMember = neighbour(source, before, -1).text === ".";
    if (isMember || text.slice(before.end, opening.start).includes("\n")) return false;
  }
  if (after === nothing || after.text === semicolon || after.text === "}") return true;
  return after.followsLineEnd && meaningOfLineEnd(before, closing, after) === "semicolon";
}

/** Whether there is a comma right inside a pair of parentheses. */
function hasComma(opening: number, { atoms, brackets }: Source): boolean {
  const closing = brackets.partner.get(opening) ?? opening;
  for (let index = opening + 1; index < closing; index += 1) {
    const partner = brackets.partner.get(index);
    if (partner !== undefined && partner > index) index = partner;
    else if (atoms[index]?.text === ",") return true;
  }
  return false;
}

function tokenOf(atom: Atom, index: number, source: Source): CodeToken {
  return { key: keyOf(atom, index, source), start: atom.start, end: atom.end };
}

function keyOf(atom: Atom, index: number, source: Source): string {
  const { type, text, isComment, followsLineEnd } = atom;
  if (isComment) return `${followsLineEnd ? "own" : "same"} line ${commentKey(text)}`;
  if (type !== "StringLiteral") return type === "Punctuator" ? text : `${type} ${text}`;
  if (source.language !== "script") return `${type} ${text}`;
  const content = text.slice(1, -1).replace(/\\(["'])|\\[\s\S]/g, (all, quote) => quote ?? all);
  return isPlainPropertyName(atom, index, content, source)
    ? `IdentifierName ${content}`
    : `${type} ${content}`;
}

/** White space at the ends of lines, and in front of lines that begin with a star, is no content. */
function commentKey(text: string): string {
  if (text.startsWith("//")) return text.trimEnd();
  const lines = text.split(/\r\n|\n/).map((line) => line.trimEnd());
  const isStarred = lines.slice(1).every((line) => /^\s*\*/.test(line));
  return (isStarred ? lines.map((line) => line.trimStart()) : lines).join("\n");
}

/** `{ "a": 1 }` is `{ a: 1 }`; only `"__proto__"` is something else than `__proto__`. */
function isPlainPropertyName(atom: Atom, index: number, content: string, source: Source): boolean {
  if (source.brackets.inside[index] !== "{" || content === "__proto__") return false;
  if (!/^[A-Za-z_$][\w$]*$/.test(content) || neighbour(source, atom, 1).text !== ":") return false;
  if (!/^[{,]$/.test(neighbour(source, atom, -1).text)) return false;
  let distance = -1;
  while (!/^([{:;]|case)?$/.test(neighbour(source, atom, distance).text)) distance -= 1;
  return neighbour(source, atom, distance).text !== "case";
}
