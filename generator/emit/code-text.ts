/** Small declarations laid out as Biome does (two spaces, 100 columns), whatever the names' length. */
const width = 100;

export function fits(line: string): boolean {
  return line.length <= width;
}

interface List {
  readonly open: string;
  readonly items: readonly string[];
  readonly close: string;
  /** Spaces inside the brackets of the one-line form. */
  readonly padded?: boolean;
  readonly depth?: number;
}

/** `open item, item close` on one line, or one item a line. */
export function list({ open, items, close, padded = false, depth = 0 }: List): string {
  const space = padded && items.length > 0 ? " " : "";
  const flat = `${open}${space}${items.join(", ")}${space}${close}`;
  if (fits("  ".repeat(depth) + flat)) return flat;
  const room = "  ".repeat(depth);
  return `${open}\n${items.map((item) => `${room}  ${item},\n`).join("")}${room}${close}`;
}

/** `open item, item close` of type arguments, which take no comma after the last of them. */
export function typeList(types: List): string {
  return list(types).replace(/,(\n *)(>[^\n]*)$/, "$1$2");
}

/** `name: value,` in an object; the value goes to the next line where it does not fit. */
export function property(name: string, value: string, depth: number): string {
  const flat = `${name}: ${value},`;
  if (value.includes("\n") || fits("  ".repeat(depth) + flat)) return flat;
  return `${name}:\n${"  ".repeat(depth + 1)}${value},`;
}

export interface Import {
  /** `Table`, `type Topic`, `Function as LambdaFunction`; alone, `* as functions`. */
  readonly names: readonly string[];
  readonly from: string;
}

/** Import statements in Biome's order: packages, then the farthest files first; names sorted. */
export function imports(all: readonly Import[]): string {
  return [...all].sort(byDistance).map(importStatement).join("\n");
}

function importStatement({ names, from }: Import): string {
  const [whole = ""] = names;
  if (whole.startsWith("* as ")) return `import ${whole} from "${from}";`;
  const onlyTypes = names.every((name) => name.startsWith("type "));
  const sorted = [...names].sort((a, b) => compare(bare(a), bare(b)));
  const open = onlyTypes ? "import type {" : "import {";
  const items = onlyTypes ? sorted.map(bare) : sorted;
  // One name stays on the line of its keyword, however long it is.
  if (items.length === 1) return `${open} ${items[0]} } from "${from}";`;
  return list({ open, items, close: `} from "${from}";`, padded: true });
}

function bare(name: string): string {
  return name.replace(/^type /, "");
}

function byDistance(a: Import, b: Import): number {
  return distance(a.from) - distance(b.from) || compare(a.from, b.from);
}

function distance(specifier: string): number {
  if (specifier.startsWith("node:")) return 0;
  return specifier.startsWith(".") ? 2 : 1;
}

/**
 * Biome's natural order: `.`, `/` and `-` first, then numbers (the ones with fewer digits first), then
 * letters, `A` before `a` before `B`.
 */
export function compare(a: string, b: string): number {
  const [first, second] = [sortKey(a), sortKey(b)];
  return first < second ? -1 : first > second ? 1 : 0;
}

/** The same few names are compared over and over. */
const sortKeys = new Map<string, string>();

function sortKey(name: string): string {
  let key = sortKeys.get(name);
  if (key === undefined) {
    key = sortable(name);
    sortKeys.set(name, key);
  }
  return key;
}

/** A text for each name such that comparing by code units gives the natural order of the names. */
function sortable(name: string): string {
  const parts = name.match(/\d+|\D/g) ?? [];
  const keys = parts.map((part) => {
    if (/\d/.test(part)) return `1${String(part.length).padStart(4, "0")}${part}`;
    const lower = part.toLowerCase();
    if (part < "0") return `0${[".", "/"].includes(part) ? part : `~${part}`}`;
    return `2${lower}${part === lower ? 1 : 0}`;
  });
  // Lower than any character of a part, so that a shorter part goes first.
  return keys.join("\u0000");
}

/** Breaks comments that are longer than a line: a whole comment alone on it, or a line ` * …` within. */
export function wrapComments(text: string): string {
  return text
    .split("\n")
    .flatMap((line) => (fits(line) ? [line] : wrapComment(line)))
    .join("\n");
}

function wrapComment(line: string): readonly string[] {
  const single = /^( *)\/\*\* (.*) \*\/$/.exec(line);
  if (single !== null) {
    const [, room = "", words = ""] = single;
    return [`${room}/**`, ...filled(`${room} * `, words), `${room} */`];
  }
  const inner = /^( *\* )(.*)$/.exec(line);
  return inner === null ? [line] : filled(inner[1] ?? "", inner[2] ?? "");
}

function filled(head: string, words: string): readonly string[] {
  const lines: string[] = [];
  for (const word of words.split(" ")) {
    const longer = `${lines.at(-1)} ${word}`;
    if (lines.length > 0 && fits(longer)) lines[lines.length - 1] = longer;
    else lines.push(head + word);
  }
  return lines;
}
