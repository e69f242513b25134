import { structuralKinds, type TypeModel } from "./type-model.ts";
import { type UnionPart, unionOf } from "./union-of.ts";

/** A type as written in a spec, with every union in its one form; references are to interfaces. */
export function canonicalType(type: TypeModel): TypeModel {
  switch (type.kind) {
    case "array":
      return { ...type, items: canonicalType(type.items) };
    case "record":
      return { ...type, values: canonicalType(type.values) };
    case "tuple":
      return { ...type, items: type.items.map(canonicalType) };
    case "union": {
      const union = unionOfWritten(type.members);
      if (!union.ok) throw new Error(`More than one JSON ${union.sharedKind} in a union.`);
      return union.type;
    }
    default:
      return type;
  }
}

/** The union of types as written, or the kind of JSON value that more than one of them takes. */
export function unionOfWritten(members: readonly TypeModel[]): ReturnType<typeof unionOf> {
  const flat = members.flatMap((member) => (member.kind === "union" ? member.members : [member]));
  const literals = flat.flatMap((member) => (member.kind === "literals" ? member.values : []));
  const parts = flat.flatMap((member): UnionPart[] => {
    if (member.kind === "literals" || member.kind === "union") return [];
    const kind = member.kind === "reference" ? "object" : structuralKinds[member.kind];
    return [{ kind, type: canonicalType(member) as UnionPart["type"] }];
  });
  return unionOf(parts, literals);
}
