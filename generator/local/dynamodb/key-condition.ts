import type { KeyAttribute } from "../ports.ts";
import { payload, type StoredValue, typeOf } from "./attribute-types.ts";
import type { Comparator, Condition, Operand } from "./expression-tree.ts";
import { validationError } from "./service-errors.ts";
import { sortableKey } from "./sort-order.ts";
import { emptyKind, type KeySchema } from "./table-keys.ts";

/** The part of one partition a query reads, in sortable texts. */
export interface KeyRange {
  readonly partition: string;
  /** Whether a sort key comes before the range. */
  isBelow(sort: string): boolean;
  /** Whether a sort key comes after the range. */
  isAbove(sort: string): boolean;
}

type Operator = Exclude<Comparator, "<>"> | "between" | "begins_with";

interface KeyCondition {
  readonly name: string;
  readonly operator: Operator;
  readonly values: readonly StoredValue[];
}

const MIRRORED: Readonly<Record<Exclude<Comparator, "<>">, Operator>> = {
  "=": "=",
  "<": ">",
  "<=": ">=",
  ">": "<",
  ">=": "<=",
};

/** Reads a KeyConditionExpression against the keys of the table or index. */
export function readKeyRange(condition: Condition, schema: KeySchema): KeyRange {
  const conditions = flatten(condition);
  const names = new Set(conditions.map(({ name }) => name));
  if (names.size < conditions.length)
    throw validationError("KeyConditionExpressions must only contain one condition per key");
  if (conditions.length > 2) throw validationError("Conditions can be of length 1 or 2 only");
  const hash = requireCondition(conditions, schema.hash);
  if (hash.operator !== "=") throw validationError("Query key condition not supported");
  const partition = sortableValues(schema.hash, hash)[0] as string;
  if (conditions.length === 1) return { partition, isBelow: () => false, isAbove: () => false };
  if (schema.range === undefined) throw validationError("Query key condition not supported");
  const range = requireCondition(conditions, schema.range);
  return { partition, ...sortRange(range.operator, sortableValues(schema.range, range)) };
}

function requireCondition(
  conditions: readonly KeyCondition[],
  { name }: KeyAttribute,
): KeyCondition {
  const condition = conditions.find((candidate) => candidate.name === name);
  if (condition !== undefined) return condition;
  throw validationError(`Query condition missed key schema element: ${name}`);
}

function sortableValues({ name, type }: KeyAttribute, { values }: KeyCondition): readonly string[] {
  return values.map((value) => {
    if (typeOf(value) !== type)
      throw validationError(
        "One or more parameter values were invalid: Condition parameter type does not match schema type",
      );
    const kind = emptyKind(value);
    if (kind !== undefined)
      throw validationError(
        `One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty ${kind} value. Key: ${name}`,
      );
    return sortableKey(type, payload(value) as string);
  });
}

function sortRange(
  operator: Operator,
  [first = "", second = ""]: readonly string[],
): Omit<KeyRange, "partition"> {
  const nothing = () => false;
  switch (operator) {
    case "=":
      return { isBelow: (sort) => sort < first, isAbove: (sort) => sort > first };
    case "<":
      return { isBelow: nothing, isAbove: (sort) => sort >= first };
    case "<=":
      return { isBelow: nothing, isAbove: (sort) => sort > first };
    case ">":
      return { isBelow: (sort) => sort <= first, isAbove: nothing };
    case ">=":
      return { isBelow: (sort) => sort < first, isAbove: nothing };
    case "between":
      return { isBelow: (sort) => sort < first, isAbove: (sort) => sort > second };
    case "begins_with":
      return {
        isBelow: (sort) => sort < first,
        isAbove: (sort) => sort > first && !sort.startsWith(first),
      };
  }
}

function flatten(condition: Condition): readonly KeyCondition[] {
  switch (condition.kind) {
    case "and":
      return [...flatten(condition.left), ...flatten(condition.right)];
    case "or":
      throw invalidOperator("OR");
    case "not":
      throw invalidOperator("NOT");
    case "in":
      throw invalidOperator("IN");
    case "compare":
      return [readComparison(condition.comparator, condition.left, condition.right)];
    case "between": {
      const { operand, low, high } = condition;
      return [readCondition("between", operand, [low, high])];
    }
    case "function": {
      if (condition.name !== "begins_with") throw invalidOperator(condition.name);
      const [operand, prefix] = condition.operands as [Operand, Operand];
      return [readCondition("begins_with", operand, [prefix])];
    }
  }
}

function readComparison(comparator: Comparator, left: Operand, right: Operand): KeyCondition {
  if (comparator === "<>") throw invalidOperator("<>");
  const mirrored = left.kind === "value" && right.kind === "path";
  return mirrored
    ? readCondition(MIRRORED[comparator], right, [left])
    : readCondition(comparator, left, [right]);
}

function readCondition(
  operator: Operator,
  operand: Operand,
  others: readonly Operand[],
): KeyCondition {
  if ([operand, ...others].some(({ kind }) => kind === "size"))
    throw validationError("KeyConditionExpressions cannot contain nested operations");
  const invalid = "Invalid condition in KeyConditionExpression: ";
  const values = others.map((other) => {
    if (other.kind === "value") return other.value;
    throw validationError(`${invalid}Multiple attribute names used in one condition`);
  });
  if (operand.kind !== "path") throw validationError(`${invalid}No key attribute specified`);
  return { name: operand.path[0] as string, operator, values };
}

function invalidOperator(operator: string): Error {
  return validationError(`Invalid operator used in KeyConditionExpression: ${operator}`);
}
