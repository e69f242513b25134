import type { Condition, DocumentPath, Operand } from "./expression-tree.ts";

/** All attribute paths a condition reads, in the order written. */
export function conditionPaths(condition: Condition): readonly DocumentPath[] {
  switch (condition.kind) {
    case "and":
    case "or":
      return [...conditionPaths(condition.left), ...conditionPaths(condition.right)];
    case "not":
      return conditionPaths(condition.condition);
    case "compare":
      return [condition.left, condition.right].flatMap(operandPaths);
    case "between":
      return [condition.operand, condition.low, condition.high].flatMap(operandPaths);
    case "in":
      return [condition.operand, ...condition.candidates].flatMap(operandPaths);
    case "function":
      return condition.operands.flatMap(operandPaths);
  }
}

function operandPaths(operand: Operand): readonly DocumentPath[] {
  if (operand.kind === "path") return [operand.path];
  return operand.kind === "size" ? operandPaths(operand.operand) : [];
}
