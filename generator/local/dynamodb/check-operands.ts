import { typeOf } from "./attribute-types.ts";
import { orderValues } from "./compare-values.ts";
import { describePath, samePath } from "./document-path.ts";
import type { Operand } from "./expression-tree.ts";
import { type ExpressionLabel, invalidExpression } from "./token-reader.ts";

const TYPE_NAMES = ["N", "BS", "L", "B", "NULL", "M", "S", "SS", "NS", "BOOL"];

/** Refuses operands that are the same path as the first one. */
export function assertDistinct(
  label: ExpressionLabel,
  operator: string,
  operands: readonly Operand[],
): void {
  const [first, ...rest] = operands;
  if (first?.kind !== "path") return;
  for (const other of rest) {
    if (other.kind === "path" && samePath(first.path, other.path))
      throw invalidExpression(
        label,
        `The first operand must be distinct from the remaining operands for this operator or function; operator: ${operator}, first operand: ${describePath(first.path)}`,
      );
  }
}

/** Checks what is known before reading an item: given values, and `size`, which is a number. */
export function assertTypes(
  label: ExpressionLabel,
  operator: string,
  allowed: ReadonlySet<string>,
  operands: readonly Operand[],
): void {
  for (const operand of operands) {
    if (operand.kind === "path") continue;
    const type = operand.kind === "size" ? "N" : typeOf(operand.value);
    if (!allowed.has(type))
      throw invalidExpression(
        label,
        `Incorrect operand type for operator or function; operator or function: ${operator}, operand type: ${type}`,
      );
  }
}

/** Refuses a second operand of attribute_type that is no name of a type. */
export function assertTypeName(label: ExpressionLabel, operand: Operand | undefined): void {
  if (operand === undefined || operand.kind === "path")
    throw invalidExpression(
      label,
      `Incorrect operand type for operator or function; operator or function: attribute_type, operand type: {${TYPE_NAMES.join(",")}}`,
    );
  assertTypes(label, "attribute_type", new Set(["S"]), [operand]);
  if (operand.kind !== "value" || !("S" in operand.value)) return;
  if (!TYPE_NAMES.includes(operand.value.S))
    throw invalidExpression(
      label,
      `Invalid attribute type name found; type: ${operand.value.S}, valid types: {${TYPE_NAMES.join(",")}}`,
    );
}

/** Refuses given bounds of BETWEEN that are of two types or the wrong way round. */
export function assertBounds(label: ExpressionLabel, low: Operand, high: Operand): void {
  if (low.kind !== "value" || high.kind !== "value") return;
  const bounds = `lower bound operand: ${describeValue(low)}, upper bound operand: ${describeValue(high)}`;
  const order = orderValues(low.value, high.value);
  if (order === undefined)
    throw invalidExpression(
      label,
      `The BETWEEN operator requires same data type for lower and upper bounds; ${bounds}`,
    );
  if (order > 0)
    throw invalidExpression(
      label,
      `The BETWEEN operator requires upper bound to be greater than or equal to lower bound; ${bounds}`,
    );
}

function describeValue(operand: Extract<Operand, { kind: "value" }>): string {
  const [[type, text] = []] = Object.entries(operand.value);
  return `AttributeValue: {${type}:${text}}`;
}
