import type { AwsError } from "../ports.ts";
import { type Token, tokenize } from "./expression-lexer.ts";
import { isReservedWord } from "./reserved-words.ts";
import { validationError } from "./service-errors.ts";

/**
 * Expressions are at most 4 KB with 300 operators or functions.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html
 */
const MAX_EXPRESSION_BYTES = 4096;
const MAX_OPERATORS = 300;

export type ExpressionLabel =
  | "ConditionExpression"
  | "FilterExpression"
  | "KeyConditionExpression"
  | "ProjectionExpression"
  | "UpdateExpression";

/** A cursor over one expression's tokens that fails with AWS's messages. */
export interface TokenReader {
  peek(): Token;
  next(): Token;
  /** Whether a function name with its opening parenthesis comes next. */
  startsCall(): boolean;
  /** Takes the next token when it is this symbol or keyword. */
  accept(text: string): boolean;
  /** Takes the next token, which has to be this symbol or keyword. */
  expect(text: string): void;
  /** The error for the token at the cursor. */
  syntaxError(): AwsError;
  /** Counts one operator or function against AWS's limit. */
  countOperator(): void;
  /** Remembers a name that is a reserved word, which AWS reports only when the syntax is right. */
  noteName(name: string): void;
  /** Remembers doubled parentheses, which AWS reports only when the syntax is right. */
  noteRedundantParentheses(): void;
  /** Fails unless everything was read, parentheses are good and no name is reserved. */
  finish(): void;
}

/** Opens an expression for parsing; refuses an empty or too large one. */
export function readTokens(expression: string, label: ExpressionLabel): TokenReader {
  if (expression === "") throw invalidExpression(label, "The expression can not be empty;");
  const size = Buffer.byteLength(expression);
  if (size > MAX_EXPRESSION_BYTES)
    throw invalidExpression(
      label,
      `Expression size has exceeded the maximum allowed size; expression size: ${size}`,
    );
  const tokens = tokenize(expression);
  let index = 0;
  let operators = 0;
  let redundantParentheses = false;
  let reservedWord: string | undefined;
  const peek = () => tokens[index] as Token;
  const next = () => {
    const token = peek();
    if (token.kind !== "end") index += 1;
    return token;
  };
  const isOperatorOrKeyword = (token: Token) => token.kind === "symbol" || token.kind === "keyword";
  const accept = (text: string) => {
    if (peek().text !== text || !isOperatorOrKeyword(peek())) return false;
    index += 1;
    return true;
  };
  const syntaxError = () => {
    const from = tokens[index - 1]?.start ?? (peek().kind === "end" ? 0 : peek().start);
    const to = tokens[index + 1]?.end ?? peek().end;
    const near = expression.slice(from, to);
    return invalidExpression(label, `Syntax error; token: "${peek().source}", near: "${near}"`);
  };
  return {
    peek,
    next,
    accept,
    syntaxError,
    expect(text) {
      if (!accept(text)) throw syntaxError();
    },
    countOperator() {
      operators += 1;
      if (operators > MAX_OPERATORS)
        throw invalidExpression(
          label,
          `The expression contains too many operators; operator count: ${operators}`,
        );
    },
    startsCall: () => peek().kind === "identifier" && tokens[index + 1]?.text === "(",
    noteName(name) {
      if (isReservedWord(name)) reservedWord ??= name;
    },
    noteRedundantParentheses() {
      redundantParentheses = true;
    },
    finish() {
      if (peek().kind !== "end") throw syntaxError();
      if (redundantParentheses)
        throw invalidExpression(label, "The expression has redundant parentheses;");
      if (reservedWord !== undefined)
        throw invalidExpression(
          label,
          `Attribute name is a reserved keyword; reserved keyword: ${reservedWord}`,
        );
    },
  };
}

/** An error about one expression of the request. */
export function invalidExpression(label: ExpressionLabel, detail: string): AwsError {
  return validationError(`Invalid ${label}: ${detail}`);
}
