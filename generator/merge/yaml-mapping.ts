/** A key of a block mapping with everything that belongs to it, in whole lines. */
export interface YamlEntry {
  readonly key: string;
  /** Comments and empty lines above it. */
  readonly leading: readonly string[];
  /** `key: value`, and what is indented below. */
  readonly lines: readonly string[];
  /** Where the value is a mapping itself. */
  readonly value: YamlMapping | undefined;
}

export interface YamlMapping {
  readonly entries: ReadonlyMap<string, YamlEntry>;
  readonly indent: number;
  /** Comments and empty lines below the last entry. */
  readonly trailing: readonly string[];
}

/** `aws:region:`, `"a key": value`. */
const entryLine = /^( *)("[^"]*"|'[^']*'|[\w$./-][\w$./:-]*?):(?: +(.*))?$/;

/**
 * Reads a mapping that is written over lines; other values are lines that nobody looks into. `undefined`
 * for what is no mapping or has a key twice.
 */
export function readYamlMapping(lines: readonly string[]): YamlMapping | undefined {
  const first = lines.find((line) => !isComment(line));
  const indent = first === undefined ? -1 : indentOf(first);
  if (indent < 0) return undefined;
  const entries = new Map<string, YamlEntry>();
  let leading: string[] = [];
  for (let index = 0; index < lines.length; ) {
    const line = lines[index] ?? "";
    if (isComment(line)) {
      leading.push(line);
      index += 1;
      continue;
    }
    const [, spaces = "", key = "", scalar = ""] = entryLine.exec(line) ?? [];
    if (key === "" || spaces.length !== indent || entries.has(key)) return undefined;
    const end = endOfBody(lines, index + 1, indent);
    const body = lines.slice(index + 1, end);
    const isPlain = scalar === "" || scalar.startsWith("#");
    entries.set(key, {
      key,
      leading,
      lines: lines.slice(index, end),
      value: isPlain ? readYamlMapping(body) : undefined,
    });
    leading = [];
    index = end;
  }
  return { entries, indent, trailing: leading };
}

/** Behind the last line that is indented more; comments between such lines belong to them. */
function endOfBody(lines: readonly string[], from: number, indent: number): number {
  let end = from;
  for (let index = from; index < lines.length; index += 1) {
    const line = lines[index] ?? "";
    if (line.trim() === "") continue;
    if (indentOf(line) <= indent) break;
    end = index + 1;
  }
  return end;
}

function isComment(line: string): boolean {
  return /^\s*(#.*)?$/.test(line);
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}
