/**
 * What generated codecs are made of: small checks that say nothing while a value is right and report
 * where and how it is wrong. Nothing is copied or converted: a valid input is returned as it came.
 */

/** The very input, typed, or every problem found in it. */
export type Decoded<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** One fault, for example `$.lines[0].quantity`, expected `number`, found `string "two"`. */
export interface Problem {
  readonly path: string;
  readonly expected: string;
  readonly found: string;
}

/** A calendar date, for example `2026-11-24`. */
export type IsoDate = string & { readonly __brand: "IsoDate" };

/** An RFC 3339 instant with `Z` or an offset, for example `2026-11-24T09:30:00Z`. */
export type IsoDateTime = string & { readonly __brand: "IsoDateTime" };

/** A JSON object of which nothing else is known yet. */
export type Fields = { readonly [name: string]: unknown };

export type Key = string | number;

/** The object or array a value sits in; the path is put together only when there is a problem. */
export interface Place {
  readonly parent: Place | undefined;
  readonly key: Key;
  readonly depth: number;
  readonly findings: Findings;
}

export type Check = (value: unknown, at: Place, key: Key) => void;

interface Findings {
  readonly strict: boolean;
  readonly problems: Problem[];
  count: number;
}

type Literal = string | number | boolean | null;

/** Keeps answers and log lines small when a hostile input is wrong a million times. */
const maximumProblems = 100;

/** As deep as DynamoDB items may nest: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html */
const maximumDepth = 32;

const excerptLength = 40;

/** Refuses properties the type does not name, so that a misspelt optional one is not lost silently. */
export function decodeStrictly<T>(input: unknown, check: Check): Decoded<T> {
  return decode(input, check, true);
}

/** Ignores properties the type does not name, so that older code can read what newer code wrote. */
export function decodeTolerantly<T>(input: unknown, check: Check): Decoded<T> {
  return decode(input, check, false);
}

/** One line for a log or an error message. */
export function describeProblems(problems: readonly Problem[]): string {
  return problems
    .map(({ path, expected, found }) => `${path}: expected ${expected}, found ${found}`)
    .join("; ");
}

function decode<T>(input: unknown, check: Check, strict: boolean): Decoded<T> {
  const findings: Findings = { strict, problems: [], count: 0 };
  check(input, { parent: undefined, key: "", depth: 0, findings }, "$");
  if (findings.count === 0) return { ok: true, value: input as T };
  if (findings.count > maximumProblems) {
    const found = `${findings.count - maximumProblems} more`;
    findings.problems.push({ path: "$", expected: "no further problems", found });
  }
  return { ok: false, problems: findings.problems };
}

export function report(expected: string, value: unknown, at: Place, key: Key): void {
  const { findings } = at;
  findings.count += 1;
  if (findings.count > maximumProblems) return;
  findings.problems.push({ path: pathOf(at, key), expected, found: describe(value) });
}

export function inside(parent: Place, key: Key): Place {
  return { parent, key, depth: parent.depth + 1, findings: parent.findings };
}

export function isObject(value: unknown, at: Place, key: Key): value is Fields {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) {
    return isShallow(value, at, key);
  }
  report("object", value, at, key);
  return false;
}

function isArray(value: unknown, at: Place, key: Key): value is readonly unknown[] {
  if (Array.isArray(value)) return isShallow(value, at, key);
  report("array", value, at, key);
  return false;
}

export function isTuple(
  value: unknown,
  at: Place,
  key: Key,
  minimum: number,
  maximum: number,
): value is readonly unknown[] {
  const fits = Array.isArray(value) && value.length >= minimum && value.length <= maximum;
  if (fits) return isShallow(value, at, key);
  report(`array of ${rangeText(minimum, maximum)}`, value, at, key);
  return false;
}

export function checkString(value: unknown, at: Place, key: Key, expected = "string"): void {
  if (typeof value !== "string") report(expected, value, at, key);
  // UTF-8 cannot hold half a surrogate pair: it would be stored as another character.
  else if (!isWellFormed(value)) report("string without lone surrogates", value, at, key);
}

/** The built-in costs more to call than a few characters cost to look at. */
function isWellFormed(text: string): boolean {
  if (text.length > 24) return text.isWellFormed();
  for (let index = 0; index < text.length; index += 1) {
    // Below the surrogates, as almost all text is.
    if (text.charCodeAt(index) >= 0xd800) return text.isWellFormed();
  }
  return true;
}

export function checkNumber(value: unknown, at: Place, key: Key, expected = "number"): void {
  if (!Number.isFinite(value)) report(expected, value, at, key);
}

