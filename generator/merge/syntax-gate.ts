import { declaredNames } from "./declared-names.ts";
import { readAtoms } from "./read-atoms.ts";
import { readBrackets } from "./read-brackets.ts";

/**
 * Why a merged TypeScript text cannot be right, or `undefined`: a bracket, string or comment without an
 * end, or a name declared more often than in mine and in theirs. What is wrong in mine already is mine's.
 */
export function faultOfMerge(
  merged: string,
  { mine, theirs }: { readonly mine: string; readonly theirs: string },
): string | undefined {
  const result = readNames(merged);
  const repeated = result && [...result].filter(([, count]) => count > 1);
  if (repeated?.length === 0) return undefined;
  const [own, other] = [readNames(mine), readNames(theirs)];
  if (own === undefined || other === undefined) return undefined;
  if (repeated === undefined) return "In the merged text, brackets or quotes do not match.";
  const [name] = repeated.find(([name, count]) => {
    return count > Math.max(1, own.get(name) ?? 0, other.get(name) ?? 0);
  }) ?? [undefined];
  return name === undefined ? undefined : `The merged text declares ${describe(name)} twice.`;
}

function readNames(text: string): ReadonlyMap<string, number> | undefined {
  const atoms = readAtoms(text);
  const brackets = atoms && readBrackets(atoms);
  if (atoms === undefined || brackets === undefined) return undefined;
  return declaredNames(text, atoms, brackets);
}

function describe(name: string): string {
  const [kind, word = ""] = name.split(" ");
  if (kind === "export") return "a default export";
  return kind === "import" ? `the import ${word}` : word;
}
