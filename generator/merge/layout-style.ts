import { type CodeToken, codeTokens } from "./code-tokens.ts";

/** How a text is formatted, as far as it can be told from a few tokens. */
export interface LayoutStyle {
  /** One level of indentation; `undefined` where no line is indented. */
  readonly indent: string | undefined;
  /** `undefined` where the text has no strings. */
  readonly quote: '"' | "'" | undefined;
  /** `undefined` where the text has no statements. */
  readonly hasSemicolons: boolean | undefined;
  /** Whether lists over several lines end in a comma; `undefined` where there are none. */
  readonly hasTrailingCommas: boolean | undefined;
}

export function layoutStyle(text: string, tokens: readonly CodeToken[]): LayoutStyle {
  let [single, double, implied] = [0, 0, 0];
  const written = text.match(/;$/gm)?.length ?? 0;
  for (const { key, start, end } of tokens) {
    if (key === ";" && end === start) implied += 1;
    const quote = text[start];
    if (quote === "'") single += 1;
    if (quote === '"') double += 1;
  }
  return {
    indent: indentUnit(text),
    quote: single === double ? undefined : single > double ? "'" : '"',
    hasSemicolons: written === implied ? undefined : written > implied,
    hasTrailingCommas: trailingCommas(text),
  };
}

function trailingCommas(text: string): boolean | undefined {
  if (/,[ \t]*\n[ \t]*[)\]}]/.test(text)) return true;
  return /[^\s,[][ \t]*\n[ \t]*\]/.test(text) ? false : undefined;
}

/** A tab, or the number of spaces by which most lines are indented more than the line above. */
export function indentUnit(text: string): string | undefined {
  const steps = new Map<string, number>();
  let last = 0;
  for (const [, white = "", star] of text.matchAll(/^([ \t]*)(\*)?(?=\S)/gm)) {
    if (star !== undefined) continue;
    const step = white.startsWith("\t") ? "\t" : " ".repeat(Math.max(0, white.length - last));
    if (step.length > 0) steps.set(step, (steps.get(step) ?? 0) + 1);
    last = white.length;
  }
  const [most] = [...steps].sort(([, a], [, b]) => b - a);
  return most?.[0];
}

/** White space at the beginning of a line, of as many levels in another unit. */
export function reindent(white: string, from = "  ", to = from): string {
  const columns = white.replaceAll("\t", from === "\t" ? "\t" : from).length;
  const levels = Math.floor(columns / from.length);
  return to.repeat(levels) + " ".repeat(columns - levels * from.length);
}

/** Whether a text is formatted by other rules, as far as that shows at a glance. */
export function hasOtherLayout(text: string, than: string): boolean {
  const [a, b] = [codeTokens(text, "script"), codeTokens(than, "script")];
  if (a === undefined || b === undefined) return false;
  const [style, other] = [layoutStyle(text, a), layoutStyle(than, b)];
  return (
    isKnownToDiffer(style.indent, other.indent) ||
    isKnownToDiffer(style.quote, other.quote) ||
    isKnownToDiffer(style.hasSemicolons, other.hasSemicolons)
  );
}

function isKnownToDiffer<Choice>(a: Choice | undefined, b: Choice | undefined): boolean {
  return a !== undefined && b !== undefined && a !== b;
}
