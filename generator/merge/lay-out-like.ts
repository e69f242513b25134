import { type CodeToken, codeTokens } from "./code-tokens.ts";
import { type Change, diffSequences, intern } from "./diff-sequences.ts";
import type { Language } from "./languages.ts";
import { type LayoutStyle, layoutStyle, reindent } from "./layout-style.ts";
import { haveSameKeys } from "./same-tokens.ts";

interface LayoutInput {
  readonly language: Exclude<Language, "lines">;
  /** A plain text whose tokens the result has. */
  readonly content: string;
  /** A plain text whose layout the result has, wherever the tokens are the same. */
  readonly like: string;
  /**
   * The tokens of `like` in the layout that `content` was derived from: where `content` is laid out
   * differently from it, its own layout is meant.
   */
  readonly before?: string;
}

/**
 * A text in the layout of another, without a formatter: tokens that both have keep the quotes and white
 * space of `like`, others come as they are, in its indentation, quotes and semicolons. `undefined` where
 * that would not be the same text in another layout.
 */
export function layOutLike(input: LayoutInput): string | undefined {
  const { language, content, like } = input;
  const tokens = codeTokens(content, language);
  const model = codeTokens(like, language);
  if (tokens === undefined || model === undefined) return undefined;
  const before = input.before === undefined ? undefined : codeTokens(input.before, language);
  const layout: Layout = {
    content: { text: content, tokens },
    like: { text: like, tokens: model },
    before:
      before !== undefined && haveSameKeys(before, model)
        ? { text: input.before ?? "", tokens: before }
        : undefined,
    from: layoutStyle(content, tokens),
    to: layoutStyle(like, model),
  };
  const former = before && layoutStyle(input.before ?? "", before);
  const to = {
    ...layout.to,
    hasSemicolons: layout.to.hasSemicolons ?? absentNow(former?.hasSemicolons),
    hasTrailingCommas: layout.to.hasTrailingCommas ?? absentNow(former?.hasTrailingCommas),
  };
  for (const style of [to, { ...to, hasSemicolons: undefined }]) {
    const text = render({ ...layout, to: style });
    const result = codeTokens(text, language);
    if (result !== undefined && haveSameKeys(result, tokens)) return text;
  }
  return undefined;
}

/** What is not to be seen in the same tokens any more is not wanted. */
function absentNow(had: boolean | undefined): false | undefined {
  return had === true ? false : undefined;
}

interface Part {
  readonly text: string;
  readonly tokens: readonly CodeToken[];
}

interface Layout {
  readonly content: Part;
  readonly like: Part;
  readonly before: Part | undefined;
  readonly from: LayoutStyle;
  readonly to: LayoutStyle;
}

function render(layout: Layout): string {
  const { content, like } = layout;
  const partners = partnersOf(content, like);
  let text = "";
  for (let index = 0; index <= content.tokens.length; index += 1) {
    const former = index === 0 ? -1 : partners[index - 1];
    const latter = index === content.tokens.length ? like.tokens.length : partners[index];
    const areNeighbours = former !== undefined && latter === former + 1;
    text += areNeighbours
      ? knownGap(layout, index, latter)
      : restyleGap(gap(content, index), layout);
    const token = content.tokens[index];
    if (token === undefined) continue;
    const partner = partners[index];
    const written = partner === undefined ? undefined : like.tokens[partner];
    text +=
      written === undefined
        ? restyleToken(content.text.slice(token.start, token.end), token, layout)
        : like.text.slice(written.start, written.end);
  }
  return text;
}

/** For each token of `content` the index of the token of `like` that it is, if there is one. */
function partnersOf(content: Part, like: Part): readonly (number | undefined)[] {
  const [from = [], to = []] = intern(
    content.tokens.map(({ key }) => key),
    like.tokens.map(({ key }) => key),
  );
  const partners: (number | undefined)[] = from.map(() => undefined);
  let [a, b] = [0, 0];
  const end = { aStart: from.length, aEnd: from.length, bStart: to.length, bEnd: to.length };
  for (const change of [...diffSequences(from, to), end]) {
    const shift = change.bStart === change.bEnd ? shiftToLine(content, from, change, a) : 0;
    for (; a < change.aStart - shift; a += 1, b += 1) partners[a] = b;
    a = change.aEnd - shift;
    b = change.bEnd - shift;
  }
  return partners;
}

/**
 * How far up to move added tokens so that they are whole lines, the least indented ones that say the same:
 * `import { b } …;` and not `b } …; import {`.
 */
function shiftToLine(
  content: Part,
  keys: readonly number[],
  { aStart, aEnd }: Change,
  lowest: number,
): number {
  let best = { shift: 0, columns: Number.POSITIVE_INFINITY };
  for (let shift = 0; ; shift += 1) {
    const [start, end] = [aStart - shift, aEnd - shift];
    const indent = indentAt(content, behindImplied(content, start));
    const isWhole =
      end === keys.length || indentAt(content, behindImplied(content, end)) !== undefined;
    if (indent !== undefined && isWhole && indent.length < best.columns) {
      best = { shift, columns: indent.length };
    }
    if (start <= lowest || keys[start - 1] !== keys[end - 1]) return best.shift;
  }
}

/** The next token that is written, not implied by the end of a line. */
function behindImplied({ tokens }: Part, index: number): number {
  const token = tokens[index];
  return token !== undefined && token.end === token.start ? index + 1 : index;
}

/** White space in front of a token that begins a line. */
function indentAt(part: Part, index: number): string | undefined {
  const white = gap(part, index);
  return /\n([ \t]*)$/.exec(index === 0 ? `\n${white}` : white)?.[1];
}

/** What stands in front of a token, back to the token before it. */
function gap({ text, tokens }: Part, index: number): string {
  return text.slice(tokens[index - 1]?.end ?? 0, tokens[index]?.start ?? text.length);
}

/** The gap of `like`, unless only `content` changed it. */
function knownGap(layout: Layout, index: number, inLike: number): string {
  const { content, like, before } = layout;
  const known = gap(like, inLike);
  if (before === undefined) return known;
  const former = gap(before, inLike);
  const now = gap(content, index);
  const isOnlyTheirs = now !== former && restyleGap(former, layout) === known;
  return isOnlyTheirs ? restyleGap(now, layout) : known;
}

function restyleGap(white: string, { from, to }: Layout): string {
  const dropsSemicolons = to.hasSemicolons === false && from.hasSemicolons === true;
  let restyled = dropsSemicolons ? white.replace(/;/g, "") : white;
  if (to.hasTrailingCommas === false && from.hasTrailingCommas === true)
    restyled = restyled.replace(/,/g, "");
  return restyled.replace(/(?<=\n)[ \t]+/g, (indent) => reindent(indent, from.indent, to.indent));
}

function restyleToken(text: string, token: CodeToken, { content, from, to }: Layout): string {
  const { key, start, end } = token;
  if (key === ";") {
    if (to.hasSemicolons === undefined || to.hasSemicolons === from.hasSemicolons) return text;
    const isBehindBlock = end === start && content.text[start - 1] === "}";
    return to.hasSemicolons && !isBehindBlock ? ";" : "";
  }
  if (/^(["'])[^"'\\]*\1$/.test(text) && to.quote !== undefined) {
    return to.quote + text.slice(1, -1) + to.quote;
  }
  if (!text.startsWith("/*")) return text;
  return text.replace(/(?<=\n)[ \t]+/g, (indent) => reindent(indent, from.indent, to.indent));
}
