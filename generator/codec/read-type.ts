import type { ts } from "ts-morph";
import { readUnion } from "./read-union.ts";
import {
  refusalOfDepth,
  refusalOfEmpty,
  refusalOfInstance,
  refusalOfKeys,
  refusalOfName,
  refusalOfPrimitive,
} from "./refusals.ts";
import type { Property, TypeModel } from "./type-model.ts";
import {
  claimName,
  declaredName,
  inside,
  literalOf,
  type Place,
  type Reading,
  refuse,
  textOf,
} from "./type-reading.ts";

/** Twice what a decoder accepts: only a generic type that grows with every use nests deeper. */
const maximumDepth = 64;

const isoTypes: ReadonlyMap<string, "isoDate" | "isoDateTime"> = new Map([
  ["IsoDate", "isoDate"],
  ["IsoDateTime", "isoDateTime"],
]);

/** The model of a type as the compiler sees it; what cannot be checked is refused at its place. */
export function readType(reading: Reading, type: ts.Type, place: Place): TypeModel {
  const simple = readSimple(reading, type, place);
  if (simple !== undefined) return simple;
  const known = reading.names.get(type);
  if (known !== undefined) return { kind: "reference", name: known };
  if (place.depth > maximumDepth) return refuse(reading, place, refusalOfDepth);
  const refusal = refusalOfInstance(reading, type);
  if (refusal !== undefined) return refuse(reading, place, refusal);
  const name = declaredName(reading, type);
  if (name === undefined) return readUnnamed(reading, type, place);
  const claimed = claimName(reading, type, name);
  reading.types.set(claimed, readStructure({ ...reading, open: new Set() }, type, place));
  return { kind: "reference", name: claimed };
}

function readUnnamed(reading: Reading, type: ts.Type, place: Place): TypeModel {
  if (reading.open.has(type)) {
    return refuse(reading, place, {
      type: textOf(reading, type),
      message: "a type without a name contains itself",
      advice: "declare it as an interface",
    });
  }
  reading.open.add(type);
  const model = readStructure(reading, type, place);
  reading.open.delete(type);
  return model;
}

/** Everything that is checked where it stands and never gets a function of its own. */
function readSimple(reading: Reading, type: ts.Type, place: Place): TypeModel | undefined {
  const { TypeFlags } = reading.typescript;
  const isoType = isoTypeOf(type);
  if (isoType !== undefined) return { kind: isoType };
  if (type.flags & TypeFlags.String) return { kind: "string" };
  if (type.flags & TypeFlags.Number) return { kind: "number" };
  if (type.flags & TypeFlags.Boolean) return { kind: "boolean" };
  const literal = literalOf(reading, type);
  if (literal !== undefined) return { kind: "literals", values: [literal] };
  if (type.isIntersection()) return readBrand(reading, type, place);
  if (type.isUnion() && type.types.every((member) => literalOf(reading, member) !== undefined)) {
    return readUnion(reading, type.types, place, readType);
  }
  const isStructured = type.flags & (TypeFlags.Object | TypeFlags.Union);
  if (isStructured && !(type.flags & TypeFlags.EnumLike)) return undefined;
  return refuse(reading, place, refusalOfPrimitive(reading, type, place.node));
}

function isoTypeOf(type: ts.Type): "isoDate" | "isoDateTime" | undefined {
  const symbol = type.aliasSymbol;
  const file = symbol?.declarations?.[0]?.getSourceFile().fileName;
  return file?.endsWith("/runtime/decode.ts") ? isoTypes.get(symbol?.name ?? "") : undefined;
}

/** `string & { readonly __brand: "OrderId" }`; undefined for an intersection of objects. */
function readBrand(
  reading: Reading,
  type: ts.IntersectionType,
  place: Place,
): TypeModel | undefined {
  const { TypeFlags } = reading.typescript;
  const base = type.types.find((member) => !(member.flags & TypeFlags.Object));
  if (base === undefined) return undefined;
  const model = readType(reading, base, place);
  const isLeaf = model.kind === "string" || model.kind === "number" || model.kind === "boolean";
  const brand = type.aliasSymbol?.name;
  return isLeaf && brand !== undefined ? { ...model, brand } : model;
}

function readStructure(reading: Reading, type: ts.Type, place: Place): TypeModel {
  const { checker } = reading.compiled;
  if (type.isUnion()) return readUnion(reading, type.types, place, readType);
  if (checker.isTupleType(type)) return readTuple(reading, type as ts.TupleTypeReference, place);
  if (checker.isArrayType(type)) {
    const items = checker.getTypeArguments(type as ts.TypeReference);
    const [item] = items.map((argument) => readType(reading, argument, inside(place, "[]")));
    if (item !== undefined) return { kind: "array", items: item };
  }
  return readObject(reading, type, place);
}

