import type { Node } from "jsonc-parser";
import { type JsonSchema, resolveSchema } from "./app-schema.ts";

/** What a schema expects, as a noun phrase. */
export function describeSchema(schema: JsonSchema): string {
  if (schema.title !== undefined) return schema.title;
  if (schema.enum !== undefined) return oneOf(schema.enum.map((value) => JSON.stringify(value)));
  if (schema.anyOf !== undefined) {
    return oneOf(schema.anyOf.map((one) => describeSchema(resolveSchema(one))));
  }
  return typePhrases[schema.type ?? ""] ?? "a value";
}

/** What a node holds, short enough for one line. */
export function describeNode(node: Node, schema: JsonSchema): string {
  switch (node.type) {
    case "object":
      return "an object";
    case "array":
      return (node.children ?? []).length === 0 ? "an empty array" : "an array";
    case "string":
      return `${schema.type === "string" ? "" : "the string "}${shortened(JSON.stringify(node.value))}`;
    default:
      return shortened(String(node.value));
  }
}

export function oneOf(phrases: readonly string[]): string {
  if (phrases.length < 2) return phrases.join("");
  return `${phrases.slice(0, -1).join(", ")} or ${phrases[phrases.length - 1]}`;
}

function shortened(text: string): string {
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}

const typePhrases: Readonly<Record<string, string>> = {
  object: "an object",
  array: "an array",
  string: "a string",
  boolean: "true or false",
  integer: "a whole number",
};
