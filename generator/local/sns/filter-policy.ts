import type { MessageAttributes } from "../message-attributes.ts";
import type { MessageAttribute } from "../ports.ts";
import { type Input, isObject } from "../read-input.ts";
import { type FilterCondition, FilterPolicyProblem, parseCondition } from "./filter-conditions.ts";
import { invalidParameter } from "./sns-errors.ts";

export type FilterScope = "MessageAttributes" | "MessageBody";

/** The part of a message that a subscription may look at. */
export interface FilteredMessage {
  readonly text: string;
  readonly attributes: MessageAttributes;
}

/** https://docs.aws.amazon.com/sns/latest/dg/subscription-filter-policy-constraints.html */
const mostKeys = 5;
const mostCombinations = 150;

/** All fields must match, and one of each list of alternatives. */
interface FilterNode {
  readonly fields: readonly (readonly [
    name: string,
    rule: readonly FilterCondition[] | FilterNode,
  ])[];
  readonly alternatives: readonly (readonly FilterNode[])[];
}

/** Reads a filter policy once; the result says of each message whether it is wanted. */
export function compileFilterPolicy(
  text: string,
  scope: FilterScope,
): (message: FilteredMessage) => boolean {
  const policy = readPolicy(text);
  try {
    const combinations = countCombinations(policy, 1);
    const node = parseNode(policy, scope);
    if (Object.keys(policy).length > mostKeys) {
      throw new FilterPolicyProblem("Filter policy can not have more than 5 keys");
    }
    if (combinations > mostCombinations) {
      throw new FilterPolicyProblem("Filter policy is too complex");
    }
    return (message) => {
      const subject = scope === "MessageBody" ? readBody(message.text) : readAttributes(message);
      return subject !== undefined && matchesNode(node, [subject]);
    };
  } catch (error) {
    if (error instanceof FilterPolicyProblem)
      throw invalidParameter(`FilterPolicy: ${error.message}`);
    throw error;
  }
}

function readPolicy(text: string): Input {
  try {
    const policy: unknown = JSON.parse(text);
    if (isObject(policy)) return policy;
  } catch {
    // Both ways of being no policy are the same error.
  }
  throw invalidParameter(`FilterPolicy: failed to parse JSON. Expected an object, found ${text}`);
}

function parseNode(policy: Input, scope: FilterScope): FilterNode {
  const alternatives: FilterNode[][] = [];
  const fields: [string, readonly FilterCondition[] | FilterNode][] = [];
  for (const [name, rule] of Object.entries(policy)) {
    if (isAlternatives(name, rule)) {
      alternatives.push(rule.map((option) => parseNode(option, scope)));
    } else if (Array.isArray(rule)) {
      if (rule.length === 0) throw new FilterPolicyProblem("Empty arrays are not allowed");
      fields.push([name, rule.map(parseCondition)]);
    } else if (!isObject(rule)) {
      throw new FilterPolicyProblem(`"${name}" must be an object or an array`);
    } else if (scope === "MessageAttributes") {
      throw invalidParameter(
        "Filter policy scope MessageAttributes does not support nested filter policy",
      );
    } else {
      fields.push([name, parseNode(rule, scope)]);
    }
  }
  return { fields, alternatives };
}

/** `$or` is an operator only with two or more objects; otherwise it is a name like any other. */
function isAlternatives(name: string, rule: unknown): rule is readonly Input[] {
  return name === "$or" && Array.isArray(rule) && rule.length > 1 && rule.every(isObject);
}

/** Each list counts with its length times its depth, and lists multiply. */
function countCombinations(policy: Input, depth: number): number {
  let combinations = 1;
  for (const [name, rule] of Object.entries(policy)) {
    if (isAlternatives(name, rule)) {
      combinations *= rule.reduce((sum, option) => sum + countCombinations(option, depth), 0);
    } else if (Array.isArray(rule)) {
      combinations *= rule.length * depth;
    } else if (isObject(rule)) {
      combinations *= countCombinations(rule, depth + 1);
    }
  }
  return combinations;
}

function matchesNode(node: FilterNode, subjects: readonly unknown[]): boolean {
  return (
    node.fields.every(([name, rule]) => matchesRule(rule, valuesOf(subjects, name))) &&
    node.alternatives.every((options) => options.some((option) => matchesNode(option, subjects)))
  );
}

function matchesRule(
  rule: readonly FilterCondition[] | FilterNode,
  values: readonly unknown[],
): boolean {
  if ("fields" in rule) return matchesNode(rule, values);
  const leaves = values.filter((value) => !isObject(value));
  return rule.some(
    ({ matches, matchesAbsence }) =>
      (matchesAbsence && leaves.length === 0) || leaves.some((value) => matches(value)),
  );
}

/** Lists stand for any of their elements. */
function valuesOf(subjects: readonly unknown[], name: string): readonly unknown[] {
  return subjects.flatMap((subject) => {
    if (!isObject(subject) || !Object.hasOwn(subject, name)) return [];
    return [subject[name]].flat(Number.POSITIVE_INFINITY);
  });
}

function readBody(text: string): Input | undefined {
  try {
    const body: unknown = JSON.parse(text);
    return isObject(body) ? body : undefined;
  } catch {
    return undefined;
  }
}

function readAttributes({ attributes }: FilteredMessage): Input {
  return Object.fromEntries(
    Object.entries(attributes).flatMap(([name, attribute]) => {
      const value = filterValue(attribute);
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

/** Binary attributes cannot be filtered on. */
function filterValue({ DataType, StringValue }: MessageAttribute): unknown {
  if (StringValue === undefined) return undefined;
  if (DataType === "Number" || DataType.startsWith("Number.")) return Number(StringValue);
  if (DataType !== "String.Array") return StringValue;
  try {
    const value: unknown = JSON.parse(StringValue);
    return Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
