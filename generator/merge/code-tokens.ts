import { isStatementLevel, neighbour, nothing, type Source, semicolon } from "./code-source.ts";
import { idleAtoms } from "./idle-atoms.ts";
import type { Language } from "./languages.ts";
import { meaningOfLineEnd } from "./line-end-rules.ts";
import { type Atom, readAtoms } from "./read-atoms.ts";
import { readBrackets } from "./read-brackets.ts";

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
  const source: Source = { text, language, atoms, brackets, code };
  const idle = idleAtoms(source);
  const tokens: CodeToken[] = [];
  for (const [index, atom] of atoms.entries()) {
    if (!idle.has(atom)) pushToken(tokens, tokenOf(atom, index, source));
    if (language === "script" && !atom.isComment) {
      const key = lineEndKey(atom, index, source);
      if (key !== undefined) pushToken(tokens, { key, start: atom.end, end: atom.end });
    }
  }
  return tokens;
}

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
  let [hasLineEnd, behind] = [next.followsLineEnd, index + 1];
  for (let atom = atoms[behind]; atom?.isComment === true; behind += 1, atom = atoms[behind]) {
    if (atom.followsLineEnd || atom.text.includes("\n")) hasLineEnd = true;
  }
  if (!hasLineEnd) return undefined;
  if (atom.text === ")" && isHeaderEnd(index, source)) return undefined;
  const meaning = meaningOfLineEnd(neighbour(source, atom, -1), atom, next);
  if (meaning === "nothing") return undefined;
  return meaning === "semicolon" ? semicolon : "\n";
}

/** Whether a parenthesis closes what stands between `if`, `for`, `while` or `with` and its statement. */
function isHeaderEnd(index: number, source: Source): boolean {
  const opening = source.brackets.partner.get(index);
  const atom = opening === undefined ? undefined : source.atoms[opening];
  if (atom?.text !== "(") return false;
  const [word, before] = [neighbour(source, atom, -1), neighbour(source, atom, -2)];
  if (word.text === "while" && isEndOfDo(before, opening ?? index, source)) return false;
  return /^(if|for|while|with|await)$/.test(word.text) && !/^\??\.$/.test(before.text);
}

/** Whether a brace that stands in front of `end` closes the body of `do`. */
function isEndOfDo(brace: Atom, end: number, source: Source): boolean {
  const opening = source.brackets.partner.get(source.atoms.lastIndexOf(brace, end));
  const atom = opening === undefined ? undefined : source.atoms[opening];
  return atom?.text === "{" && neighbour(source, atom, -1).text === "do";
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
