import type { Node } from "jsonc-parser";
import { reindent } from "./layout-style.ts";

/** Replaces a part of a text. */
export interface TextEdit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Edits must not overlap; those at the same place come out in their order. */
export function applyTextEdits(text: string, edits: readonly TextEdit[]): string {
  let [result, next] = ["", 0];
  for (const { start, end, text: added } of [...edits].sort((a, b) => a.start - b.start)) {
    result += text.slice(next, start) + added;
    next = end;
  }
  return result + text.slice(next);
}

interface Insertion {
  /** The object or array. */
  readonly into: Node;
  /** The child to come behind; none to come first. */
  readonly behind: Node | undefined;
  /** A property or an element, indented as if at the beginning of a line. */
  readonly item: string;
  /** One level of indentation. */
  readonly unit: string;
}

/** Inserts a child; comments stay where they are, one behind a comma with what it follows. */
export function insertChild(text: string, { into, behind, item, unit }: Insertion): TextEdit[] {
  const children = into.children ?? [];
  const [first] = children;
  const isObject = into.type === "object";
  const indent = indentOf(text, into.offset);
  const start = into.offset + 1;
  const isOverLines = text.slice(start, first?.offset ?? start).includes("\n");
  const inner = isOverLines ? indentOf(text, first?.offset ?? 0) : indent + unit;
  const written = item.replace(/\n/g, `\n${inner}`);
  if (first === undefined) {
    const isClosed = !text.slice(start, into.offset + into.length - 1).includes("\n");
    const line = `\n${inner}${written}${isClosed ? `\n${indent}` : ""}`;
    return [{ start, end: start, text: isObject ? line : written }];
  }
  const separator = isOverLines ? `\n${inner}` : " ";
  if (behind === undefined) {
    const place = isOverLines ? start : first.offset;
    const added = isOverLines ? `${separator}${written},` : `${written}, `;
    return [{ start: place, end: place, text: added }];
  }
  const end = behind.offset + behind.length;
  const comma = commaAfter(text, end);
  const place = endOfRemarks(text, comma === undefined ? end : comma + 1);
  const added = { start: place, end: place, text: separator + written };
  if (comma !== undefined) return [{ ...added, text: `${added.text},` }];
  return [{ start: end, end, text: "," }, added];
}

/** Removes one child with its comma, and with its lines where it has them for itself. */
export function removeChild(text: string, parent: Node, child: Node): TextEdit[] {
  const children = parent.children ?? [];
  const index = children.indexOf(child);
  const childEnd = child.offset + child.length;
  const comma = commaAfter(text, childEnd);
  const end = comma === undefined ? childEnd : comma + 1;
  const lineStart = text.lastIndexOf("\n", child.offset - 1) + 1;
  const lineEnd = text.indexOf("\n", end);
  const isAlone =
    lineEnd !== -1 &&
    text.slice(lineStart, child.offset).trim() === "" &&
    text.slice(end, lineEnd).trim() === "";
  const edits: TextEdit[] = [];
  const former = children[index - 1];
  if (comma === undefined && former !== undefined) {
    const before = commaAfter(text, former.offset + former.length);
    if (before !== undefined) edits.push({ start: before, end: before + 1, text: "" });
  }
  if (isAlone) return [...edits, { start: lineStart, end: lineEnd + 1, text: "" }];
  const spaces = /^[ \t]*/.exec(text.slice(end))?.[0].length ?? 0;
  const isLast = index === children.length - 1;
  const before = /[ \t]*$/.exec(text.slice(0, child.offset))?.[0].length ?? 0;
  const start = isLast && index > 0 ? child.offset - before : child.offset;
  return [...edits, { start, end: isLast ? end : end + spaces, text: "" }];
}

/** Where the comma behind a value is, if there is one. */
function commaAfter(text: string, end: number): number | undefined {
  const found = /^(?:\s|\/\/[^\n]*|\/\*[\s\S]*?\*\/)*,/.exec(text.slice(end));
  return found === null ? undefined : end + found[0].length - 1;
}

/** Behind a comment on the same line, where nothing else follows on it. */
function endOfRemarks(text: string, offset: number): number {
  const rest = text.slice(offset, text.indexOf("\n", offset) + 1 || text.length);
  return /^[ \t]*(\/\/[^\n]*|\/\*[^\n]*?\*\/[ \t]*(?=\n))/.test(rest)
    ? offset + rest.trimEnd().length
    : offset;
}

export function indentOf(text: string, offset: number): string {
  const line = text.slice(text.lastIndexOf("\n", offset - 1) + 1);
  return /^[ \t]*/.exec(line)?.[0] ?? "";
}

/** A node as it is written, with its lines indented as if it stood at the beginning of one. */
export function writtenAtMargin(
  text: string,
  node: Node,
  { from, to }: { readonly from: string | undefined; readonly to: string | undefined },
): string {
  const margin = indentOf(text, node.offset).length;
  const [first = "", ...others] = text.slice(node.offset, node.offset + node.length).split("\n");
  const moved = others.map((line) => {
    const white = /^[ \t]*/.exec(line)?.[0] ?? "";
    const own = white.slice(Math.min(margin, white.length));
    return reindent(own, from, to) + line.slice(white.length);
  });
  return [first, ...moved].join("\n");
}
