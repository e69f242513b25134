import { unionOfWritten } from "./canonical-type.ts";
import { expected, peek, type SpecReader, take, takeSign } from "./spec-reader.ts";
import type { Token } from "./spec-tokens.ts";
import type { Literal, TypeModel } from "./type-model.ts";
import { adviceForGlobals } from "./type-problems.ts";

const words: ReadonlyMap<string, TypeModel> = new Map<string, TypeModel>([
  ["string", { kind: "string" }],
  ["number", { kind: "number" }],
  ["boolean", { kind: "boolean" }],
  ["IsoDate", { kind: "isoDate" }],
  ["IsoDateTime", { kind: "isoDateTime" }],
  ["true", literal(true)],
  ["false", literal(false)],
  ["null", literal(null)],
]);

const anyType =
  'string, number, boolean, null, IsoDate, IsoDateTime, Record<string, ...>, a literal such as "open" or a type such as OrderLine';

/** Stands for a type whose fault has been noted. */
const faulty: TypeModel = { kind: "string" };

const maximumDepth = 32;

/** A type as it is written, the members of a union in the order given. */
export function parseType(reader: SpecReader, depth = 0): TypeModel {
  const start = peek(reader);
  if (depth > maximumDepth) return fault(reader, `at most ${maximumDepth} nested types`, start);
  const before = reader.problems.length;
  const first = parseArray(reader, depth);
  const members = [first];
  while (takeSign(reader, "|")) members.push(parseArray(reader, depth));
  if (members.length === 1 || reader.problems.length > before) return first;
  const flat = members.flatMap((member) => (member.kind === "union" ? member.members : [member]));
  const union = unionOfWritten(flat);
  if (union.ok) return { kind: "union", members: flat };
  return fault(reader, `a union with one type for each JSON ${union.sharedKind}`, start);
}

function parseArray(reader: SpecReader, depth: number): TypeModel {
  let type = parsePrimary(reader, depth);
  while (takeSign(reader, "[")) {
    close(reader, "]");
    type = { kind: "array", items: type };
  }
  return type;
}

function parsePrimary(reader: SpecReader, depth: number): TypeModel {
  if (takeSign(reader, "(")) return close(reader, ")", parseType(reader, depth + 1));
  if (takeSign(reader, "[")) return close(reader, "]", parseTuple(reader, depth));
  const token = peek(reader);
  if (token.kind === "string") return literal(stringValue(take(reader)));
  if (token.kind === "number") return literal(Number(take(reader).text));
  if (token.kind !== "word") return fault(reader, anyType, token);
  take(reader);
  if (token.text === "Record") return parseRecord(reader, depth);
  if (token.text === "Array") return parseArrayOf(reader, depth);
  const word = words.get(token.text);
  if (word !== undefined) return word;
  const advice = adviceForGlobals.get(token.text);
  if (advice !== undefined) return fault(reader, `another type (${advice})`, token);
  const isName = /^[A-Z][A-Za-z0-9]*$/.test(token.text);
  return isName ? { kind: "reference", name: token.text } : fault(reader, anyType, token);
}

function parseTuple(reader: SpecReader, depth: number): TypeModel {
  const items = [parseType(reader, depth + 1)];
  while (takeSign(reader, ",")) items.push(parseType(reader, depth + 1));
  return { kind: "tuple", items, optional: 0 };
}

function parseRecord(reader: SpecReader, depth: number): TypeModel {
  if (!takeSign(reader, "<")) return fault(reader, "`<string, ` and a type", peek(reader));
  const key = take(reader);
  if (key.text !== "string") return fault(reader, "string, the only type a key can have", key);
  if (!takeSign(reader, ",")) return fault(reader, "`,` and a type", peek(reader));
  return close(reader, ">", { kind: "record", values: parseType(reader, depth + 1) });
}

function parseArrayOf(reader: SpecReader, depth: number): TypeModel {
  if (!takeSign(reader, "<")) return fault(reader, "`<` and a type", peek(reader));
  return close(reader, ">", { kind: "array", items: parseType(reader, depth + 1) });
}

function close(reader: SpecReader, sign: string, type: TypeModel = faulty): TypeModel {
  if (!takeSign(reader, sign)) expected(reader, `\`${sign}\``);
  return type;
}

function fault(reader: SpecReader, what: string, at: Token): TypeModel {
  expected(reader, what, at);
  return faulty;
}

function literal(value: Literal): TypeModel {
  return { kind: "literals", values: [value] };
}

function stringValue(token: Token): string {
  return token.text.slice(1, -1).replace(/\\(.)/gsu, "$1");
}
