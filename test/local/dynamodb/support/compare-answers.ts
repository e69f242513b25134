import type { WireAnswer } from "./call-dynamodb.ts";

/**
 * Messages that DynamoDB Local words differently from AWS; the embedded one follows AWS. Left
 * DynamoDB Local, right the embedded one.
 */
const WORDINGS: readonly (readonly [RegExp, RegExp])[] = [
  [/^DynamoDB only supports precision up to 38 digits$/, /^Attempting to store more than 38/],
  [/Type mismatch for Index Key$/, /Type mismatch for Index Key \w+ Expected: \w+ Actual: \w+ /],
  [/^Invalid attribute value type$/, /Type mismatch for Index Key \w+ Expected: \w+ Actual: \w+ /],
  [/^The provided starting key does not match/, /^The provided starting key is outside query/],
  // DynamoDB Local prints values as Java does, gives the last path for the second overlapping one,
  // and lists names in the order of their hashes.
  [/AttributeValue: \{/, /AttributeValue: \{/],
  [/Two document paths/, /Two document paths/],
  [/does not project \[/, /does not project \[/],
  [/does not project one or more/, /does not project one or more/],
];

/** Where a fault lies. Of faults in different places of one request either may be reported. */
const PLACES: readonly RegExp[] = [
  /^Invalid ConditionExpression: /,
  /^Invalid FilterExpression: /,
  /^Invalid KeyConditionExpression: /,
  /^Invalid ProjectionExpression: /,
  /^Invalid UpdateExpression: /,
  /^Key attributes must be scalars/,
  /^Filter Expression can only contain non-primary key attributes/,
  /Type mismatch for Index Key|^Invalid attribute value type$/,
  /^One or more parameter values are not valid\. The update expression/,
  /does not project/,
];

/** Faults that show only when an update runs; with several actions either may be reported. */
const UPDATE_FAULTS: readonly RegExp[] = [
  /^The document path provided in the update expression is invalid for update$/,
  /^The provided expression refers to an attribute that does not exist in the item$/,
  /^An operand in the update expression has an incorrect data type$/,
  /^(DynamoDB only supports precision|Attempting to store more than 38)/,
];

/**
 * What differs between an answer of DynamoDB Local and one of the embedded DynamoDB, as two
 * texts; undefined when they agree. Order of attributes and set members does not count, nor do
 * known wordings. `limit` is the request's Limit, if it had one.
 */
export function findDifference(
  local: WireAnswer,
  embedded: WireAnswer,
  limit?: unknown,
): readonly [string, string] | undefined {
  if (isCancelledByValidation(embedded)) {
    // AWS cancels the transaction, DynamoDB Local refuses the request (or cancels it as well).
    const refused = local.code === "ValidationException";
    if (refused || local.code === "TransactionCanceledException") return undefined;
  }
  if (isRefusedEnd(local) && isEmptyPage(embedded)) return undefined;
  const left = { ...describe(local) };
  const right = { ...describe(embedded, endsAtRange(local, limit)) };
  if (sameWording(local.message, embedded.message)) right.message = left.message;
  const texts = [JSON.stringify(left), JSON.stringify(right)] as const;
  return texts[0] === texts[1] ? undefined : texts;
}

/**
 * A value with attributes in alphabetical order and sets sorted. Zeros at the end of numbers go:
 * DynamoDB Local keeps those that sums have, as in 3.0.
 */
export function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical);
  if (isNumber(value)) return { N: value.N.replace(/(\.\d*?)0+$/, "$1").replace(/\.$/, "") };
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value)
    .map(
      ([name, content]) =>
        [name, isSet(name, content) ? [...content].sort() : canonical(content)] as const,
    )
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries);
}

/** DynamoDB Local gives no LastEvaluatedKey when the limit and the key range end together. */
function endsAtRange({ body }: WireAnswer, limit: unknown): boolean {
  return limit !== undefined && body.ScannedCount === limit && body.LastEvaluatedKey === undefined;
}

function describe({ code, message, body }: WireAnswer, withoutLastKey = false) {
  const { ConsumedCapacity: _, CancellationReasons: reasons, ...members } = body;
  if (withoutLastKey) delete members.LastEvaluatedKey;
  return {
    code,
    message,
    // DynamoDB Local ends some of the reasons' messages with a full stop, AWS does not.
    reasons: canonical(reasons)
      ? JSON.stringify(canonical(reasons)).replaceAll("request failed.", "request failed")
      : undefined,
    body: canonical(members),
  };
}

/** DynamoDB Local refuses to go on from the upper end of a BETWEEN, where AWS gives an empty page. */
function isRefusedEnd({ message = "" }: WireAnswer): boolean {
  return message === "The provided starting key does not match the range key predicate";
}

function isEmptyPage({ status, body }: WireAnswer): boolean {
  return status === 200 && body.ScannedCount === 0;
}

function isCancelledByValidation({ code, message = "" }: WireAnswer): boolean {
  return code === "TransactionCanceledException" && message.includes("ValidationError");
}

function sameWording(local = "", embedded = ""): boolean {
  if (WORDINGS.some(([left, right]) => left.test(local) && right.test(embedded))) return true;
  if ([local, embedded].every((message) => UPDATE_FAULTS.some((fault) => fault.test(message))))
    return true;
  const [left, right] = [local, embedded].map((message) =>
    PLACES.findIndex((place) => place.test(message)),
  );
  return left !== right && (left !== -1 || right !== -1);
}

function isNumber(value: unknown): value is { readonly N: string } {
  return typeof value === "object" && value !== null && "N" in value && typeof value.N === "string";
}

function isSet(name: string, content: unknown): content is readonly string[] {
  return /^[SNB]S$/.test(name) && Array.isArray(content);
}
