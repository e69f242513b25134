import type { DocumentPath, ParsedCall, ParsedOperand } from "./expression-tree.ts";
import { type ExpressionLabel, invalidExpression, type TokenReader } from "./token-reader.ts";

const MAX_LIST_INDEX = 2 ** 31 - 1;

/** `name`, `#name`, `path.name`, `path[3]`; fails at anything else. */
export function parsePath(reader: TokenReader, label: ExpressionLabel): DocumentPath {
  const path: (string | number)[] = [parseName(reader)];
  for (;;) {
    if (reader.accept(".")) path.push(parseName(reader));
    else if (reader.accept("[")) path.push(parseIndex(reader, label));
    else return path;
  }
}

/** A path, a value, a function call or one of these in parentheses. */
export function parseOperand(reader: TokenReader, label: ExpressionLabel): ParsedOperand {
  const token = reader.peek();
  if (token.kind === "valueReference") {
    reader.next();
    return { kind: "value", reference: token.text };
  }
  if (reader.accept("(")) {
    if (reader.peek().text === "(") reader.noteRedundantParentheses();
    const operand = parseOperand(reader, label);
    reader.expect(")");
    return operand;
  }
  if (reader.startsCall()) return parseCall(reader, label);
  return { kind: "path", path: parsePath(reader, label) };
}

/** A value reference such as `:total`, the only thing ADD and DELETE take. */
export function parseValueReference(reader: TokenReader): string {
  if (reader.peek().kind !== "valueReference") throw reader.syntaxError();
  return reader.next().text;
}

function parseCall(reader: TokenReader, label: ExpressionLabel): ParsedCall {
  const name = reader.next().text;
  reader.expect("(");
  reader.countOperator();
  const operands = [parseOperand(reader, label)];
  while (reader.accept(",")) operands.push(parseOperand(reader, label));
  reader.expect(")");
  return { kind: "call", name, operands };
}

function parseName(reader: TokenReader): string {
  const { kind } = reader.peek();
  if (kind !== "identifier" && kind !== "nameReference") throw reader.syntaxError();
  const name = reader.next().text;
  reader.noteName(name);
  return name;
}

function parseIndex(reader: TokenReader, label: ExpressionLabel): number {
  if (reader.peek().kind !== "integer") throw reader.syntaxError();
  const { text } = reader.next();
  const index = Number(text);
  if (index > MAX_LIST_INDEX)
    throw invalidExpression(
      label,
      `List index is not within the allowable range; index: [${text}]`,
    );
  reader.expect("]");
  return index;
}
