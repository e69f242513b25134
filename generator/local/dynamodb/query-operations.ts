import { bindCondition } from "./bind-condition.ts";
import { orderTexts } from "./compare-values.ts";
import { conditionPaths } from "./condition-paths.ts";
import { type DatabaseState, requireTable } from "./database-state.ts";
import { readBindings } from "./expression-bindings.ts";
import type { Condition } from "./expression-tree.ts";
import { type KeyRange, readKeyRange } from "./key-condition.ts";
import { cacheParser } from "./parse-cache.ts";
import { parseCondition } from "./parse-condition.ts";
import { readPage, readPageOptions } from "./read-page.ts";
import {
  compareRows,
  openSource,
  type ReadSource,
  readStart,
  type SourceRow,
} from "./read-source.ts";
import {
  type OperationInput,
  readExpression,
  readInteger,
  refuseLegacyParameters,
} from "./request-parameters.ts";
import { assertScalarKeys } from "./scalar-keys.ts";
import { validationError } from "./service-errors.ts";
import { hashText, keyAttributes } from "./table-keys.ts";

/** Limit of TotalSegments: API reference of Scan. */
const MAX_SEGMENTS = 1_000_000;

const HASH_RANGE = 2 ** 32;

type Start = ReturnType<typeof readStart>;

const parseKeyCondition = cacheParser((text) => parseCondition(text, "KeyConditionExpression"));

/** Query: rows of one partition in sort key order, a page at a time. */
export function query(state: DatabaseState, input: OperationInput): Record<string, unknown> {
  refuseLegacyParameters(input);
  const expression = readExpression(input, "KeyConditionExpression");
  if (expression === undefined)
    throw validationError(
      "Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.",
    );
  const bindings = readBindings(
    input,
    ["FilterExpression", "KeyConditionExpression"],
    ["ProjectionExpression"],
  );
  const parsed = parseKeyCondition(expression);
  const condition = bindCondition(parsed, bindings, "KeyConditionExpression");
  const options = readPageOptions(input, bindings);
  bindings.assertAllUsed();
  const table = requireTable(state, input.TableName);
  assertScalarKeys(table, bindings.paths);
  const source = openSource(table, input);
  const range = readKeyRange(condition, source.schema);
  assertNoKeys(source, options.filter);
  const start = readStart(source, input);
  assertStartInRange(range, start);
  const forward = input.ScanIndexForward !== false;
  const rows = forward ? ascend(source, range, start) : descend(source, range, start);
  return readPage(source, rows, options, input);
}

/** Scan: all rows, or those of one segment, a page at a time. */
export function scan(state: DatabaseState, input: OperationInput): Record<string, unknown> {
  refuseLegacyParameters(input);
  const bindings = readBindings(input, ["FilterExpression"], ["ProjectionExpression"]);
  const options = readPageOptions(input, bindings);
  bindings.assertAllUsed();
  const segment = readSegment(input);
  const table = requireTable(state, input.TableName);
  assertScalarKeys(table, bindings.paths);
  const source = openSource(table, input);
  const start = readStart(source, input);
  if (start !== undefined && !segment.has(start.position.hash))
    throw validationError(
      `The provided starting key is invalid: Invalid ExclusiveStartKey. Please use ExclusiveStartKey with correct Segment. TotalSegments: ${input.TotalSegments} Segment: ${input.Segment}`,
    );
  const rows = source.rows.ascend(
    (row) =>
      row.position.hash >= segment.from && (start === undefined || compareRows(row, start) > 0),
  );
  const inSegment = takeWhile(rows, (row) => segment.has(row.position.hash));
  return readPage(source, inSegment, options, input);
}

function ascend({ rows }: ReadSource, range: KeyRange, start: Start): Iterable<SourceRow> {
  const order = comparePartition(range);
  const reached = rows.ascend((row) => {
    const partition = order(row);
    if (partition !== 0) return partition > 0;
    const { sort } = row.position;
    return !range.isBelow(sort) && (start === undefined || compareRows(row, start) > 0);
  });
  return takeWhile(reached, (row) => order(row) === 0 && !range.isAbove(row.position.sort));
}

function descend({ rows }: ReadSource, range: KeyRange, start: Start): Iterable<SourceRow> {
  const order = comparePartition(range);
  const reached = rows.descend((row) => {
    const partition = order(row);
    if (partition !== 0) return partition < 0;
    const { sort } = row.position;
    return !range.isAbove(sort) && (start === undefined || compareRows(row, start) < 0);
  });
  return takeWhile(reached, (row) => order(row) === 0 && !range.isBelow(row.position.sort));
}

/** Where a row's partition stands relative to the queried one. */
function comparePartition({ partition }: KeyRange): (row: SourceRow) => number {
  const hash = hashText(partition);
  return ({ position }) => position.hash - hash || orderTexts(position.partition, partition);
}

function* takeWhile<T>(values: Iterable<T>, test: (value: T) => boolean): Iterable<T> {
  for (const value of values) {
    if (!test(value)) return;
    yield value;
  }
}

function assertNoKeys({ schema }: ReadSource, filter: Condition | undefined): void {
  if (filter === undefined) return;
  const keys = keyAttributes(schema).map(({ name }) => name);
  const path = conditionPaths(filter).find(([name]) => keys.includes(name as string));
  if (path !== undefined)
    throw validationError(
      `Filter Expression can only contain non-primary key attributes: Primary key attribute: ${path[0]}`,
    );
}

function assertStartInRange(range: KeyRange, start: Start): void {
  if (start === undefined) return;
  const { partition, sort } = start.position;
  if (partition !== range.partition)
    throw validationError(
      "The provided starting key is outside query boundaries based on provided conditions",
    );
  if (range.isBelow(sort) || range.isAbove(sort))
    throw validationError("The provided starting key does not match the range key predicate");
}

interface Segment {
  readonly from: number;
  has(hash: number): boolean;
}

function readSegment(input: OperationInput): Segment {
  const total = readInteger(input, "TotalSegments", { minimum: 1, maximum: MAX_SEGMENTS });
  const segment = readInteger(input, "Segment", { minimum: 0, maximum: MAX_SEGMENTS - 1 });
  if (segment === undefined && total === undefined) return { from: 0, has: () => true };
  if (total === undefined)
    throw validationError(
      "The TotalSegments parameter is required but was not present in the request when Segment parameter is present",
    );
  if (segment === undefined)
    throw validationError(
      "The Segment parameter is required but was not present in the request when parameter TotalSegments is present",
    );
  if (segment >= total)
    throw validationError(
      `The Segment parameter is zero-based and must be less than parameter TotalSegments: Segment: ${segment} is not less than TotalSegments: ${total}`,
    );
  const from = Math.ceil((segment * HASH_RANGE) / total);
  const end = Math.ceil(((segment + 1) * HASH_RANGE) / total);
  return { from, has: (hash) => hash >= from && hash < end };
}
