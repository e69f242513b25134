import { type Change, diffSequences, intern } from "./diff-sequences.ts";

interface Options {
  /** Unchanged lines around each change; 3 unless given, as in diff and git. */
  readonly context?: number;
  readonly fromLabel?: string;
  readonly toLabel?: string;
}

/** What changed, as `diff -u` writes it; empty for equal texts. Line ends are part of their lines. */
export function unifiedDiff(a: string, b: string, options: Options = {}): string {
  const { context = 3, fromLabel = "a", toLabel = "b" } = options;
  const [from, to] = [linesWithEnds(a), linesWithEnds(b)];
  const [fromNumbers = [], toNumbers = []] = intern(from, to);
  const changes = diffSequences(fromNumbers, toNumbers);
  if (changes.length === 0) return "";
  const hunks = inReach(changes, context).map((group) => renderHunk({ group, from, to, context }));
  return `--- ${fromLabel}\n+++ ${toLabel}\n${hunks.join("")}`;
}

function linesWithEnds(text: string): readonly string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

/** Changes whose contexts meet share a hunk. */
function inReach(changes: readonly Change[], context: number): readonly (readonly Change[])[] {
  const groups: Change[][] = [];
  for (const change of changes) {
    const group = groups[groups.length - 1];
    const last = group?.[group.length - 1];
    if (last !== undefined && change.aStart - last.aEnd <= 2 * context) group?.push(change);
    else groups.push([change]);
  }
  return groups;
}

interface HunkInput {
  readonly group: readonly Change[];
  readonly from: readonly string[];
  readonly to: readonly string[];
  readonly context: number;
}

function renderHunk({ group, from, to, context }: HunkInput): string {
  const [first] = group;
  const last = group[group.length - 1];
  if (first === undefined || last === undefined) return "";
  const before = Math.min(context, first.aStart);
  const after = Math.min(context, from.length - last.aEnd);
  const lines: string[] = [];
  let next = first.aStart - before;
  for (const { aStart, aEnd, bStart, bEnd } of group) {
    lines.push(...from.slice(next, aStart).map((line) => renderLine(" ", line)));
    lines.push(...from.slice(aStart, aEnd).map((line) => renderLine("-", line)));
    lines.push(...to.slice(bStart, bEnd).map((line) => renderLine("+", line)));
    next = aEnd;
  }
  lines.push(...from.slice(next, last.aEnd + after).map((line) => renderLine(" ", line)));
  const range = (start: number, end: number): string => {
    if (end - start === 1) return `${end}`;
    return `${end > start ? start + 1 : start},${end - start}`;
  };
  const fromRange = range(first.aStart - before, last.aEnd + after);
  const toRange = range(first.bStart - before, last.bEnd + after);
  return `@@ -${fromRange} +${toRange} @@\n${lines.join("")}`;
}

function renderLine(sign: " " | "-" | "+", line: string): string {
  return line.endsWith("\n") ? `${sign}${line}` : `${sign}${line}\n\\ No newline at end of file\n`;
}
