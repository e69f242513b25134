/** Columns that reports keep to. */
export const textWidth = 100;

/** Rows as lines: cells padded to columns two spaces apart, without blanks at the end. */
export function columns(
  rows: readonly (readonly string[])[],
  {
    indent = "",
    right = [],
  }: { readonly indent?: string; readonly right?: readonly number[] } = {},
): readonly string[] {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [index, cell] of row.entries()) {
      widths[index] = Math.max(widths[index] ?? 0, cell.length);
    }
  }
  return rows.map((row) => {
    const cells = row.map((cell, index) => {
      const width = widths[index] ?? 0;
      return right.includes(index) ? cell.padStart(width) : cell.padEnd(width);
    });
    return (indent + cells.join("  ")).trimEnd();
  });
}

/** A text over lines that fit; lines after the first begin with `hanging`. */
export function wrap(text: string, hanging = ""): readonly string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(/(?<=\S) /)) {
    if (line !== "" && line.length + 1 + word.length > textWidth) {
      lines.push(line);
      line = hanging + word;
    } else {
      line = line === "" ? word : `${line} ${word}`;
    }
  }
  return [...lines, line];
}

/** `1 function`, `2 functions`, `3 queues`. */
export function counted(count: number, singular: string): string {
  return `${grouped(count)} ${count === 1 ? singular : `${singular}s`}`;
}

/** `1,234,567`, the same on every machine. */
export function grouped(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+(?!\d))/g, ",");
}

/** `$7.23`; more digits for less than a cent, none for next to nothing. */
export function dollars(value: number): string {
  if (Math.abs(value) < 0.000_005) return "$0.00";
  if (Math.abs(value) < 0.01) return `$${value.toPrecision(2)}`;
  const [whole = "0", cents = "00"] = value.toFixed(2).split(".");
  return `$${grouped(Number(whole))}.${cents}`;
}
