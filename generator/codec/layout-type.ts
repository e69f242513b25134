import { fits } from "./layout.ts";
import { isCompound, typeText } from "./render-type.ts";
import type { KindUnion, LiteralsType, RecordType, TupleType, TypeModel } from "./type-model.ts";

interface Room {
  /** Columns taken on the line before the type. */
  readonly before: number;
  /** Columns that must follow the type on its last line. */
  readonly after: number;
  /** Indent of the line, in steps of two columns. */
  readonly depth: number;
}

/** A member `readonly lines: …;` of an interface, broken as Biome does where it is too long for one line. */
export function memberText(head: string, type: TypeModel): string {
  return declaration(`${head}:`, type, 1);
}

/** `export type OrderCommand = …;`, likewise. */
export function aliasText(head: string, type: TypeModel): string {
  return declaration(`${head} =`, type, 0);
}

function declaration(head: string, type: TypeModel, depth: number): string {
  const text = layoutType(type, { before: 2 * depth + head.length + 1, after: 1, depth });
  return `${head}${text.startsWith("\n") ? "" : " "}${text};`;
}

/** What begins with a line break stands below its head. */
function layoutType(type: TypeModel, room: Room): string {
  const flat = typeText(type);
  if (fits(" ".repeat(room.before) + flat + " ".repeat(room.after))) return flat;
  if (isNullableRecord(type)) {
    const texts = type.members.map((member) =>
      member.kind === "record" ? layoutRecord(member, room) : typeText(member),
    );
    return texts.join(" | ");
  }
  if (isUnion(type)) return `\n${unionLines(type, room.depth + 1, room.after)}`;
  switch (type.kind) {
    case "array":
      return layoutArray(type.items, room);
    case "tuple":
      return layoutTuple(type, room);
    case "record":
      return layoutRecord(type, room);
    default:
      return flat;
  }
}

function isUnion(type: TypeModel): type is KindUnion | LiteralsType {
  return type.kind === "union" || (type.kind === "literals" && type.values.length > 1);
}

/** A record breaks inside its brackets even beside null. */
function isNullableRecord(type: TypeModel): type is KindUnion {
  if (type.kind !== "union" || type.members.length !== 2) return false;
  return (
    type.members.some((member) => member.kind === "record") &&
    type.members.some((member) => typeText(member) === "null")
  );
}

function unionLines(type: KindUnion | LiteralsType, depth: number, after: number): string {
  const members: readonly TypeModel[] =
    type.kind === "union"
      ? type.members
      : type.values.map((value) => ({ kind: "literals", values: [value] }));
  return members
    .map((member, index) => {
      const isLast = index === members.length - 1;
      const room = { before: 2 * depth + 2, after: isLast ? after : 0, depth: depth + 1 };
      return `${indent(depth)}| ${layoutType(member, room)}`;
    })
    .join("\n");
}

function layoutArray(items: TypeModel, { before, after, depth }: Room): string {
  if (isUnion(items)) return `readonly (\n${unionLines(items, depth + 1, 0)}\n${indent(depth)})[]`;
  if (!isCompound(items)) {
    return `readonly ${layoutType(items, { before: before + 9, after: after + 2, depth })}[]`;
  }
  return `readonly (${layoutType(items, { before: before + 10, after: after + 3, depth })})[]`;
}

function layoutTuple(type: TupleType, { depth }: Room): string {
  const inner = indent(depth + 1);
  const items = type.items.map((item) => {
    const text = layoutType(item, { before: 2 * depth + 2, after: 1, depth: depth + 1 });
    return text.startsWith("\n") ? `${inner}(${text}\n${inner}),` : `${inner}${text},`;
  });
  return `readonly [\n${items.join("\n")}\n${indent(depth)}]`;
}

function layoutRecord(type: RecordType, { depth }: Room): string {
  const inner = indent(depth + 1);
  const flat = `${inner}Record<string, ${typeText(type.values)}>`;
  const record = fits(flat) ? flat : `${inner}${brokenRecord(type.values, depth + 1)}`;
  return `Readonly<\n${record}\n${indent(depth)}>`;
}

function brokenRecord(values: TypeModel, depth: number): string {
  const inner = indent(depth + 1);
  const text = layoutType(values, { before: 2 * depth + 2, after: 0, depth: depth + 1 });
  const isBrokenUnion = isUnion(values) && text.startsWith("\n");
  const lines = isBrokenUnion ? unionLines(values, depth + 1, 0) : `${inner}${text}`;
  return `Record<\n${inner}string,\n${lines}\n${indent(depth)}>`;
}

function indent(depth: number): string {
  return "  ".repeat(depth);
}
