import { isStatementLevel, neighbour, nothing, type Source, semicolon } from "./code-source.ts";
import { meaningOfLineEnd } from "./line-end-rules.ts";
import type { Atom } from "./read-atoms.ts";

/** After these `|` and `&` join nothing: they begin a type that is written over several lines. */
const beforeType = /^(=|\(|\[|<|,|:|=>|as|satisfies|extends)$/;

/** What formatters add and remove without a change of meaning. */
export function idleAtoms(source: Source): ReadonlySet<Atom> {
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
