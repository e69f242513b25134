/** Small declarations laid out as Biome does (two spaces, 100 columns), whatever the names' length. */
const width = 100;

export function fits(line: string): boolean {
  return line.length <= width;
}

export function indent(depth: number, text: string): string {
  return text
    .split("\n")
    .map((line) => (line === "" ? line : "  ".repeat(depth) + line))
    .join("\n");
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

export interface Import {
  /** `Table`, `type Topic`, `Function as LambdaFunction`. */
  readonly names: readonly string[];
  readonly from: string;
}

/** Import statements in Biome's order: packages, then the farthest files first; names sorted. */
export function imports(all: readonly Import[]): string {
  return [...all].sort(byDistance).map(importStatement).join("\n");
}

function importStatement({ names, from }: Import): string {
  const onlyTypes = names.every((name) => name.startsWith("type "));
  const sorted = [...names].sort((a, b) => compare(bare(a), bare(b)));
  return list({
    open: onlyTypes ? "import type {" : "import {",
    items: onlyTypes ? sorted.map(bare) : sorted,
    close: `} from "${from}";`,
    padded: true,
  });
}

function bare(name: string): string {
  return name.replace(/^type /, "");
}

function byDistance(a: Import, b: Import): number {
  return distance(a.from) - distance(b.from) || compare(stem(a.from), stem(b.from));
}

/** `order.ts` goes before `order-summary.ts`. */
function stem(specifier: string): string {
  return specifier.replace(/\.[jt]s$/, "");
}

function distance(specifier: string): number {
  if (specifier.startsWith("node:")) return 0;
  if (!specifier.startsWith(".")) return 1;
  const ups = specifier.split("../").length - 1;
  return 100 - ups;
}

/** Biome's natural order: letters without regard to case first, `A` before `a` where they are equal. */
export function compare(a: string, b: string): number {
  const [lowerA, lowerB] = [a.toLowerCase(), b.toLowerCase()];
  if (lowerA !== lowerB) return lowerA < lowerB ? -1 : 1;
  return a < b ? -1 : a > b ? 1 : 0;
}
