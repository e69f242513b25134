import type { ts } from "ts-morph";
import { refusalOfMember } from "./refusals.ts";
import {
  type DiscriminatedUnion,
  discriminator,
  structuralKinds,
  type TypeModel,
  type UnionMember,
} from "./type-model.ts";
import {
  declarationOf,
  literalOf,
  type Place,
  type Reading,
  refuse,
  textOf,
} from "./type-reading.ts";
import { type UnionPart, unionOf } from "./union-of.ts";

export type ReadType = (reading: Reading, type: ts.Type, place: Place) => TypeModel;

/** A union, which the compiler has flattened and freed of duplicates already. */
export function readUnion(
  reading: Reading,
  members: readonly ts.Type[],
  place: Place,
  readType: ReadType,
): TypeModel {
  const literals = members.flatMap((member) => literalOf(reading, member) ?? []);
  const hasNull = members.some((member) => literalOf(reading, member) === null);
  const others = members.filter((member) => literalOf(reading, member) === undefined);
  const objects = others.filter((member) => isObject(reading, member));
  const parts = others
    .filter((member) => objects.length < 2 || !objects.includes(member))
    .flatMap((member) => partOf(reading, member, readType(reading, member, place)));
  if (objects.length > 1) {
    const type = readDiscriminated(reading, objects, () => place, readType);
    parts.push({ kind: "object", type });
  }
  const union = unionOf(parts, hasNull ? [...literals, null] : literals);
  if (union.ok) return union.type;
  return refuse(reading, place, {
    type: members.map((member) => textOf(reading, member)).join(" | "),
    message: `more than one member of the union is a JSON ${union.sharedKind}, so that they cannot be told apart`,
    advice: `use one type for every ${union.sharedKind} of the union`,
  });
}

/** Objects told apart by their `type`, in the order in which they are declared. */
export function readDiscriminated(
  reading: Reading,
  objects: readonly ts.Type[],
  placeOf: (member: ts.Type) => Place,
  readType: ReadType,
): DiscriminatedUnion {
  const members: UnionMember[] = [];
  for (const object of inDeclaredOrder(reading, objects)) {
    const place = placeOf(object);
    const tag = tagOf(reading, object);
    if (tag === undefined) {
      refuse(reading, place, refusalOfMember(reading, object));
    } else if (members.some((member) => member.tag === tag)) {
      refuse(reading, place, {
        type: textOf(reading, object),
        message: `another member of the union has the ${discriminator} "${tag}" already`,
        advice: "give every member a type of its own",
      });
    }
    const type = readType(reading, object, place);
    const isReadable = type.kind === "object" || type.kind === "reference";
    if (tag !== undefined && isReadable) members.push({ tag, type });
  }
  return { kind: "discriminated", members };
}

export function tagOf(reading: Reading, object: ts.Type): string | undefined {
  const { checker } = reading.compiled;
  const symbol = checker.getPropertyOfType(object, discriminator);
  if (symbol === undefined) return undefined;
  const literal = literalOf(reading, checker.getTypeOfSymbol(symbol));
  return typeof literal === "string" ? literal : undefined;
}

function isObject(reading: Reading, type: ts.Type): boolean {
  const { checker } = reading.compiled;
  const { TypeFlags } = reading.typescript;
  if (checker.isArrayType(type) || checker.isTupleType(type)) return false;
  if (type.isIntersection())
    return type.types.every((part) => part.flags & (TypeFlags.Object | TypeFlags.Intersection));
  return Boolean(type.flags & TypeFlags.Object);
}

/** A member that was refused has no kind that could clash with another. */
function partOf(reading: Reading, member: ts.Type, type: TypeModel): UnionPart[] {
  if (type.kind === "literals" || type.kind === "union") return [];
  if (type.kind !== "reference") return [{ kind: structuralKinds[type.kind], type }];
  return [{ kind: isObject(reading, member) ? "object" : "array", type }];
}

function inDeclaredOrder(reading: Reading, types: readonly ts.Type[]): ts.Type[] {
  const positions = new Map(types.map((type) => [type, declarationOf(type)]));
  return types.toSorted((one, other) => {
    const [first, second] = [positions.get(one), positions.get(other)];
    if (first === undefined || second === undefined) return 0;
    const { fileOrder } = reading.compiled;
    const [file, otherFile] = [fileOrder(first), fileOrder(second)];
    if (file !== otherFile) return file < otherFile ? -1 : 1;
    return first.pos - second.pos || (textOf(reading, one) < textOf(reading, other) ? -1 : 1);
  });
}
