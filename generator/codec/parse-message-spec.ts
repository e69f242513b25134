import { parseType } from "./parse-spec-type.ts";
import { isInheritedName } from "./property-names.ts";
import {
  expected,
  newSpecReader,
  peek,
  type SpecProblem,
  type SpecReader,
  skipField,
  take,
  takeSign,
} from "./spec-reader.ts";
import { discriminator, type Property } from "./type-model.ts";
import { adviceForGlobals } from "./type-problems.ts";

/** An interface to be declared in a messages file; the `type` of a message is not among its properties. */
export interface Declaration {
  readonly name: string;
  readonly properties: readonly Property[];
}

export type ParsedSpec =
  | { readonly ok: true; readonly declaration: Declaration }
  | { readonly ok: false; readonly problems: readonly SpecProblem[] };

/** Names that mean something else in a messages file. */
const reservedTypes: ReadonlySet<string> = new Set([
  ...adviceForGlobals.keys(),
  ...["Array", "ReadonlyArray", "Record", "Readonly", "Object", "Symbol", "IsoDate", "IsoDateTime"],
]);

/** `PlaceOrder:customerId=string,lines=OrderLine[],note?=string`, or a name alone. */
export function parseMessageSpec(spec: string): ParsedSpec {
  const reader = newSpecReader(spec);
  const name = parseName(reader);
  const properties: Property[] = [];
  if (peek(reader).kind !== "end") {
    if (!takeSign(reader, ":")) expected(reader, "`:` and fields, or the end");
    else while (peek(reader).kind !== "end") parseField(reader, properties);
  }
  const { problems } = reader;
  return problems.length > 0
    ? { ok: false, problems }
    : { ok: true, declaration: { name, properties } };
}

function parseName(reader: SpecReader): string {
  const token = take(reader);
  if (!/^[A-Z][A-Za-z0-9]*$/.test(token.text)) {
    expected(reader, "a name in PascalCase such as PlaceOrder", token);
  } else if (reservedTypes.has(token.text)) {
    expected(reader, "a name that TypeScript has not taken", token);
  }
  return token.text;
}

function parseField(reader: SpecReader, properties: Property[]): void {
  const start = reader.next;
  const problemsBefore = reader.problems.length;
  const { text: name } = peek(reader);
  if (isFieldName(reader, properties)) {
    take(reader);
    const optional = takeSign(reader, "?");
    if (!takeSign(reader, "=")) expected(reader, "`=` and a type");
    else properties.push({ name, type: parseType(reader), optional });
  }
  const isAtEnd = peek(reader).kind === "end";
  if (!isAtEnd && !takeSign(reader, ",")) expected(reader, "`,` and a field, or the end");
  if (reader.problems.length === problemsBefore) return;
  // What follows the first fault of a field is read out of step.
  reader.problems.splice(problemsBefore + 1);
  skipField(reader, start);
}

function isFieldName(reader: SpecReader, properties: readonly Property[]): boolean {
  const { kind, text } = peek(reader);
  const before = reader.problems.length;
  if (kind !== "word" || text.includes("-")) {
    expected(reader, "the name of a field such as customerId");
  } else if (text === discriminator) {
    expected(reader, `another name than ${discriminator}, which tells messages apart`);
  } else if (isInheritedName(text)) {
    expected(reader, `another name than ${text}, which every object inherits`);
  } else if (properties.some(({ name }) => name === text)) {
    expected(reader, "a name that no field before it has");
  }
  return reader.problems.length === before;
}
