import { describeToken, type Token, tokensOf } from "./spec-tokens.ts";

/** A fault in a spec given on the command line. */
export interface SpecProblem {
  readonly spec: string;
  /** In characters, from 1. */
  readonly position: number;
  readonly expected: string;
  readonly found: string;
}

/** A spec being read from left to right. */
export interface SpecReader {
  readonly spec: string;
  readonly problems: SpecProblem[];
  readonly tokens: readonly Token[];
  next: number;
}

export function newSpecReader(spec: string): SpecReader {
  return { spec, problems: [], tokens: tokensOf(spec), next: 0 };
}

export function peek(reader: SpecReader): Token {
  const token = reader.tokens[Math.min(reader.next, reader.tokens.length - 1)];
  if (token === undefined) throw new Error("A spec has at least the token that ends it.");
  return token;
}

export function take(reader: SpecReader): Token {
  const token = peek(reader);
  reader.next += 1;
  return token;
}

/** Steps over a sign if it comes next. */
export function takeSign(reader: SpecReader, sign: string): boolean {
  const isNext = peek(reader).kind === "sign" && peek(reader).text === sign;
  if (isNext) reader.next += 1;
  return isNext;
}

export function expected(reader: SpecReader, what: string, at: Token = peek(reader)): void {
  const { spec, problems } = reader;
  problems.push({ spec, position: at.position, expected: what, found: describeToken(at) });
}

/** From the start of a faulty field past the comma that ends it, where reading can go on. */
export function skipField(reader: SpecReader, start: number): void {
  let depth = 0;
  reader.next = start;
  while (peek(reader).kind !== "end") {
    const { kind, text } = take(reader);
    if (kind !== "sign") continue;
    if ("<([".includes(text)) depth += 1;
    else if (">)]".includes(text)) depth -= 1;
    else if (text === "," && depth <= 0) return;
  }
}
