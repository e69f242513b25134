/** Line breaks where Biome puts them (two spaces, 100 columns), so that nothing need be formatted after. */
const width = 100;

/** An argument: its text, or the elements of an array literal. */
type Argument = string | readonly string[];

export interface Call {
  readonly callee: string;
  readonly arguments: readonly Argument[];
}

export function fits(line: string): boolean {
  return line.length <= width;
}

export function indented(lines: readonly string[]): string[] {
  return lines.map((line) => `  ${line}`);
}

/** The lines of a call statement that stands `depth` levels deep; the lines do not contain that indent. */
export function callLines(call: Call, depth: number): string[] {
  const room = "  ".repeat(depth);
  const flat = `${call.callee}(${call.arguments.map(flatText).join(", ")});`;
  if (fits(room + flat)) return [flat];
  const last = call.arguments.at(-1);
  const others = call.arguments.slice(0, -1).map(flatText).join(", ");
  const hugging = `${call.callee}(${others}, [`;
  if (typeof last === "object" && !isNumbers(last) && fits(room + hugging)) {
    return [hugging, ...elementLines(last, depth + 1), "]);"];
  }
  const each = call.arguments.flatMap((argument) => argumentLines(argument, depth + 1));
  return [`${call.callee}(`, ...each, ");"];
}

/** `if (…) call();` on one line, or with braces. */
export function guardedCallLines(
  conditions: readonly string[],
  call: Call,
  depth: number,
): string[] {
  const room = "  ".repeat(depth);
  const alone = callLines(call, depth);
  if (conditions.length === 0) return alone;
  const head = `if (${conditions.join(" && ")})`;
  if (alone.length === 1 && fits(`${room}${head} ${alone[0]}`)) return [`${head} ${alone[0]}`];
  return [...testLines(conditions, room), ...indented(callLines(call, depth + 1)), "}"];
}

function testLines(conditions: readonly string[], room: string): string[] {
  const flat = `if (${conditions.join(" && ")}) {`;
  if (fits(room + flat)) return [flat];
  const others = conditions.slice(0, -1).map((condition) => `  ${condition} &&`);
  return ["if (", ...others, `  ${conditions.at(-1)}`, ") {"];
}

/** The first line or lines of a function, up to its opening brace. */
export function signatureLines(
  head: string,
  parameters: readonly string[],
  returns: string,
): string[] {
  const flat = `${head}(${parameters.join(", ")}): ${returns} {`;
  if (fits(flat)) return [flat];
  return [`${head}(`, ...parameters.map((parameter) => `  ${parameter},`), `): ${returns} {`];
}

export function importLines(
  keyword: string,
  names: readonly string[],
  specifier: string,
): string[] {
  const flat = `${keyword} { ${names.join(", ")} } from ${JSON.stringify(specifier)};`;
  if (fits(flat)) return [flat];
  return [
    `${keyword} {`,
    ...names.map((name) => `  ${name},`),
    `} from ${JSON.stringify(specifier)};`,
  ];
}

function flatText(argument: Argument): string {
  return typeof argument === "string" ? argument : `[${argument.join(", ")}]`;
}

function argumentLines(argument: Argument, depth: number): string[] {
  const flat = `  ${flatText(argument)},`;
  if (typeof argument === "string" || fits("  ".repeat(depth - 1) + flat)) return [flat];
  return ["  [", ...indented(elementLines(argument, depth + 1)), "  ],"];
}

function isNumbers(elements: readonly string[]): boolean {
  return elements.length > 1 && elements.every((element) => /^-?\d/.test(element));
}

/** One element a line, but numbers as many as fit. */
function elementLines(elements: readonly string[], depth: number): string[] {
  if (!isNumbers(elements)) {
    return elements.map((element) => `  ${element},`);
  }
  const lines: string[] = [];
  for (const element of elements) {
    const longer = `${lines.at(-1)} ${element},`;
    if (lines.length > 0 && fits("  ".repeat(depth - 1) + longer)) lines[lines.length - 1] = longer;
    else lines.push(`  ${element},`);
  }
  return lines;
}
