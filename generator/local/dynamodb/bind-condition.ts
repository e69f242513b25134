import { assertBounds, assertDistinct, assertTypeName, assertTypes } from "./check-operands.ts";
import type { ExpressionBindings } from "./expression-bindings.ts";
import type {
  Condition,
  ConditionFunction,
  Operand,
  ParsedCall,
  ParsedCondition,
  ParsedOperand,
} from "./expression-tree.ts";
import { type ExpressionLabel, invalidExpression } from "./token-reader.ts";

const OPERAND_COUNTS: Readonly<Record<ConditionFunction | "size", number>> = {
  attribute_exists: 1,
  attribute_not_exists: 1,
  attribute_type: 2,
  begins_with: 2,
  contains: 2,
  size: 1,
};
const UPDATE_FUNCTIONS: ReadonlySet<string> = new Set(["if_not_exists", "list_append"]);
const ORDERED_TYPES: ReadonlySet<string> = new Set(["S", "N", "B"]);
const SIZED_TYPES: ReadonlySet<string> = new Set(["S", "B", "SS", "NS", "BS", "L", "M"]);

interface Binder {
  readonly bindings: ExpressionBindings;
  readonly label: ExpressionLabel;
}

/** Replaces references by names and values, and makes the checks AWS makes before reading any item. */
export function bindCondition(
  condition: ParsedCondition,
  bindings: ExpressionBindings,
  label: ExpressionLabel,
): Condition {
  return bind({ bindings, label }, condition);
}

function bind(binder: Binder, condition: ParsedCondition): Condition {
  switch (condition.kind) {
    case "and":
    case "or":
      return {
        kind: condition.kind,
        left: bind(binder, condition.left),
        right: bind(binder, condition.right),
      };
    case "not":
      return { kind: "not", condition: bind(binder, condition.condition) };
    case "compare": {
      const left = bindOperand(binder, condition.left);
      const right = bindOperand(binder, condition.right);
      const { comparator } = condition;
      assertDistinct(binder.label, comparator, [left, right]);
      if (comparator !== "=" && comparator !== "<>")
        assertTypes(binder.label, comparator, ORDERED_TYPES, [left, right]);
      return { kind: "compare", comparator, left, right };
    }
    case "between":
      return bindBetween(binder, condition);
    case "in": {
      const operand = bindOperand(binder, condition.operand);
      const candidates = condition.candidates.map((candidate) => bindOperand(binder, candidate));
      assertDistinct(binder.label, "IN", [operand, ...candidates]);
      return { kind: "in", operand, candidates };
    }
    case "call":
      return bindCall(binder, condition);
  }
}

function bindBetween(
  binder: Binder,
  condition: Extract<ParsedCondition, { kind: "between" }>,
): Condition {
  const operand = bindOperand(binder, condition.operand);
  const low = bindOperand(binder, condition.low);
  const high = bindOperand(binder, condition.high);
  assertTypes(binder.label, "BETWEEN", ORDERED_TYPES, [operand, low, high]);
  assertDistinct(binder.label, "BETWEEN", [operand, low, high]);
  assertBounds(binder.label, low, high);
  return { kind: "between", operand, low, high };
}

function bindCall(binder: Binder, call: ParsedCall): Condition {
  const name = knownFunction(binder, call);
  if (name === "size") throw misused(binder, name);
  const operands = call.operands.map((operand) => bindOperand(binder, operand));
  assertOperandCount(binder, call);
  if (name === "attribute_exists" || name === "attribute_not_exists") {
    if (operands[0]?.kind !== "path")
      throw invalidExpression(
        binder.label,
        `Operator or function requires a document path; operator or function: ${name}`,
      );
    return { kind: "function", name, operands };
  }
  assertDistinct(binder.label, name, operands);
  if (name === "begins_with") assertTypes(binder.label, name, new Set(["S", "B"]), operands);
  if (name === "attribute_type") assertTypeName(binder.label, operands[1]);
  return { kind: "function", name, operands };
}

function bindOperand(binder: Binder, operand: ParsedOperand): Operand {
  const { bindings, label } = binder;
  if (operand.kind === "path")
    return { kind: "path", path: bindings.resolvePath(operand.path, label) };
  if (operand.kind === "value")
    return { kind: "value", value: bindings.resolveValue(operand.reference, label) };
  const name = knownFunction(binder, operand);
  if (name !== "size") throw misused(binder, name);
  assertOperandCount(binder, operand);
  const inner = bindOperand(binder, operand.operands[0] as ParsedOperand);
  assertTypes(binder.label, "size", SIZED_TYPES, [inner]);
  return { kind: "size", operand: inner };
}

function knownFunction({ label }: Binder, { name }: ParsedCall): ConditionFunction | "size" {
  if (UPDATE_FUNCTIONS.has(name))
    throw invalidExpression(
      label,
      `The function is not allowed in a condition expression; function: ${name}`,
    );
  if (!Object.hasOwn(OPERAND_COUNTS, name))
    throw invalidExpression(label, `Invalid function name; function: ${name}`);
  return name as ConditionFunction | "size";
}

function assertOperandCount({ label }: Binder, { name, operands }: ParsedCall): void {
  if (operands.length !== OPERAND_COUNTS[name as ConditionFunction])
    throw invalidExpression(
      label,
      `Incorrect number of operands for operator or function; operator or function: ${name}, number of operands: ${operands.length}`,
    );
}

function misused({ label }: Binder, name: string): Error {
  return invalidExpression(
    label,
    `The function is not allowed to be used this way in an expression; function: ${name}`,
  );
}
