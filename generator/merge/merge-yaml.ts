import { mergeLines } from "./merge-lines.ts";
import type { PlainSides } from "./merge-script.ts";
import type { MergeOutcome } from "./merge-types.ts";
import { readYamlMapping, type YamlEntry, type YamlMapping } from "./yaml-mapping.ts";

/**
 * The merge of YAML mappings by key: what theirs changed is changed in the text of mine, of which all
 * else stays as it is written. What both changed differently, and what is no plain mapping, is merged
 * line by line.
 */
export function mergeYaml(sides: PlainSides): MergeOutcome {
  const [base, mine, theirs] = [sides.base, sides.mine, sides.theirs].map((text) =>
    readYamlMapping(text.replace(/\n$/, "").split("\n")),
  );
  const merged = mergeMappings(base, mine, theirs);
  return merged === undefined
    ? mergeLines(sides)
    : { clean: true, text: merged.map((line) => `${line}\n`).join("") };
}

/** The lines of the merged mapping; `undefined` where that is not clear. */
function mergeMappings(
  base: YamlMapping | undefined,
  mine: YamlMapping | undefined,
  theirs: YamlMapping | undefined,
): readonly string[] | undefined {
  if (base === undefined || mine === undefined || theirs === undefined) return undefined;
  if (base.indent !== mine.indent || base.indent !== theirs.indent) return undefined;
  const merged: { readonly key: string; readonly lines: readonly string[] }[] = [];
  for (const [key, entry] of mine.entries) {
    const versions = { base: base.entries.get(key), mine: entry, theirs: theirs.entries.get(key) };
    const lines = mergeEntry(versions);
    if (lines === undefined) return undefined;
    if (lines.length > 0) merged.push({ key, lines });
  }
  let place = 0;
  for (const [key, entry] of theirs.entries) {
    const known = merged.findIndex((other) => other.key === key);
    if (known !== -1) place = known + 1;
    if (mine.entries.has(key)) continue;
    const before = base.entries.get(key);
    // Mine took it out.
    if (before !== undefined && isSame(before, entry)) continue;
    if (before !== undefined) return undefined;
    merged.splice(place, 0, { key, lines: [...entry.leading, ...entry.lines] });
    place += 1;
  }
  return [...merged.flatMap(({ lines }) => lines), ...mine.trailing];
}

interface Versions {
  readonly base: YamlEntry | undefined;
  readonly mine: YamlEntry;
  readonly theirs: YamlEntry | undefined;
}

/** None for an entry that theirs took out. */
function mergeEntry({ base, mine, theirs }: Versions): readonly string[] | undefined {
  const own = [...mine.leading, ...mine.lines];
  if (theirs === undefined) {
    if (base === undefined) return own;
    return isSame(base, mine) && isSameText(base.leading, mine.leading) ? [] : undefined;
  }
  const isCommented = base !== undefined && !isSameText(base.leading, mine.leading);
  const leading = isCommented || base === undefined ? mine.leading : theirs.leading;
  if (isSame(mine, theirs)) return [...leading, ...mine.lines];
  if (base === undefined) return undefined;
  if (isSame(base, theirs)) return [...leading, ...mine.lines];
  if (isSame(base, mine)) return [...leading, ...theirs.lines];
  if (base.lines[0] !== mine.lines[0] || base.lines[0] !== theirs.lines[0]) return undefined;
  const inside = mergeMappings(base.value, mine.value, theirs.value);
  return inside === undefined ? undefined : [...leading, mine.lines[0] ?? "", ...inside];
}

function isSame(a: YamlEntry, b: YamlEntry): boolean {
  return isSameText(a.lines, b.lines);
}

function isSameText(a: readonly string[], b: readonly string[]): boolean {
  return a.join("\n").trimEnd() === b.join("\n").trimEnd();
}
