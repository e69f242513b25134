import {
  type AttributeType,
  type DraftItem,
  emptyItem,
  type StoredItem,
  type StoredValue,
} from "./attribute-types.ts";
import { normalizeNumber } from "./decimal.ts";
import { serializationError, validationError } from "./service-errors.ts";
import { sortableKey } from "./sort-order.ts";

/** Levels of a document, the attribute itself being the first: "Nested attribute depth" in the quotas page. */
const MAX_DEPTH = 32;
const TOO_DEEP = "Nesting Levels have exceeded supported limits";

const TYPES: ReadonlySet<string> = new Set([
  "S",
  "N",
  "B",
  "SS",
  "NS",
  "BS",
  "M",
  "L",
  "NULL",
  "BOOL",
]);
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** Checks a whole item (or key) as it came over the wire and copies it into its stored form. */
export function readItem(raw: unknown): StoredItem {
  return readMap(raw, 1);
}

/** Checks one attribute value and copies it into its stored form; throws as AWS does. */
export function readValue(raw: unknown, depth = 1): StoredValue {
  if (typeof raw !== "object" || raw === null || Array.isArray(raw))
    throw serializationError("Unexpected value type in payload");
  if (depth > MAX_DEPTH)
    throw validationError(
      `${TOO_DEEP}: Attributes in the item have nested levels beyond supported limit`,
    );
  const type = givenType(raw);
  return readTyped(type, member(raw, type), depth);
}

/** The one type a value is given as; members of other names do not count, as on AWS. */
function givenType(raw: object): AttributeType {
  let given: AttributeType | undefined;
  for (const name of Object.keys(raw)) {
    if (!TYPES.has(name) || member(raw, name) == null) continue;
    if (given !== undefined)
      throw validationError(
        "Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes",
      );
    given = name as AttributeType;
  }
  if (given !== undefined) return given;
  throw validationError(
    "Supplied AttributeValue is empty, must contain exactly one of the supported datatypes",
  );
}

/** Refuses an item that an update has nested deeper than DynamoDB stores; AWS says less of it there. */
export function assertDepth(item: StoredItem, depth = 1): void {
  for (const name in item) assertValueDepth(item[name] as StoredValue, depth);
}

function assertValueDepth(value: StoredValue, depth: number): void {
  if (depth > MAX_DEPTH) throw validationError(TOO_DEEP);
  if ("M" in value) assertDepth(value.M, depth + 1);
  if ("L" in value) for (const element of value.L) assertValueDepth(element, depth + 1);
}

function readTyped(type: AttributeType, value: unknown, depth: number): StoredValue {
  switch (type) {
    case "S":
      return { S: readText(value) };
    case "N":
      return { N: normalizeNumber(readText(value)) };
    case "B":
      return { B: readBinary(value) };
    case "BOOL":
      return { BOOL: readBoolean(value) };
    case "NULL":
      if (readBoolean(value)) return { NULL: true };
      throw validationError(
        "One or more parameter values were invalid: Null attribute value types must have the value of true",
      );
    case "SS":
      return { SS: readStringSet(value) };
    case "NS":
      return { NS: readNumberSet(value) };
    case "BS":
      return { BS: readBinarySet(value) };
    case "L":
      return { L: readList(value).map((element) => readValue(element, depth + 1)) };
    case "M":
      return { M: readMap(value, depth + 1) };
  }
}

function readMap(raw: unknown, depth: number): StoredItem {
  if (typeof raw !== "object" || raw === null || Array.isArray(raw))
    throw serializationError("Unexpected value type in payload");
  const item: DraftItem = emptyItem();
  for (const name of Object.keys(raw)) {
    if (name === "") throw validationError("Empty attribute name");
    const value = member(raw, name);
    if (value !== undefined) item[name] = readValue(value, depth);
  }
  return item;
}

function readStringSet(value: unknown): readonly string[] {
  const members = readList(value).map(readText);
  const invalid = "One or more parameter values were invalid: ";
  if (members.length === 0) throw validationError(`${invalid}An string set  may not be empty`);
  if (new Set(members).size < members.length)
    throw validationError(
      `${invalid}Input collection [${members.join(", ")}] contains duplicates.`,
    );
  return sortMembers("S", members);
}

function readNumberSet(value: unknown): readonly string[] {
  const members = readList(value).map((member) => normalizeNumber(readText(member)));
  if (members.length === 0)
    throw validationError(
      "One or more parameter values were invalid: An number set  may not be empty",
    );
  if (new Set(members).size < members.length)
    throw validationError("Input collection contains duplicates");
  return sortMembers("N", members);
}

function readBinarySet(value: unknown): readonly string[] {
  const members = readList(value).map(readBinary);
  const invalid = "One or more parameter values were invalid: ";
  if (members.length === 0) throw validationError(`${invalid}Binary sets should not be empty`);
  if (new Set(members).size < members.length)
    throw validationError(`${invalid}Input collection of type BS contains duplicates.`);
  return sortMembers("B", members);
}

/** Sets have no order; a fixed one makes equal sets equal texts and answers repeatable. */
export function sortMembers(type: "S" | "N" | "B", members: readonly string[]): readonly string[] {
  if (members.length < 2) return members;
  return members
    .map((text) => ({ text, sortable: sortableKey(type, text) }))
    .sort((a, b) => (a.sortable < b.sortable ? -1 : 1))
    .map(({ text }) => text);
}

function member(raw: object, name: string): unknown {
  return (raw as Record<string, unknown>)[name];
}

function readText(value: unknown): string {
  if (typeof value === "string") return value;
  throw serializationError(`${jsonKind(value)} cannot be converted to String`);
}

function readBoolean(value: unknown): boolean {
  if (typeof value === "boolean") return value;
  throw serializationError(`${jsonKind(value)} cannot be converted to Boolean`);
}

function readList(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw serializationError("Unexpected value type in payload");
}

function readBinary(value: unknown): string {
  const text = readText(value);
  if (text.length % 4 !== 0)
    throw serializationError(
      `Base64 encoded length is expected a multiple of 4 bytes but found: ${text.length}`,
    );
  if (!BASE64.test(text)) throw serializationError("Invalid Base64 text");
  return Buffer.from(text, "base64").toString("base64");
}

function jsonKind(value: unknown): string {
  if (typeof value === "number") return "NUMBER_VALUE";
  if (typeof value === "boolean") return value ? "TRUE_VALUE" : "FALSE_VALUE";
  return typeof value === "string" ? "STRING_VALUE" : "Start of structure or map";
}
