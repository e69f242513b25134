import { AwsError } from "./ports.ts";

export type Input = Readonly<Record<string, unknown>>;

/** Members of an API input by name, refused as AWS's parsers refuse a wrong JSON type. */
export function optionalString(input: Input, name: string): string | undefined {
  const value = member(input, name);
  if (value === undefined || typeof value === "string") return value;
  throw wrongType(name, "a string", value);
}

export function optionalInteger(input: Input, name: string): number | undefined {
  const value = member(input, name);
  if (value === undefined) return undefined;
  if (typeof value === "number" && Number.isSafeInteger(value)) return value;
  throw wrongType(name, "an integer", value);
}

export function optionalStringList(input: Input, name: string): readonly string[] {
  return list(input, name).map((element) => {
    if (typeof element === "string") return element;
    throw wrongType(name, "a list of strings", element);
  });
}

export function optionalObject(input: Input, name: string): Input | undefined {
  const value = member(input, name);
  if (value === undefined || isObject(value)) return value;
  throw wrongType(name, "an object", value);
}

export function optionalObjectList(input: Input, name: string): readonly Input[] {
  return list(input, name).map((element) => {
    if (isObject(element)) return element;
    throw wrongType(name, "a list of objects", element);
  });
}

export function isObject(value: unknown): value is Input {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Only own members: an input named `constructor` or `__proto__` is data like any other. */
function member(input: Input, name: string): unknown {
  const value = Object.hasOwn(input, name) ? input[name] : undefined;
  return value === null ? undefined : value;
}

function list(input: Input, name: string): readonly unknown[] {
  const value = member(input, name);
  if (value === undefined) return [];
  if (Array.isArray(value)) return value;
  throw wrongType(name, "a list", value);
}

function wrongType(name: string, expected: string, found: unknown): AwsError {
  const kind = found === null ? "null" : Array.isArray(found) ? "a list" : typeof found;
  return new AwsError(
    "SerializationException",
    `Expected ${name} to be ${expected}, found ${kind}.`,
  );
}
