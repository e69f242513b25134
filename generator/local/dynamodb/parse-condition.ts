import type { Comparator, ParsedCondition, ParsedOperand } from "./expression-tree.ts";
import { parseOperand } from "./parse-operand.ts";
import {
  type ExpressionLabel,
  invalidExpression,
  readTokens,
  type TokenReader,
} from "./token-reader.ts";

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html */
const MAX_IN_OPERANDS = 100;

/** Deeper nesting could not hold anything else within 300 operators, but would exhaust the call stack. */
const MAX_PARENTHESES = 400;

const COMPARATORS: ReadonlySet<string> = new Set(["=", "<>", "<", "<=", ">", ">="]);

/** Something in parentheses may be either; only what follows tells. */
type ConditionOrOperand = ParsedCondition | ParsedOperand;

interface Parser {
  readonly reader: TokenReader;
  readonly label: ExpressionLabel;
  depth: number;
  /** What the last closed parentheses held, to recognize doubled ones. */
  parenthesized: ConditionOrOperand | undefined;
}

/**
 * Parses a condition. Binds, from tight to loose: comparison, BETWEEN, IN and functions, then
 * NOT, AND, OR.
 */
export function parseCondition(expression: string, label: ExpressionLabel): ParsedCondition {
  const reader = readTokens(expression, label);
  const parser: Parser = { reader, label, depth: 0, parenthesized: undefined };
  const condition = requireCondition(parser, parseOr(parser));
  reader.finish();
  return condition;
}

function parseOr(parser: Parser): ConditionOrOperand {
  let left = parseAnd(parser);
  while (parser.reader.peek().text === "OR") {
    const first = requireCondition(parser, left);
    parser.reader.expect("OR");
    parser.reader.countOperator();
    left = { kind: "or", left: first, right: requireCondition(parser, parseAnd(parser)) };
  }
  return left;
}

function parseAnd(parser: Parser): ConditionOrOperand {
  let left = parseNot(parser);
  while (parser.reader.peek().text === "AND") {
    const first = requireCondition(parser, left);
    parser.reader.expect("AND");
    parser.reader.countOperator();
    left = { kind: "and", left: first, right: requireCondition(parser, parseNot(parser)) };
  }
  return left;
}

function parseNot(parser: Parser): ConditionOrOperand {
  if (!parser.reader.accept("NOT")) return parsePredicate(parser);
  parser.reader.countOperator();
  return { kind: "not", condition: requireCondition(parser, parseNot(parser)) };
}

function parsePredicate(parser: Parser): ConditionOrOperand {
  const { reader, label } = parser;
  const opens = reader.peek().text === "(";
  const left = opens ? parseParentheses(parser) : parseOperand(reader, label);
  if (!isOperand(left)) return left;
  const token = reader.peek();
  if (token.kind === "symbol" && COMPARATORS.has(token.text)) {
    reader.next();
    reader.countOperator();
    const right = parseOperand(reader, label);
    return { kind: "compare", comparator: token.text as Comparator, left, right };
  }
  if (reader.accept("BETWEEN")) return parseBetween(parser, left);
  return reader.accept("IN") ? parseIn(parser, left) : left;
}

function parseParentheses(parser: Parser): ConditionOrOperand {
  const { reader } = parser;
  reader.expect("(");
  parser.depth += 1;
  if (parser.depth > MAX_PARENTHESES) throw reader.syntaxError();
  const inner = parseOr(parser);
  reader.expect(")");
  parser.depth -= 1;
  if (inner === parser.parenthesized) reader.noteRedundantParentheses();
  parser.parenthesized = inner;
  return inner;
}

function parseBetween({ reader, label }: Parser, operand: ParsedOperand): ParsedCondition {
  reader.countOperator();
  const low = parseOperand(reader, label);
  reader.expect("AND");
  return { kind: "between", operand, low, high: parseOperand(reader, label) };
}

function parseIn({ reader, label }: Parser, operand: ParsedOperand): ParsedCondition {
  reader.countOperator();
  reader.expect("(");
  const candidates = [parseOperand(reader, label)];
  while (reader.accept(",")) candidates.push(parseOperand(reader, label));
  reader.expect(")");
  if (candidates.length > MAX_IN_OPERANDS)
    throw invalidExpression(
      label,
      `The IN operator is provided with too many operands; number of operands: ${candidates.length}`,
    );
  return { kind: "in", operand, candidates };
}

function isOperand(node: ConditionOrOperand): node is ParsedOperand {
  return node.kind === "path" || node.kind === "value" || node.kind === "call";
}

/** A function call can be a condition; a path or value on its own is a syntax error. */
function requireCondition(parser: Parser, node: ConditionOrOperand): ParsedCondition {
  if (node.kind === "path" || node.kind === "value") throw parser.reader.syntaxError();
  return node;
}
