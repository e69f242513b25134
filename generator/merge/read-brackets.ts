import type { Atom } from "./read-atoms.ts";

type Opening = "{" | "(" | "[" | "${";

export interface Brackets {
  /** For each atom the bracket that it stands in; a bracket itself stands outside. */
  readonly inside: readonly (Opening | undefined)[];
  /** For each bracket the index of its partner. */
  readonly partner: ReadonlyMap<number, number>;
}

const openings: ReadonlyMap<string, Opening> = new Map([
  ["{", "{"],
  ["(", "("],
  ["[", "["],
]);
const closings: ReadonlyMap<string, Opening> = new Map([
  ["}", "{"],
  [")", "("],
  ["]", "["],
]);

/** Which brackets belong together, or `undefined` where they do not balance. */
export function readBrackets(atoms: readonly Atom[]): Brackets | undefined {
  const inside: (Opening | undefined)[] = [];
  const partner = new Map<number, number>();
  const open: { readonly kind: Opening; readonly index: number }[] = [];
  for (const [index, { type, text }] of atoms.entries()) {
    const isTemplate = type === "TemplateMiddle" || type === "TemplateTail";
    const closed = isTemplate ? "${" : type === "Punctuator" ? closings.get(text) : undefined;
    if (closed !== undefined) {
      const opening = open.pop();
      if (opening?.kind !== closed) return undefined;
      partner.set(opening.index, index);
      partner.set(index, opening.index);
    }
    inside.push(open[open.length - 1]?.kind);
    const opens = type === "TemplateHead" || type === "TemplateMiddle";
    const kind = opens ? "${" : type === "Punctuator" ? openings.get(text) : undefined;
    if (kind !== undefined) open.push({ kind, index });
  }
  return open.length === 0 ? { inside, partner } : undefined;
}
