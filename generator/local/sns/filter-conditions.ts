import { BlockList, isIP } from "node:net";
import { isObject } from "../read-input.ts";

/** A test of one value of a message; `exists: false` is the one that also wants its absence. */
export interface FilterCondition {
  readonly matches: (value: unknown) => boolean;
  readonly matchesAbsence: boolean;
}

/** What is wrong with a filter policy, in AWS's words. */
export class FilterPolicyProblem extends Error {}

/** Reads one element of a rule's list. */
// https://docs.aws.amazon.com/sns/latest/dg/subscription-filter-policy-constraints.html
export function parseCondition(rule: unknown): FilterCondition {
  if (!isObject(rule)) return exactly(rule);
  const entries = Object.entries(rule);
  const [entry] = entries;
  if (entry === undefined || entries.length > 1) {
    throw new FilterPolicyProblem("Only one key allowed in match expression");
  }
  const [operator, operand] = entry;
  const parse = operators.get(operator);
  if (parse === undefined) throw new FilterPolicyProblem(`Unrecognized match type ${operator}`);
  return parse(operand);
}

const operators: ReadonlyMap<string, (operand: unknown) => FilterCondition> = new Map([
  ["exists", exists],
  [
    "prefix",
    (operand: unknown) => whenText("prefix", operand, (text, start) => text.startsWith(start)),
  ],
  ["suffix", (operand: unknown) => whenText("suffix", operand, (text, end) => text.endsWith(end))],
  [
    "equals-ignore-case",
    (operand: unknown) =>
      whenText("equals-ignore-case", operand, (text, other) => sameIgnoringCase(text, other)),
  ],
  ["anything-but", anythingBut],
  ["numeric", numeric],
  ["cidr", addressRange],
]);

function when(matches: (value: unknown) => boolean): FilterCondition {
  return { matches, matchesAbsence: false };
}

function exactly(rule: unknown): FilterCondition {
  if (rule !== null && !["string", "number", "boolean"].includes(typeof rule)) {
    throw new FilterPolicyProblem("Match value must be String, number, true, false, or null");
  }
  return when((value) => value === rule);
}

function exists(operand: unknown): FilterCondition {
  if (typeof operand !== "boolean") {
    throw new FilterPolicyProblem("exists match pattern must be either true or false.");
  }
  return { matches: () => operand, matchesAbsence: !operand };
}

function whenText(
  operator: string,
  operand: unknown,
  test: (text: string, operand: string) => boolean,
): FilterCondition {
  if (typeof operand !== "string") {
    throw new FilterPolicyProblem(`${operator} match pattern must be a string`);
  }
  return when((value) => typeof value === "string" && test(value, operand));
}

function sameIgnoringCase(left: string, right: string): boolean {
  return left.toLowerCase() === right.toLowerCase();
}

function anythingBut(operand: unknown): FilterCondition {
  if (isObject(operand)) {
    const other = Object.keys(operand).find((operator) => operator !== "prefix");
    if (other !== undefined) {
      throw new FilterPolicyProblem(`Unsupported anything-but pattern: ${other}`);
    }
  }
  const excluded = (Array.isArray(operand) ? operand : [operand]).map(parseCondition);
  return when((value) => !excluded.some(({ matches }) => matches(value)));
}

type Bound = (value: number, limit: number) => boolean;

const bounds: ReadonlyMap<unknown, Bound> = new Map<unknown, Bound>([
  ["=", (value, limit) => value === limit],
  [">", (value, limit) => value > limit],
  [">=", (value, limit) => value >= limit],
  ["<", (value, limit) => value < limit],
  ["<=", (value, limit) => value <= limit],
]);

/** `["=", 5]`, `[">", 0]`, or a range such as `[">=", 0, "<", 10]`. */
function numeric(operand: unknown): FilterCondition {
  const terms: readonly unknown[] = Array.isArray(operand) ? operand : [];
  if (terms.length === 0) throw new FilterPolicyProblem("Invalid member in numeric match: ]");
  if (terms.length > 4) {
    throw new FilterPolicyProblem("Too many terms in numeric range expression");
  }
  const first = parseBound(terms[0], terms[1]);
  if (terms.length <= 2) return when(first.matches);
  if (terms[0] !== ">" && terms[0] !== ">=") {
    throw new FilterPolicyProblem("Too many elements in numeric expression");
  }
  if (terms[2] !== "<" && terms[2] !== "<=") {
    throw new FilterPolicyProblem(`Bad numeric range operator: ${terms[2]}`);
  }
  const second = parseBound(terms[2], terms[3]);
  if (second.limit <= first.limit) throw new FilterPolicyProblem("Bottom must be less than top");
  return when((value) => first.matches(value) && second.matches(value));
}

function parseBound(
  operator: unknown,
  limit: unknown,
): { limit: number; matches: (value: unknown) => boolean } {
  const compare = bounds.get(operator);
  if (compare === undefined) {
    throw new FilterPolicyProblem(`Unrecognized numeric range operator: ${operator}`);
  }
  if (typeof limit !== "number") {
    throw new FilterPolicyProblem(`Value of ${operator} must be numeric`);
  }
  return { limit, matches: (value) => typeof value === "number" && compare(value, limit) };
}

function addressRange(operand: unknown): FilterCondition {
  const [address = "", mask = "", ...rest] = String(operand).split("/");
  const version = isIP(address);
  const bits = Number(mask);
  const mostBits = version === 6 ? 128 : 32;
  if (version === 0 || rest.length > 0 || !/^\d+$/.test(mask) || bits > mostBits) {
    throw new FilterPolicyProblem(`Malformed CIDR ${operand}`);
  }
  const range = new BlockList();
  range.addSubnet(address, bits, version === 6 ? "ipv6" : "ipv4");
  return when((value) => {
    if (typeof value !== "string" || isIP(value) === 0) return false;
    return range.check(value, isIP(value) === 6 ? "ipv6" : "ipv4");
  });
}
