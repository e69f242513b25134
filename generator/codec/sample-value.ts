import { fits } from "./layout.ts";
import { literalText, stringLiteral } from "./literals.ts";
import { propertyName } from "./property-names.ts";
import {
  type LeafType,
  type MessageModel,
  namedType,
  type ObjectType,
  type TypeModel,
} from "./type-model.ts";

export interface SampleRequest {
  readonly type: TypeModel;
  readonly model: MessageModel;
  /** Column at which the expression starts on its first line, from 0. */
  readonly column?: number;
  /** Indent of that line in steps of two columns. */
  readonly depth?: number;
}

export interface SampleValue {
  /** A TypeScript expression, broken as Biome does where one line is too short for it and a sign behind it. */
  readonly text: string;
  /** Types the expression mentions and the file must import: `IsoDate`, `IsoDateTime`, branded types. */
  readonly typeNames: readonly string[];
}

/** An expression that cannot be broken, or entries in brackets. */
type Node = Atom | { readonly brackets: "[]" | "{}"; readonly entries: readonly Entry[] };

interface Atom {
  readonly text: string;
  /** The type it is asserted to be of. */
  readonly typeName?: string;
}

interface Entry {
  /** `name: ` in an object, nothing in an array. */
  readonly label: string;
  readonly node: Node;
}

interface Context {
  readonly model: MessageModel;
  /** What strings are made from. */
  readonly name: string;
  /** Named types being sampled: recursion has to end. */
  readonly within: readonly string[];
}

/** A valid value of a type for a generated test: required properties only, the same every time. */
export function sampleValue(request: SampleRequest): SampleValue {
  const { type, model, column = 0, depth = 0 } = request;
  const node = sample(type, { model, name: "text", within: [] });
  if (node === undefined) throw new Error("No finite value is of this type.");
  return { text: layout(node, column, depth), typeNames: [...new Set(typeNamesIn(node))].sort() };
}

function sample(type: TypeModel, context: Context): Node | undefined {
  switch (type.kind) {
    case "array": {
      const item = sample(type.items, context);
      return arrayOf(item === undefined ? [] : [item]);
    }
    case "record": {
      const value = sample(type.values, context);
      return objectOf(value === undefined ? [] : [["key", value]]);
    }
    case "tuple": {
      const required = type.items.slice(0, type.items.length - type.optional);
      return arrayOf(required.map((item) => sample(item, context)));
    }
    case "object":
      return sampleObject(type, context);
    case "discriminated":
      return firstSample(
        type.members.map((member) => member.type),
        context,
      );
    case "union":
      return firstSample(type.members, context);
    case "literals":
      return type.values[0] === undefined ? undefined : { text: literalText(type.values[0]) };
    case "reference": {
      if (context.within.includes(type.name)) return undefined;
      const within = [...context.within, type.name];
      return sample(namedType(context.model, type.name), { ...context, within });
    }
    default:
      return leaf(type, context.name);
  }
}

function leaf(type: LeafType, name: string): Atom {
  switch (type.kind) {
    case "isoDate":
      return asserted('"2026-11-24"', "IsoDate");
    case "isoDateTime":
      return asserted('"2026-11-24T09:30:00Z"', "IsoDateTime");
    default: {
      const text = { string: stringLiteral(`${name}-1`), number: "1", boolean: "true" }[type.kind];
      return type.brand === undefined ? { text } : asserted(text, type.brand);
    }
  }
}

function asserted(text: string, typeName: string): Atom {
  return { text: `${text} as ${typeName}`, typeName };
}

function sampleObject(type: ObjectType, context: Context): Node | undefined {
  const required = type.properties.filter((it) => !it.optional || it.namedInCode);
  return objectOf(
    required.map(({ name, type: property }) => [name, sample(property, { ...context, name })]),
  );
}

function firstSample(types: readonly TypeModel[], context: Context): Node | undefined {
  for (const type of types) {
    const node = sample(type, context);
    if (node !== undefined) return node;
  }
  return undefined;
}

function objectOf(properties: readonly (readonly [string, Node | undefined])[]): Node | undefined {
  const entries: Entry[] = [];
  for (const [name, node] of properties) {
    if (node === undefined) return undefined;
    entries.push({ label: `${propertyName(name)}: `, node });
  }
  return { brackets: "{}", entries };
}

function arrayOf(items: readonly (Node | undefined)[]): Node | undefined {
  const entries: Entry[] = [];
  for (const node of items) {
    if (node === undefined) return undefined;
    entries.push({ label: "", node });
  }
  return { brackets: "[]", entries };
}

function layout(node: Node, column: number, depth: number): string {
  const flat = flatText(node);
  if ("text" in node || node.entries.length === 0) return flat;
  if (!hasRows(node) && fits(`${" ".repeat(column)}${flat};`)) return flat;
  const inner = "  ".repeat(depth + 1);
  const lines = node.entries.map(({ label, node: entry }) => {
    return `${inner}${label}${layout(entry, inner.length + label.length, depth + 1)},`;
  });
  const [open, close] = node.brackets;
  return [open, ...lines, "  ".repeat(depth) + close].join("\n");
}

/** Lists of lists are broken however short they are. */
function hasRows(node: Node): boolean {
  if ("text" in node) return false;
  const inner = node.entries.map((entry) => entry.node);
  if (inner.some(hasRows)) return true;
  const [first, second] = inner;
  if (node.brackets !== "[]" || first === undefined || second === undefined) return false;
  return inner.every(
    (item) =>
      "entries" in item &&
      "entries" in first &&
      item.brackets === first.brackets &&
      item.entries.length > 1,
  );
}

function flatText(node: Node): string {
  if ("text" in node) return node.text;
  const entries = node.entries.map((entry) => entry.label + flatText(entry.node)).join(", ");
  return node.brackets === "[]" ? `[${entries}]` : entries === "" ? "{}" : `{ ${entries} }`;
}

function typeNamesIn(node: Node): string[] {
  if ("entries" in node) return node.entries.flatMap((entry) => typeNamesIn(entry.node));
  return node.typeName === undefined ? [] : [node.typeName];
}
