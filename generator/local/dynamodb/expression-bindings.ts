import { AwsError } from "../ports.ts";
import type { StoredValue } from "./attribute-types.ts";
import type { DocumentPath } from "./expression-tree.ts";
import { readValue } from "./read-value.ts";
import { validationError } from "./service-errors.ts";
import { type ExpressionLabel, invalidExpression } from "./token-reader.ts";

/** The request's ExpressionAttributeNames and ExpressionAttributeValues, and which were used. */
export interface ExpressionBindings {
  /** The path with `#name` references replaced. */
  resolvePath(path: DocumentPath, label: ExpressionLabel): DocumentPath;
  resolveValue(reference: string, label: ExpressionLabel): StoredValue;
  /** All paths resolved so far. */
  readonly paths: readonly DocumentPath[];
  /** Fails when a name or value was given that no expression of the request uses. */
  assertAllUsed(): void;
}

type Input = Readonly<Record<string, unknown>>;

const NAME_KEY = /^#[A-Za-z0-9_]+$/;
const VALUE_KEY = /^:[A-Za-z0-9_]+$/;

/**
 * Reads the names and values of a request. `withValues` lists the expression members that may
 * use values (AWS names them when values come without any), `withNames` the others.
 */
export function readBindings(
  input: Input,
  withValues: readonly ExpressionLabel[],
  withNames: readonly ExpressionLabel[] = [],
): ExpressionBindings {
  const hasValueExpression = withValues.some((label) => input[label] != null);
  const hasExpression = hasValueExpression || withNames.some((label) => input[label] != null);
  const names = readNames(input.ExpressionAttributeNames, hasExpression);
  const values = readValues(input.ExpressionAttributeValues, hasValueExpression, withValues);
  const unusedNames = new Set(names.keys());
  const unusedValues = new Set(values.keys());

  const resolveName = (reference: string, label: ExpressionLabel): string => {
    if (!reference.startsWith("#")) return reference;
    const name = names.get(reference);
    if (name === undefined)
      throw invalidExpression(
        label,
        `An expression attribute name used in the document path is not defined; attribute name: ${reference}`,
      );
    unusedNames.delete(reference);
    return name;
  };
  const paths: DocumentPath[] = [];
  return {
    paths,
    resolvePath(path, label) {
      const resolved = path.map((segment) =>
        typeof segment === "string" ? resolveName(segment, label) : segment,
      );
      paths.push(resolved);
      return resolved;
    },
    resolveValue(reference, label) {
      const value = values.get(reference);
      if (value === undefined)
        throw invalidExpression(
          label,
          `An expression attribute value used in expression is not defined; attribute value: ${reference}`,
        );
      unusedValues.delete(reference);
      return value;
    },
    assertAllUsed() {
      assertNoneUnused("ExpressionAttributeNames", unusedNames);
      assertNoneUnused("ExpressionAttributeValues", unusedValues);
    },
  };
}

function readNames(raw: unknown, hasExpression: boolean): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  if (raw == null) return names;
  const member = "ExpressionAttributeNames";
  if (!hasExpression)
    throw validationError(`${member} can only be specified when using expressions`);
  for (const [key, name] of entries(raw, member)) {
    if (!NAME_KEY.test(key))
      throw validationError(`${member} contains invalid key: Syntax error; key: "${key}"`);
    if (typeof name !== "string" || name === "")
      throw validationError(
        `${member} contains invalid value: Empty attribute name for key ${key}`,
      );
    names.set(key, name);
  }
  return names;
}

function readValues(
  raw: unknown,
  hasExpression: boolean,
  withValues: readonly ExpressionLabel[],
): ReadonlyMap<string, StoredValue> {
  const values = new Map<string, StoredValue>();
  if (raw == null) return values;
  const member = "ExpressionAttributeValues";
  if (!hasExpression) {
    const missing = `${withValues.join(" and ")} ${withValues.length > 1 ? "are" : "is"} null`;
    throw validationError(
      `${member} can only be specified when using expressions${withValues.length > 0 ? `: ${missing}` : ""}`,
    );
  }
  for (const [key, value] of entries(raw, member)) {
    if (!VALUE_KEY.test(key))
      throw validationError(`${member} contains invalid key: Syntax error; key: "${key}"`);
    values.set(key, readBoundValue(key, value));
  }
  return values;
}

function readBoundValue(key: string, raw: unknown): StoredValue {
  try {
    return readValue(raw);
  } catch (error) {
    if (!(error instanceof AwsError) || error.code !== "ValidationException") throw error;
    throw validationError(
      `ExpressionAttributeValues contains invalid value: ${error.message} for key ${key}`,
    );
  }
}

function entries(raw: unknown, member: string): readonly (readonly [string, unknown])[] {
  const found = Object.entries(raw as object);
  if (found.length === 0) throw validationError(`${member} must not be empty`);
  return found;
}

function assertNoneUnused(member: string, unused: ReadonlySet<string>): void {
  if (unused.size === 0) return;
  throw validationError(
    `Value provided in ${member} unused in expressions: keys: {${[...unused].join(", ")}}`,
  );
}
