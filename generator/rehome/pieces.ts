import type { ts } from "ts-morph";
import type { Source } from "./parse.ts";

/** A node with the lines that belong to it; all pieces and the rest together are the text again. */
export interface Piece<Node extends ts.Node = ts.Node> {
  readonly node: Node;
  /** Comments and empty lines above. */
  readonly lead: string;
  /** From the indentation of the first line to the end of the last, comments behind it included. */
  readonly code: string;
}

const restOfLine = /^[ \t]*[,;]?[ \t]*(?:\/\/[^\n]*|\/\*[^\n]*?\*\/)?[ \t]*(?:\n|$)/;

/** Divides a range of the text among the nodes in it; `rest` is what follows the last of them. */
export function pieces<Node extends ts.Node>(
  source: Source,
  nodes: readonly Node[],
  range: { readonly from: number; readonly to: number },
): { readonly pieces: readonly Piece<Node>[]; readonly rest: string } {
  let from = range.from;
  const found = nodes.map((node): Piece<Node> => {
    const start = Math.max(from, startOfCode(source, node));
    const lead = source.text.slice(from, start);
    from = node.end + tailOf(source, node, restOfLine).length;
    return { node, lead, code: source.text.slice(start, from) };
  });
  return { pieces: found, rest: source.text.slice(from, range.to) };
}

/** One entry of an object or array literal. */
export interface Member {
  /** Name of the property; absent for a spread, and for comments behind the last entry. */
  readonly key: string | undefined;
  /** Whole lines without the literal's indentation, comments above included, with a comma at the end. */
  readonly text: string;
  /** Comments above it, at the start of `text`. */
  readonly lead: string;
  readonly node: ts.Node | undefined;
}

/** The entries of a literal, however it is laid out. */
export function members(
  source: Source,
  literal: ts.ObjectLiteralExpression | ts.ArrayLiteralExpression,
): readonly Member[] {
  const nodes: readonly ts.Node[] = "properties" in literal ? literal.properties : literal.elements;
  const open = literal.getStart() + 1;
  let from = open + (/^[ \t]*\n/.exec(source.text.slice(open))?.[0].length ?? 0);
  const found = nodes.map((node): Member => {
    const room = indentationAt(source, node.getStart());
    const start = Math.max(from, startOfCode(source, node));
    const lead = leadLines(unindented(source, { from, to: start, room }));
    const code = unindented(source, { from: start, to: node.end, room });
    const comment = /^[ \t]*,?([ \t]*(?:\/\/[^\n]*|\/\*[^\n]*?\*\/)?)[ \t]*(?:\n|$)/;
    const behind = comment.exec(source.text.slice(node.end));
    const separator = /^\s*,?/.exec(source.text.slice(node.end))?.[0] ?? "";
    from = node.end + (behind?.[0] ?? separator).length;
    const text = `${lead}${code},${behind?.[1]?.trimEnd() ?? ""}\n`;
    return { key: nameOf(source, node), text, lead, node };
  });
  const rest = source.text.slice(from, literal.end - 1);
  if (rest.trim() === "") return found;
  const room = /^\n*([ \t]*)/.exec(rest)?.[1] ?? "";
  const text = leadLines(unindented(source, { from, to: literal.end - 1, room }));
  return [...found, { key: undefined, text, lead: text, node: undefined }];
}

function leadLines(lead: string): string {
  const lines = lead.replace(/[ \t]+$/, "");
  if (lines === "" || lines.endsWith("\n")) return lines;
  return `${lines.trimStart()}\n`;
}

function nameOf({ typescript }: Source, node: ts.Node): string | undefined {
  if (!typescript.isObjectLiteralElementLike(node)) return node.getText();
  if (node.name === undefined) return undefined;
  if (typescript.isIdentifier(node.name) || typescript.isStringLiteral(node.name)) {
    return node.name.text;
  }
  return node.name.getText();
}

/** Where the node's line starts if nothing but spaces is before the node, or the node itself. */
function startOfCode(source: Source, node: ts.Node): number {
  const start = node.getStart();
  const line = source.text.lastIndexOf("\n", start - 1) + 1;
  return source.text.slice(line, start).trim() === "" ? line : start;
}

function tailOf({ text }: Source, node: ts.Node, pattern: RegExp): string {
  const rest = text.slice(node.end);
  return pattern.exec(rest)?.[0] ?? /^[ \t]*[,;]?/.exec(rest)?.[0] ?? "";
}

/** The spaces at the start of the line. */
export function indentationAt({ text }: Source, offset: number): string {
  const line = text.lastIndexOf("\n", offset - 1) + 1;
  return /^[ \t]*/.exec(text.slice(line, offset))?.[0] ?? "";
}

/** In front of lines that keep their spaces, so that they are not indented again either. */
const fixed = "\u0000";

function unindented(
  source: Source,
  { from, to, room }: { readonly from: number; readonly to: number; readonly room: string },
): string {
  const text = source.text.slice(from, to);
  let at = from;
  return text
    .split("\n")
    .map((line) => {
      const offset = at;
      at += line.length + 1;
      if (source.insideTemplates.has(offset)) return fixed + line;
      return line.startsWith(room) ? line.slice(room.length) : line;
    })
    .join("\n");
}

/** The lines further to the right; the contents of template literals stay where they are. */
export function indented(text: string, room: string): string {
  return text
    .split("\n")
    .map((line) => (line.startsWith(fixed) || line === "" ? line : room + line))
    .join("\n");
}

/** A text that is not indented any more. */
export function finished(text: string): string {
  return text.replaceAll(fixed, "");
}
