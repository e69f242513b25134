import type { ParsedSetValue, ParsedUpdateAction } from "./expression-tree.ts";
import { parseOperand, parsePath, parseValueReference } from "./parse-operand.ts";
import {
  type ExpressionLabel,
  invalidExpression,
  readTokens,
  type TokenReader,
} from "./token-reader.ts";

const LABEL: ExpressionLabel = "UpdateExpression";

/** One entry of a section, e.g. `total = :total` after SET. */
const PARSE_ACTION: Readonly<Record<string, (reader: TokenReader) => ParsedUpdateAction>> = {
  SET: parseSet,
  REMOVE: (reader) => ({ kind: "remove", path: parsePath(reader, LABEL) }),
  ADD: (reader) => parseChange(reader, "add"),
  DELETE: (reader) => parseChange(reader, "delete"),
};

/** Parses an update expression into its actions, in the order written. */
export function parseUpdate(expression: string): readonly ParsedUpdateAction[] {
  const reader = readTokens(expression, LABEL);
  const actions: ParsedUpdateAction[] = [];
  const sections = new Set<string>();
  do {
    const token = reader.peek();
    const parseAction = token.kind === "keyword" ? PARSE_ACTION[token.text] : undefined;
    if (parseAction === undefined) throw reader.syntaxError();
    if (sections.has(token.text))
      throw invalidExpression(
        LABEL,
        `The "${token.text}" section can only be used once in an update expression;`,
      );
    sections.add(token.text);
    reader.next();
    do actions.push(parseAction(reader));
    while (reader.accept(","));
  } while (reader.peek().kind !== "end");
  reader.finish();
  return actions;
}

function parseSet(reader: TokenReader): ParsedUpdateAction {
  const path = parsePath(reader, LABEL);
  reader.expect("=");
  return { kind: "set", path, value: parseSetValue(reader) };
}

/** `operand`, `operand + operand`, `operand - operand`, or one of these in parentheses. */
function parseSetValue(reader: TokenReader): ParsedSetValue {
  const left = reader.peek().text === "(" ? parseParentheses(reader) : parseOperand(reader, LABEL);
  const operator = reader.peek().text;
  if (left.kind === "arithmetic" || (operator !== "+" && operator !== "-")) return left;
  reader.next();
  reader.countOperator();
  return { kind: "arithmetic", operator, left, right: parseOperand(reader, LABEL) };
}

function parseParentheses(reader: TokenReader): ParsedSetValue {
  reader.expect("(");
  if (reader.peek().text === "(") reader.noteRedundantParentheses();
  const value = parseSetValue(reader);
  reader.expect(")");
  return value;
}

function parseChange(reader: TokenReader, kind: "add" | "delete"): ParsedUpdateAction {
  return { kind, path: parsePath(reader, LABEL), reference: parseValueReference(reader) };
}
