import { boundNames, readImportBlock } from "./import-block.ts";
import type { Atom } from "./read-atoms.ts";
import type { Brackets } from "./read-brackets.ts";

const declaring = new Set("const let var function class interface type enum namespace".split(" "));
const modifiers = new Set("export default declare abstract async".split(" "));
const typesOnly = new Set(["interface", "type"]);
const both = new Set(["class", "enum"]);

/**
 * How often a text declares each name outside of all braces, as `value name` and `type name`, which are
 * different things in TypeScript; imports are `import name`. Names taken out of an object are not seen.
 */
export function declaredNames(
  text: string,
  atoms: readonly Atom[],
  { inside }: Brackets,
): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  const count = (name: string): void => {
    counts.set(name, (counts.get(name) ?? 0) + 1);
  };
  const imports = readImportBlock(text, atoms);
  for (const name of boundNames(imports?.statements ?? [])) count(`import ${name}`);
  const code = atoms.filter(({ isComment }, index) => !isComment && inside[index] === undefined);
  for (const [index, { text: word }] of code.entries()) {
    if (word === "default" && code[index - 1]?.text === "export") count("export default");
    if (!declaring.has(word) || !beginsStatement(code, index)) continue;
    const name = code[index + (code[index + 1]?.text === "*" ? 2 : 1)];
    if (name?.type !== "IdentifierName" || declaring.has(name.text)) continue;
    if (word === "type" && !/^[=<]$/.test(code[index + 2]?.text ?? "")) continue;
    if (typesOnly.has(word) || both.has(word)) count(`type ${name.text}`);
    if (!typesOnly.has(word)) count(`value ${name.text}`);
  }
  return counts;
}

function beginsStatement(code: readonly Atom[], index: number): boolean {
  let first = index;
  while (modifiers.has(code[first - 1]?.text ?? "") || code[first - 1]?.text === "const")
    first -= 1;
  const before = code[first - 1]?.text;
  return code[first]?.followsLineEnd === true || before === ";" || before === "}";
}
