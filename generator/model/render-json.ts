/** How a document is laid out. */
export interface JsonLayout {
  /** What one level is indented by. */
  readonly unit: string;
  readonly endOfLine: "\n" | "\r\n";
}

/** What precedes a value: the indent of its line and, on that line, its key. */
interface Place {
  readonly indent: string;
  readonly key?: string;
}

const lineWidth = 100;

/** As Biome formats JSON: objects over lines, arrays on one line where they fit. */
export function renderJson(
  value: unknown,
  layout: JsonLayout,
  place: Place = { indent: "" },
): string {
  const { indent, key = "" } = place;
  const inner = indent + layout.unit;
  if (Array.isArray(value)) {
    const line = renderJsonLine(value);
    // The comma behind it counts as well.
    if (indent.length + key.length + line.length < lineWidth) return line;
    const items = value.map((item) => renderJson(item, layout, { indent: inner }));
    return overLines(["[", "]"], items, { layout, indent });
  }
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const items = entriesOf(value).map(([name, item]) => {
    const head = `${JSON.stringify(name)}: `;
    return head + renderJson(item, layout, { indent: inner, key: head });
  });
  return items.length === 0 ? "{}" : overLines(["{", "}"], items, { layout, indent });
}

/** All on one line. */
export function renderJsonLine(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(renderJsonLine).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const items = entriesOf(value).map(
    ([name, item]) => `${JSON.stringify(name)}: ${renderJsonLine(item)}`,
  );
  return items.length === 0 ? "{}" : `{ ${items.join(", ")} }`;
}

function entriesOf(value: object): [string, unknown][] {
  return Object.entries(value).filter(([, item]) => item !== undefined);
}

function overLines(
  [open, close]: readonly [string, string],
  items: readonly string[],
  { layout, indent }: { readonly layout: JsonLayout; readonly indent: string },
): string {
  const { unit, endOfLine } = layout;
  const lines = items.map((item) => indent + unit + item).join(`,${endOfLine}`);
  return [open, lines, indent + close].join(endOfLine);
}
