import { sortedLiterals } from "./literals.ts";
import {
  type JsonKind,
  type Literal,
  type LiteralsType,
  literalKind,
  nullable,
  type TypeModel,
} from "./type-model.ts";

/** A member of a union with the kind of JSON value it is. */
export interface UnionPart {
  readonly kind: JsonKind;
  readonly type: Exclude<TypeModel, LiteralsType>;
}

export type UnionOf =
  | { readonly ok: true; readonly type: TypeModel }
  | { readonly ok: false; readonly sharedKind: JsonKind };

const kindOrder: readonly JsonKind[] = ["string", "number", "boolean", "object", "array", "null"];

/** The union in its one canonical form, unless two members are of one kind and cannot be told apart. */
export function unionOf(members: readonly UnionPart[], literals: readonly Literal[]): UnionOf {
  const hasBoolean = literals.includes(true) && literals.includes(false);
  const parts = distinct(
    hasBoolean ? [...members, { kind: "boolean", type: { kind: "boolean" } }] : members,
  );
  const values = sortedLiterals(
    literals.filter((value) => value !== null && !(hasBoolean && typeof value === "boolean")),
  );
  const kinds = [...parts.map(({ kind }) => kind), ...new Set(values.map(literalKind))];
  const sharedKind = kinds.find((kind, index) => kinds.indexOf(kind) !== index);
  if (sharedKind !== undefined) return { ok: false, sharedKind };
  const types = typesInOrder(parts, values);
  if (!literals.includes(null)) return { ok: true, type: types };
  return { ok: true, type: nullable(types) };
}

function typesInOrder(parts: readonly UnionPart[], values: readonly Literal[]): TypeModel {
  if (parts.length === 0) return { kind: "literals", values };
  const rank = (kind: JsonKind) => kindOrder.indexOf(kind);
  const types: TypeModel[] = parts
    .toSorted((one, other) => rank(one.kind) - rank(other.kind))
    .map(({ type }) => type);
  if (values.length > 0) types.push({ kind: "literals", values });
  const [first] = types;
  return types.length === 1 && first !== undefined ? first : { kind: "union", members: types };
}

function distinct(parts: readonly UnionPart[]): UnionPart[] {
  return [...new Map(parts.map((part) => [JSON.stringify(part.type), part])).values()];
}
