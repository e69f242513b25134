import { diffSequences, intern } from "./diff-sequences.ts";

const byteOrderMark = "\uFEFF";

/** The lines of a text without their ends, without a byte order mark. An empty text has none. */
export function linesOf(text: string): string[] {
  const plain = text.startsWith(byteOrderMark) ? text.slice(1) : text;
  if (plain === "") return [];
  const lines = plain.split(/\r\n|\n/);
  if (lines[lines.length - 1] === "") lines.pop();
  return lines;
}

/** The text of lines, with `\n` after each. */
export function textOf(lines: readonly string[]): string {
  return lines.length === 0 ? "" : `${lines.join("\n")}\n`;
}

/** A text as it is merged: `\n` only, no byte order mark, `\n` at the end. */
export function plainText(text: string): string {
  return textOf(linesOf(text));
}

/**
 * A plain text with the byte order mark, the line ends and the end of `model`. Where line ends are mixed,
 * lines that the model has too keep theirs, and the others get what most of its lines have.
 */
export function inStyleOf(model: string, text: string): string {
  const mark = model.startsWith(byteOrderMark) ? byteOrderMark : "";
  const windows = model.split("\r\n").length - 1;
  const unix = model.split("\n").length - 1 - windows;
  const usual = windows > unix ? "\r\n" : "\n";
  const lines = linesOf(text);
  const ends = windows > 0 && unix > 0 ? mixedEnds(model, lines, usual) : [];
  const body = lines.map((line, index) => `${line}${ends[index] ?? usual}`).join("");
  const isOpenEnded = model !== "" && model !== mark && !model.endsWith("\n");
  return mark + (isOpenEnded ? body.replace(/\r?\n$/, "") : body);
}

function mixedEnds(model: string, lines: readonly string[], usual: string): readonly string[] {
  const found = [...model.matchAll(/\r\n|\n/g)].map(([end]) => end);
  const ends = lines.map(() => usual);
  const [from = [], to = []] = intern(linesOf(model), lines);
  let [a, b] = [0, 0];
  for (const change of [...diffSequences(from, to), { aStart: from.length, aEnd: 0, bEnd: 0 }]) {
    for (; a < change.aStart; a += 1, b += 1) ends[b] = found[a] ?? usual;
    [a, b] = [change.aEnd, change.bEnd];
  }
  return ends;
}
