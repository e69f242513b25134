import type { Literal } from "./type-model.ts";

/** A string as Biome writes it: in double quotes, unless that needs more escapes than single ones. */
export function stringLiteral(text: string): string {
  const json = JSON.stringify(text);
  const doubles = text.split('"').length;
  const singles = text.split("'").length;
  if (doubles <= singles) return json;
  return `'${json.slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}

export function literalText(value: Literal): string {
  return typeof value === "string" ? stringLiteral(value) : String(value);
}

/** Neither the order in which the compiler meets literals nor that of a command line is worth keeping. */
export function sortedLiterals(values: readonly Literal[]): Literal[] {
  return [...new Set(values)].sort(compareLiterals);
}

const typeOrder = ["string", "number", "boolean", "object"];

function compareLiterals(one: Literal, other: Literal): number {
  if (typeof one === "number" && typeof other === "number") return one - other;
  const byType = typeOrder.indexOf(typeof one) - typeOrder.indexOf(typeof other);
  return byType || (String(one) < String(other) ? -1 : 1);
}
