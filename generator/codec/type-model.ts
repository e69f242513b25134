/**
 * Message types as plain JSON: what both front ends produce (the TypeScript reader and the parser of
 * command-line specs), what the codec is rendered from, and what can be cached by content hash.
 */
export interface MessageModel {
  /** In the order in which they are first used; a name occurs once. */
  readonly types: readonly NamedType[];
}

export interface NamedType {
  readonly name: string;
  readonly type: TypeModel;
}

export type TypeModel =
  | LeafType
  | LiteralsType
  | ArrayType
  | RecordType
  | TupleType
  | ObjectType
  | DiscriminatedUnion
  | KindUnion
  | Reference;

/** Checked by one call; `brand` names the user's branded alias, which JSON knows nothing of. */
export interface LeafType {
  readonly kind: "string" | "number" | "boolean" | "isoDate" | "isoDateTime";
  readonly brand?: string;
}

/** One of these very values; `null` alone is this too. */
export interface LiteralsType {
  readonly kind: "literals";
  readonly values: readonly Literal[];
}

export type Literal = string | number | boolean | null;

export interface ArrayType {
  readonly kind: "array";
  readonly items: TypeModel;
}

export interface RecordType {
  readonly kind: "record";
  readonly values: TypeModel;
}

/** The last `optional` of the `items` may be absent; any number of `rest` may follow them. */
export interface TupleType {
  readonly kind: "tuple";
  readonly items: readonly TypeModel[];
  readonly optional: number;
  readonly rest?: TypeModel;
}

export interface ObjectType {
  readonly kind: "object";
  readonly properties: readonly Property[];
}

export interface Property {
  readonly name: string;
  readonly type: TypeModel;
  /** May be absent or undefined. */
  readonly optional: boolean;
  /** Written `string | undefined`, without a question mark: code has to name it, JSON drops it. */
  readonly namedInCode?: true;
}

/** Objects told apart by their property `type`. Without members it is `never`. */
export interface DiscriminatedUnion {
  readonly kind: "discriminated";
  readonly members: readonly UnionMember[];
}

export interface UnionMember {
  readonly tag: string;
  readonly type: ObjectType | Reference;
}

/** Types told apart by what JSON kind of value they are; `jsonKind` of each occurs once. */
export interface KindUnion {
  readonly kind: "union";
  readonly members: readonly TypeModel[];
}

export interface Reference {
  readonly kind: "reference";
  readonly name: string;
}

export const discriminator = "type";

const nullModel: LiteralsType = { kind: "literals", values: [null] };

/** `null` becomes one more literal where there are literals, so that equal types are equal models. */
export function nullable(type: TypeModel): TypeModel {
  if (type.kind === "literals") return { ...type, values: [...type.values, null] };
  const members = type.kind === "union" ? type.members : [type];
  return { kind: "union", members: [...members, nullModel] };
}

export type JsonKind = "string" | "number" | "boolean" | "object" | "array" | "null";

/** The kinds of JSON value a type admits, as `kindOf` of the runtime names them. */
export function jsonKinds(type: TypeModel, model: MessageModel): ReadonlySet<JsonKind> {
  switch (type.kind) {
    case "literals":
      return new Set(type.values.map(literalKind));
    case "union":
      return new Set(type.members.flatMap((member) => [...jsonKinds(member, model)]));
    case "reference":
      return jsonKinds(namedType(model, type.name), model);
    default:
      return new Set([structuralKinds[type.kind]]);
  }
}

/** The one JSON kind of every kind of type that has just one. */
export const structuralKinds = {
  string: "string",
  number: "number",
  boolean: "boolean",
  isoDate: "string",
  isoDateTime: "string",
  array: "array",
  tuple: "array",
  record: "object",
  object: "object",
  discriminated: "object",
} as const satisfies Record<string, JsonKind>;

export function namedType(model: MessageModel, name: string): TypeModel {
  const found = model.types.find((candidate) => candidate.name === name);
  if (found === undefined) throw new Error(`The message model has no type ${name}.`);
  return found.type;
}

export function literalKind(value: Literal): JsonKind {
  return value === null ? "null" : (typeof value as "string" | "number" | "boolean");
}

/** The named types a type mentions itself. */
export function referencesIn(type: TypeModel): string[] {
  switch (type.kind) {
    case "reference":
      return [type.name];
    case "array":
      return referencesIn(type.items);
    case "record":
      return referencesIn(type.values);
    case "tuple":
      return [...type.items, ...(type.rest === undefined ? [] : [type.rest])].flatMap(referencesIn);
    case "object":
      return type.properties.flatMap((property) => referencesIn(property.type));
    case "discriminated":
      return type.members.flatMap((member) => referencesIn(member.type));
    case "union":
      return type.members.flatMap(referencesIn);
    default:
      return [];
  }
}
