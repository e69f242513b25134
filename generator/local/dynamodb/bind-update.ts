import { type AttributeType, type StoredValue, typeOf } from "./attribute-types.ts";
import { describePath, samePath } from "./document-path.ts";
import type { ExpressionBindings } from "./expression-bindings.ts";
import type {
  ParsedCall,
  ParsedOperand,
  ParsedSetValue,
  ParsedUpdateAction,
  SetValue,
  UpdateAction,
} from "./expression-tree.ts";
import { invalidExpression } from "./token-reader.ts";

const LABEL = "UpdateExpression";

const CONDITION_FUNCTIONS: ReadonlySet<string> = new Set([
  "attribute_exists",
  "attribute_not_exists",
  "attribute_type",
  "begins_with",
  "contains",
  "size",
]);

/** ADD and DELETE errors spell types out, all others use the letters. */
const TYPE_WORDS: Readonly<Record<AttributeType, string>> = {
  S: "STRING",
  N: "NUMBER",
  B: "BINARY",
  SS: "STRING_SET",
  NS: "NUMBER_SET",
  BS: "BINARY_SET",
  M: "MAP",
  L: "LIST",
  NULL: "NULL",
  BOOL: "BOOLEAN",
};

/** Replaces references by names and values, and makes the checks AWS makes before reading any item. */
export function bindUpdate(
  actions: readonly ParsedUpdateAction[],
  bindings: ExpressionBindings,
): readonly UpdateAction[] {
  return actions.map((action) => {
    const path = bindings.resolvePath(action.path, LABEL);
    if (action.kind === "remove") return { kind: "remove", path };
    if (action.kind === "set")
      return { kind: "set", path, value: bindSetValue(action.value, bindings) };
    const value = bindings.resolveValue(action.reference, LABEL);
    assertChangeType(action.kind, value);
    return { kind: action.kind, path, value };
  });
}

function bindSetValue(value: ParsedSetValue, bindings: ExpressionBindings): SetValue {
  if (value.kind === "arithmetic") {
    const left = bindOperand(value.left, bindings);
    const right = bindOperand(value.right, bindings);
    assertValueType(value.operator, "N", [left, right]);
    return { kind: "arithmetic", operator: value.operator, left, right };
  }
  if (value.kind !== "call" || value.name !== "list_append") return bindOperand(value, bindings);
  assertOperandCount(value);
  const [first, second] = value.operands.map((operand) => bindOperand(operand, bindings)) as [
    SetValue,
    SetValue,
  ];
  assertValueType("list_append", "L", [first, second]);
  return { kind: "listAppend", first, second };
}

function bindOperand(operand: ParsedOperand, bindings: ExpressionBindings): SetValue {
  if (operand.kind === "path")
    return { kind: "path", path: bindings.resolvePath(operand.path, LABEL) };
  if (operand.kind === "value")
    return { kind: "value", value: bindings.resolveValue(operand.reference, LABEL) };
  assertIfNotExists(operand);
  const [target, alternative] = operand.operands as [ParsedOperand, ParsedOperand];
  const first = bindOperand(target, bindings);
  const fallback = bindOperand(alternative, bindings);
  if (first.kind !== "path")
    throw invalidExpression(
      LABEL,
      "Operator or function requires a document path; operator or function: if_not_exists",
    );
  if (fallback.kind === "path" && samePath(first.path, fallback.path))
    throw invalidExpression(
      LABEL,
      `The first operand must be distinct from the remaining operands for this operator or function; operator: if_not_exists, first operand: ${describePath(first.path)}`,
    );
  return { kind: "ifNotExists", path: first.path, fallback };
}

/** Inside other operands only if_not_exists may be called; list_append stands alone. */
function assertIfNotExists(call: ParsedCall): void {
  const { name } = call;
  if (CONDITION_FUNCTIONS.has(name))
    throw invalidExpression(
      LABEL,
      `The function is not allowed in an update expression; function: ${name}`,
    );
  if (name === "list_append")
    throw invalidExpression(
      LABEL,
      `The function is not allowed to be used this way in an expression; function: ${name}`,
    );
  if (name !== "if_not_exists")
    throw invalidExpression(LABEL, `Invalid function name; function: ${name}`);
  assertOperandCount(call);
}

function assertOperandCount({ name, operands }: ParsedCall): void {
  if (operands.length !== 2)
    throw invalidExpression(
      LABEL,
      `Incorrect number of operands for operator or function; operator or function: ${name}, number of operands: ${operands.length}`,
    );
}

function assertValueType(
  operator: string,
  allowed: AttributeType,
  operands: readonly SetValue[],
): void {
  for (const operand of operands) {
    if (operand.kind === "value" && typeOf(operand.value) !== allowed)
      throw invalidExpression(
        LABEL,
        `Incorrect operand type for operator or function; operator or function: ${operator}, operand type: ${typeOf(operand.value)}`,
      );
  }
}

function assertChangeType(kind: "add" | "delete", value: StoredValue): void {
  const type = typeOf(value);
  const isSet = type === "SS" || type === "NS" || type === "BS";
  if (isSet || (kind === "add" && type === "N")) return;
  const operator = kind.toUpperCase();
  throw invalidExpression(
    LABEL,
    `Incorrect operand type for operator or function; operator: ${operator}, operand type: ${TYPE_WORDS[type]}, typeSet: ALLOWED_FOR_${operator}_OPERAND`,
  );
}
