import type { Resolver } from "./merge-lines.ts";
import { readAtoms } from "./read-atoms.ts";
import { readBrackets } from "./read-brackets.ts";

/**
 * Entries that both sides add at the same place of an object or array over several lines are all kept:
 * theirs, then mine, those in both once. Not where both add the same key with different values.
 */
export function keepBothEntries(mineText: string): Resolver {
  let lists: ListFinder | undefined;
  return ({ base, mine, theirs, mineOffset }) => {
    if (base.length > 0 || mine.length === 0 || theirs.length === 0) return undefined;
    if (![...mine, ...theirs].every(isEntry)) return undefined;
    const own = mine.filter((line) => !theirs.includes(line));
    const keys = [...theirs, ...own].map(keyOfEntry).filter((key) => key !== undefined);
    if (new Set(keys).size < keys.length) return undefined;
    lists ??= readLists(mineText);
    return lists(mineOffset) ? [...theirs, ...own] : undefined;
  };
}

/** Lines of a file that is a set of lines are all kept. */
export const keepBothLines: Resolver = ({ base, mine, theirs }) => {
  if (base.length > 0) return undefined;
  return [...theirs, ...mine.filter((line) => line === "" || !theirs.includes(line))];
};

/** One line with one element and its comma. */
function isEntry(line: string): boolean {
  const atoms = readAtoms(line);
  const brackets = atoms && readBrackets(atoms);
  if (atoms === undefined || brackets === undefined) return false;
  const isOuter = (index: number): boolean => brackets.inside[index] === undefined;
  const commas = atoms.flatMap(({ text }, index) => (text === "," && isOuter(index) ? index : []));
  return commas.length === 1 && commas[0] === atoms.length - 1 && atoms.length > 1;
}

/** What stands before the colon, without quotes; nothing for an element of an array. */
function keyOfEntry(line: string): string | undefined {
  const [, quoted, plain] = /^\s*(?:(["'][^"']*["'])|([\w$]+))\s*[:,]/.exec(line) ?? [];
  return plain ?? quoted?.slice(1, -1);
}

/** Whether an offset is right inside the braces of an object or the brackets of an array. */
type ListFinder = (offset: number) => boolean;

function readLists(text: string): ListFinder {
  const atoms = readAtoms(text);
  const brackets = atoms && readBrackets(atoms);
  if (atoms === undefined || brackets === undefined) return () => false;
  return (offset) => {
    const next = atoms.findIndex(({ start }) => start >= offset);
    let index = next === -1 ? atoms.length - 1 : next - 1;
    for (; index >= 0; index -= 1) {
      const partner = brackets.partner.get(index);
      if (partner !== undefined && partner < index) index = partner;
      else if (partner !== undefined) break;
    }
    const [opening, before] = [atoms[index]?.text, atoms[index - 1]?.text ?? ""];
    if (opening === "[") return true;
    return opening === "{" && /^([=(,:[?]|return|default|\?\?|\|\|)$/.test(before);
  };
}
