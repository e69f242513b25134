type TokenKind =
  | "keyword"
  | "identifier"
  | "nameReference"
  | "valueReference"
  | "integer"
  | "symbol"
  | "unknown"
  | "end";

export interface Token {
  readonly kind: TokenKind;
  /** As written; keywords in upper case, the end as `<EOF>`. */
  readonly text: string;
  /** As written, also for keywords: errors quote it. */
  readonly source: string;
  readonly start: number;
  readonly end: number;
}

const KEYWORDS = new Set(["AND", "OR", "NOT", "BETWEEN", "IN", "SET", "REMOVE", "ADD", "DELETE"]);

/** One alternative a token kind, tried in this order; a lone zero is a whole integer on AWS. */
const TOKEN =
  /\s*(?:([A-Za-z][A-Za-z0-9_]*)|(#[A-Za-z0-9_]+)|(:[A-Za-z0-9_]+)|(0|[1-9]\d*)|(<>|<=|>=|[=<>(),.[\]+-])|(\S))/y;

const KIND_OF_GROUP: readonly TokenKind[] = [
  "identifier",
  "nameReference",
  "valueReference",
  "integer",
  "symbol",
  "unknown",
];

/** Splits an expression into tokens; the last one is always `end`. Never throws. */
export function tokenize(expression: string): readonly Token[] {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  for (;;) {
    const match = TOKEN.exec(expression);
    if (match === null) break;
    const group = match.findIndex((text, index) => index > 0 && text !== undefined);
    const source = match[group] as string;
    const end = match.index + match[0].length;
    const upper = source.toUpperCase();
    const keyword = group === 1 && KEYWORDS.has(upper);
    tokens.push({
      kind: keyword ? "keyword" : (KIND_OF_GROUP[group - 1] as TokenKind),
      text: keyword ? upper : source,
      source,
      start: end - source.length,
      end,
    });
  }
  const length = expression.length;
  tokens.push({ kind: "end", text: "<EOF>", source: "<EOF>", start: length, end: length });
  return tokens;
}
