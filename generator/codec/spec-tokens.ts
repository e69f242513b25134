/** A word, a literal or a sign of a message spec; `position` counts characters from 1. */
export interface Token {
  readonly kind: "word" | "string" | "number" | "sign" | "end" | "unknown";
  readonly text: string;
  readonly position: number;
}

const pattern =
  /(?<space>\s+)|(?<word>[\p{ID_Start}$_][\p{ID_Continue}$-]*)|(?<string>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|(?<number>-?\d+(?:\.\d+)?)|(?<sign>[:,=?|<>()[\]])|(?<unknown>.)/gsu;

/** The tokens of a spec, closed by one of kind `end`. */
export function tokensOf(spec: string): Token[] {
  const tokens: Token[] = [];
  for (const match of spec.matchAll(pattern)) {
    const [kind] = Object.entries(match.groups ?? {}).find(([, text]) => text !== undefined) ?? [];
    if (kind === undefined || kind === "space") continue;
    tokens.push({ kind: kind as Token["kind"], text: match[0], position: match.index + 1 });
  }
  tokens.push({ kind: "end", text: "", position: spec.length + 1 });
  return tokens;
}

export function describeToken(token: Token): string {
  if (token.kind === "end") return "the end";
  return token.text.length > 40 ? `${token.text.slice(0, 40)}...` : token.text;
}
