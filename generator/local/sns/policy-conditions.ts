import { isObject } from "../read-input.ts";
import { matchesArn, matchesWildcard } from "./wildcard-pattern.ts";

/** Condition keys in lower case, as IAM compares them. */
export type PolicyContext = ReadonlyMap<string, string>;

type Comparison = (expected: string, actual: string) => boolean;

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html */
const comparisons: ReadonlyMap<string, Comparison> = new Map<string, Comparison>([
  ["StringEquals", (expected, actual) => expected === actual],
  ["StringEqualsIgnoreCase", (expected, actual) => expected.toLowerCase() === actual.toLowerCase()],
  ["StringLike", matchesWildcard],
  ["ArnEquals", matchesArn],
  ["ArnLike", matchesArn],
  ["Bool", (expected, actual) => expected.toLowerCase() === actual],
]);

/** Why the condition block does not hold; undefined when it does. */
export function unmetCondition(condition: unknown, context: PolicyContext): string | undefined {
  if (condition === undefined) return undefined;
  if (!isObject(condition)) return "its Condition is not an object";
  for (const [operator, keys] of Object.entries(condition)) {
    if (!isObject(keys)) return `its condition ${operator} is not an object`;
    for (const [key, value] of Object.entries(keys)) {
      const unmet = unmetTest({ operator, key, expected: toTexts(value) }, context);
      if (unmet !== undefined) return unmet;
    }
  }
  return undefined;
}

/** A policy element is one value or a list of them. */
export function toTexts(value: unknown): readonly string[] {
  return (Array.isArray(value) ? value : [value]).map(String);
}

function unmetTest(
  test: { operator: string; key: string; expected: readonly string[] },
  context: PolicyContext,
): string | undefined {
  const { operator, key, expected } = test;
  const actual = context.get(key.toLowerCase());
  if (operator === "Null") {
    const wanted = expected.includes("true") ? undefined : "a value";
    return (actual === undefined) === (wanted === undefined)
      ? undefined
      : `${key} is ${actual ?? "absent"}`;
  }
  const ifExists = operator.endsWith("IfExists");
  const positive = operator.replace(/IfExists$/, "").replace("Not", "");
  const negated = positive.length < operator.replace(/IfExists$/, "").length;
  const compare = comparisons.get(positive);
  if (compare === undefined)
    return `the local run does not know the condition operator ${operator}`;
  if (actual === undefined) {
    return ifExists || negated ? undefined : `the request has no ${key}`;
  }
  const matches = expected.some((value) => compare(value, actual));
  return matches !== negated
    ? undefined
    : `${operator} wants ${key} ${expected.join(" or ")}, but it is ${actual}`;
}