function readTuple(reading: Reading, type: ts.TupleTypeReference, place: Place): TypeModel {
  const { Optional, Variable } = reading.typescript.ElementFlags;
  const flags = type.target.elementFlags;
  const elements = reading.compiled.checker.getTypeArguments(type).map((element, index) => {
    const members = (flags[index] ?? 0) & Optional ? withoutUndefined(reading, element) : [element];
    return readMembers(reading, members, inside(place, `[${index}]`));
  });
  const optional = flags.filter((flag) => flag & Optional).length;
  const restIndex = flags.findIndex((flag) => flag & Variable);
  const rest = elements[restIndex];
  if (rest === undefined) return { kind: "tuple", items: elements, optional };
  if (restIndex === elements.length - 1) {
    return { kind: "tuple", items: elements.slice(0, restIndex), optional, rest };
  }
  return refuse(reading, place, {
    type: textOf(reading, type),
    message: `${textOf(reading, type)} has a rest that is not its last element`,
    advice: "use an object",
  });
}

function readObject(reading: Reading, type: ts.Type, place: Place): TypeModel {
  const { checker } = reading.compiled;
  const symbols = checker.getPropertiesOfType(type);
  const [index, ...furtherIndexes] = checker.getIndexInfosOfType(type);
  if (index === undefined) {
    if (symbols.length === 0) return refuse(reading, place, refusalOfEmpty(reading, type));
    const properties = symbols.flatMap((symbol) => readProperty(reading, symbol, place));
    return { kind: "object", properties };
  }
  if (symbols.length > 0 || furtherIndexes.length > 0 || !isTextKey(reading, index.keyType)) {
    return refuse(reading, place, refusalOfKeys(reading, type));
  }
  return { kind: "record", values: readType(reading, index.type, inside(place, "[string]")) };
}

/** `string`, or a branded one. */
function isTextKey(reading: Reading, key: ts.Type): boolean {
  const parts = key.isIntersection() ? key.types : [key];
  return parts.some((part) => part.flags & reading.typescript.TypeFlags.String);
}

function readProperty(reading: Reading, symbol: ts.Symbol, owner: Place): Property[] {
  const { name } = symbol;
  const declaration = symbol.valueDeclaration ?? symbol.declarations?.[0];
  const typeNode = (declaration as { readonly type?: ts.TypeNode } | undefined)?.type;
  const place = {
    path: name.startsWith("__@") ? owner.path : `${owner.path}.${name}`,
    depth: owner.depth + 1,
    node: typeNode ?? declaration ?? owner.node,
  };
  const refusal = refusalOfName(name);
  if (refusal !== undefined) {
    refuse(reading, place, refusal);
    return [];
  }
  const type = reading.compiled.checker.getTypeOfSymbol(symbol);
  const members = withoutUndefined(reading, type);
  const optional = type.isUnion() && members.length < type.types.length;
  const written = optional ? writtenUnion(reading, members, typeNode) : type;
  const model =
    written === undefined
      ? readMembers(reading, members, place)
      : readType(reading, written, place);
  const isMarked = Boolean(symbol.flags & reading.typescript.SymbolFlags.Optional);
  return [{ name, type: model, optional, ...(optional && !isMarked && { namedInCode: true }) }];
}

function withoutUndefined(reading: Reading, type: ts.Type): readonly ts.Type[] {
  const { Undefined } = reading.typescript.TypeFlags;
  return type.isUnion() ? type.types.filter((member) => !(member.flags & Undefined)) : [type];
}

/** `payment?: Payment` loses the name `Payment` of a union, unless it is looked up where it is written. */
function writtenUnion(
  reading: Reading,
  members: readonly ts.Type[],
  node: ts.TypeNode | undefined,
): ts.Type | undefined {
  if (node === undefined) return undefined;
  const type = reading.compiled.checker.getTypeFromTypeNode(node);
  if (!type.isUnion() || type.types.length !== members.length) return undefined;
  return type.types.every((member) => members.includes(member)) ? type : undefined;
}

function readMembers(reading: Reading, members: readonly ts.Type[], place: Place): TypeModel {
  const [only] = members;
  return members.length === 1 && only !== undefined
    ? readType(reading, only, place)
    : readUnion(reading, members, place, readType);
}
