import { isAscii } from "./property-names.ts";

/** A word, a literal or a sign of a message spec; `position` counts characters from 1. */
export interface Token {
  readonly kind: "word" | "string" | "number" | "sign" | "end" | "unknown";
  readonly text: string;
  readonly position: number;
}

const asciiPattern =
  /(?<space>\s+)|(?<word>[A-Za-z_$][\w$-]*)|(?<string>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|(?<number>-?\d+(?:\.\d+)?)|(?<sign>[:,=?|<>()[\]])|(?<unknown>.)/gs;

/** Compiling the classes of all letters takes milliseconds, so only for specs that have others than ASCII's. */
function unicodePattern(): RegExp {
  const word = "[\\p{ID_Start}$_][\\p{ID_Continue}$-]*";
  return new RegExp(
    asciiPattern.source.replace("[A-Za-z_$][\\w$-]*", () => word),
    "gsu",
  );
}

/** The tokens of a spec, closed by one of kind `end`. */
export function tokensOf(spec: string): Token[] {
  const tokens: Token[] = [];
  for (const match of spec.matchAll(isAscii(spec) ? asciiPattern : unicodePattern())) {
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