export function checkBoolean(value: unknown, at: Place, key: Key, expected = "boolean"): void {
  if (typeof value !== "boolean") report(expected, value, at, key);
}

export function checkIsoDate(
  value: unknown,
  at: Place,
  key: Key,
  expected = "date such as 2026-11-24",
): void {
  if (typeof value !== "string" || !isIsoDate(value)) report(expected, value, at, key);
}

export function checkIsoDateTime(
  value: unknown,
  at: Place,
  key: Key,
  expected = "date-time such as 2026-11-24T09:30:00Z",
): void {
  if (typeof value !== "string" || !isIsoDateTime(value)) report(expected, value, at, key);
}

export function checkOneOf(value: unknown, at: Place, key: Key, allowed: readonly Literal[]): void {
  if (!allowed.includes(value as Literal)) report(listText(allowed), value, at, key);
}

export function checkArray(value: unknown, parent: Place, key: Key, checkItem: Check): void {
  if (!isArray(value, parent, key)) return;
  const at = inside(parent, key);
  for (let index = 0; index < value.length; index += 1) checkItem(value[index], at, index);
}

export function checkRecord(value: unknown, parent: Place, key: Key, checkValue: Check): void {
  if (!isObject(value, parent, key)) return;
  const at = inside(parent, key);
  for (const name in value) {
    // Assigning to this name changes an object's prototype instead of adding a property.
    if (name === "__proto__") report("another key than __proto__", value[name], at, name);
    else if (!isWellFormed(name)) report("key without lone surrogates", value[name], at, name);
    else checkValue(value[name], at, name);
  }
}

/** Reports every property beyond `names`. They mostly come in this order, which makes it cheap. */
export function checkNoOthers(value: Fields, at: Place, names: readonly string[]): void {
  if (!at.findings.strict) return;
  let next = 0;
  for (const name in value) {
    if (name !== names[next]) next = names.indexOf(name);
    if (next === -1) report(`no property but ${names.join(", ")}`, value[name], at, name);
    next += 1;
  }
}

/** What `typeof` says, with `null` and `array` told apart from `object`. */
export function kindOf(value: unknown): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "array" : typeof value;
}

export function isIsoDate(text: string): text is IsoDate {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false;
  const year = Number(text.slice(0, 4));
  const month = Number(text.slice(5, 7));
  const day = Number(text.slice(8));
  const isLeapYear = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const days = [31, isLeapYear ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
  return day >= 1 && day <= (days[month - 1] ?? 0);
}

/** Refuses second 60 (a leap second) as well, because `Date` cannot hold it. */
export function isIsoDateTime(text: string): text is IsoDateTime {
  const time = /^T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,9})?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/;
  return isIsoDate(text.slice(0, 10)) && time.test(text.slice(10));
}

function isShallow(value: unknown, at: Place, key: Key): boolean {
  if (at.depth < maximumDepth) return true;
  report(`at most ${maximumDepth} levels of nesting`, value, at, key);
  return false;
}

function pathOf(at: Place, key: Key): string {
  if (at.parent === undefined) return "$";
  const path = pathOf(at.parent, at.key);
  if (typeof key === "number") return `${path}[${key}]`;
  const isPlain = key.length <= excerptLength && /^[A-Za-z_$][\w$]*$/.test(key);
  return isPlain ? `${path}.${key}` : `${path}[${quote(key)}]`;
}

function describe(value: unknown): string {
  if (value === undefined) return "missing";
  if (Array.isArray(value)) return `array of ${value.length}`;
  if (typeof value === "string") return `string ${quote(value)}`;
  if (typeof value === "boolean") return `boolean ${value}`;
  if (typeof value === "number") return Number.isFinite(value) ? `number ${value}` : `${value}`;
  return kindOf(value);
}

/** Safe to print: short, and without characters that break a line or turn the writing direction. */
function quote(text: string): string {
  const start = JSON.stringify(text.slice(0, excerptLength)).replace(
    /[\p{C}\p{Zl}\p{Zp}]/gu,
    (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`,
  );
  return text.length > excerptLength ? `${start}... (${text.length} characters)` : start;
}

function listText(values: readonly Literal[]): string {
  const shown = values.slice(0, 10).map((value) => JSON.stringify(value));
  if (values.length > 10) shown.push(`${values.length - 10} more`);
  return shown.join(" or ");
}

function rangeText(minimum: number, maximum: number): string {
  if (minimum === maximum) return `${minimum}`;
  return maximum === Infinity ? `${minimum} or more` : `${minimum} to ${maximum}`;
}
