import type { Node } from "jsonc-parser";
import { type JsonSchema, resolveSchema } from "./app-schema.ts";
import { describeNode, describeSchema } from "./describe-schema.ts";
import { type FoundProblem, joinPath, propertiesOf } from "./json-source.ts";
import { isKebabCase, isPascalCase, kebabCase, pascalCase } from "./names.ts";
import { nearestName } from "./nearest-name.ts";

/** A value to be checked against a schema, and where it stands. */
interface Subject {
  readonly node: Node;
  readonly schema: JsonSchema;
  readonly path: string;
}

/** All the ways in which a document differs from its schema. */
export function validateNode(subject: Subject): FoundProblem[] {
  const schema = resolveSchema(subject.schema);
  const { node, path } = subject;
  const alternatives = schema.anyOf?.map(resolveSchema).filter((one) => hasType(node, one));
  const [alternative] = alternatives ?? [];
  if (alternative !== undefined) {
    const title = alternative.type === "object" ? undefined : schema.title;
    return validateNode({ node, path, schema: { ...(title && { title }), ...alternative } });
  }
  if (alternatives !== undefined || !hasType(node, schema) || !isAllowed(node, schema)) {
    return [{ offset: node.offset, path, message: unexpected(node, schema) }];
  }
  if (node.type === "object") return validateObject({ node, schema, path });
  const { items } = schema;
  if (node.type !== "array" || items === undefined) return [];
  return (node.children ?? []).flatMap((item, index) =>
    validateNode({ node: item, schema: items, path: joinPath(path, index) }),
  );
}

function validateObject({ node, schema, path }: Subject): FoundProblem[] {
  const given = propertiesOf(node);
  const missing = (schema.required ?? [])
    .filter((name) => given.every((property) => property.name !== name))
    .map((name) => {
      return { offset: node.offset, path: joinPath(path, name), message: missingKey(name, schema) };
    });
  const found = given.flatMap(({ key, name, value }) => {
    const inside = joinPath(path, name);
    const known = ownProperty(schema.properties, name) ?? schema.additionalProperties;
    if (known === false) {
      return [{ offset: key.offset, path: inside, message: unknownKey(name, schema) }];
    }
    const names = schema.propertyNames;
    const ofKey =
      names === undefined ? [] : validateNode({ node: key, schema: names, path: inside });
    const ofValue =
      known === undefined ? [] : validateNode({ node: value, schema: known, path: inside });
    return [...ofKey, ...ofValue];
  });
  return [...missing, ...found];
}

/** Without what every object inherits: `constructor` is a key like others. */
function ownProperty(
  properties: JsonSchema["properties"] = {},
  name: string,
): JsonSchema | undefined {
  return Object.hasOwn(properties, name) ? properties[name] : undefined;
}

function hasType(node: Node, { type }: JsonSchema): boolean {
  if (type === "integer") return node.type === "number" && Number.isInteger(node.value);
  return type === undefined || node.type === type;
}

function isAllowed(node: Node, schema: JsonSchema): boolean {
  if (schema.enum !== undefined && !schema.enum.includes(node.value)) return false;
  if (node.type === "number") {
    return within(node.value, schema.minimum, schema.maximum);
  }
  if (node.type === "array") return within((node.children ?? []).length, schema.minItems);
  if (node.type !== "string") return true;
  const text = String(node.value);
  const matches = schema.pattern === undefined || new RegExp(schema.pattern, "u").test(text);
  return matches && within([...text].length, schema.minLength, schema.maxLength);
}

function within(
  value: number,
  minimum = Number.NEGATIVE_INFINITY,
  maximum = Number.POSITIVE_INFINITY,
): boolean {
  return value >= minimum && value <= maximum;
}

function unexpected(node: Node, schema: JsonSchema): string {
  const advice = correction(node, schema);
  const suffix = advice === undefined ? "" : `; ${advice}`;
  return `expected ${describeSchema(schema)}, found ${describeNode(node, schema)}${suffix}`;
}

/** What to write instead, where that can be told. */
function correction(node: Node, schema: JsonSchema): string | undefined {
  if (node.type === "string" && schema.type !== "string") {
    return isQuoted(node.value, schema) ? "write it without the quotes" : undefined;
  }
  if (node.type === "number" && schema.type === "integer" && schema.enum !== undefined) {
    return `the nearest is ${nearestNumber(node.value, schema.enum)}`;
  }
  if (node.type !== "string") return undefined;
  const suggested = suggestedText(node.value, schema);
  return suggested === undefined ? undefined : `did you mean "${suggested}"?`;
}

function isQuoted(text: string, schema: JsonSchema): boolean {
  if (schema.type === "boolean") return text === "true" || text === "false";
  const isNumber = schema.type === "integer" && /^[0-9]+$/.test(text);
  return isNumber && within(Number(text), schema.minimum, schema.maximum);
}

function suggestedText(text: string, schema: JsonSchema): string | undefined {
  if (schema.enum !== undefined) return nearestName(text, schema.enum.map(String));
  const recased = [pascalCase(text), kebabCase(text)];
  return recased.find((name) => {
    const fits = schema.pattern !== undefined && new RegExp(schema.pattern, "u").test(name);
    const isName = isPascalCase(name) || isKebabCase(name);
    return fits && isName && name !== text && within(name.length, 0, schema.maxLength);
  });
}

function nearestNumber(value: number, allowed: readonly unknown[]): number {
  const distance = (one: number) => Math.abs(one - value);
  return allowed.map(Number).reduce((best, one) => (distance(one) < distance(best) ? one : best));
}

function unknownKey(name: string, schema: JsonSchema): string {
  const known = Object.keys(schema.properties ?? {});
  const nearest = nearestName(name, known);
  const advice = nearest === undefined ? `remove it` : `did you mean "${nearest}"?`;
  return `expected one of the keys ${known.join(", ")}, found "${name}"; ${advice}`;
}

function missingKey(name: string, schema: JsonSchema): string {
  const [example] = ownProperty(schema.properties, name)?.examples ?? [];
  const advice =
    example === undefined ? "" : `; add for example "${name}": ${JSON.stringify(example)}`;
  return `expected the key "${name}", found none${advice}`;
}
