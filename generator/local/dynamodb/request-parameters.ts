import { constraintError, serializationError, validationError } from "./service-errors.ts";

/** The JSON input of one operation. */
export type OperationInput = Readonly<Record<string, unknown>>;

const LEGACY_PARAMETERS = [
  "AttributesToGet",
  "AttributeUpdates",
  "Expected",
  "ConditionalOperator",
  "KeyConditions",
  "QueryFilter",
  "ScanFilter",
];

/** Refuses the parameters that expressions replaced in 2014, which the local run does not know. */
export function refuseLegacyParameters(input: OperationInput): void {
  const found = LEGACY_PARAMETERS.find((name) => input[name] != null);
  if (found !== undefined)
    throw validationError(
      `The local DynamoDB does not support the legacy parameter ${found}; use an expression parameter instead.`,
    );
}

/** A text member that has to be one of the given values; undefined when absent. */
export function readChoice<Choice extends string>(
  input: OperationInput,
  member: string,
  choices: readonly Choice[],
): Choice | undefined {
  const value = input[member];
  if (value == null) return undefined;
  if (choices.includes(value as Choice)) return value as Choice;
  throw constraintError(
    `'${String(value)}'`,
    lowerFirst(member),
    `Member must satisfy enum value set: [${choices.join(", ")}]`,
  );
}

/** A whole number of at least `minimum`; undefined when absent. */
export function readInteger(
  input: OperationInput,
  member: string,
  { minimum, maximum }: { readonly minimum: number; readonly maximum?: number },
): number | undefined {
  const value = input[member];
  if (value == null) return undefined;
  if (typeof value !== "number" || !Number.isInteger(value))
    throw serializationError(`${member} has to be a whole number`);
  const name = lowerFirst(member);
  if (value < minimum)
    throw constraintError(
      `'${value}'`,
      name,
      `Member must have value greater than or equal to ${minimum}`,
    );
  if (maximum !== undefined && value > maximum)
    throw constraintError(
      `'${value}'`,
      name,
      `Member must have value less than or equal to ${maximum}`,
    );
  return value;
}

/** A member that has to be there. */
export function readRequired(input: OperationInput, member: string, path?: string): unknown {
  const value = input[member];
  if (value != null) return value;
  throw constraintError("null", path ?? lowerFirst(member), "Member must not be null");
}

/** An expression; undefined when absent. */
export function readExpression(input: OperationInput, member: string): string | undefined {
  const value = input[member];
  if (value == null) return undefined;
  if (typeof value === "string") return value;
  throw serializationError(`${member} has to be a string`);
}

/** A JSON object, e.g. one entry of a list of requests. */
export function readObject(value: unknown): OperationInput {
  if (typeof value === "object" && value !== null && !Array.isArray(value))
    return value as OperationInput;
  throw serializationError("Unexpected value type in payload");
}

/** A JSON list. */
export function readArray(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw serializationError("Unexpected value type in payload");
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
