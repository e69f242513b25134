import type { StoredItem } from "./attribute-types.ts";
import { bindCondition } from "./bind-condition.ts";
import { conditionPaths } from "./condition-paths.ts";
import { describeOneCapacity, readCapacity } from "./consumed-capacity.ts";
import { meetsCondition } from "./evaluate-condition.ts";
import type { ExpressionBindings } from "./expression-bindings.ts";
import type { Condition, DocumentPath } from "./expression-tree.ts";
import { cacheParser } from "./parse-cache.ts";
import { parseCondition } from "./parse-condition.ts";
import { createProjection, type Projection } from "./project-item.ts";
import { readProjectedPaths } from "./read-projection.ts";
import { type ReadSource, type SourceRow, startKeyOf } from "./read-source.ts";
import { type OperationInput, readExpression, readInteger } from "./request-parameters.ts";
import { validationError } from "./service-errors.ts";

/** A page of Query or Scan ends once it has read this much, before filtering: API reference of Query. */
const MAX_PAGE_BYTES = 1024 * 1024;

const SELECTS = ["ALL_ATTRIBUTES", "ALL_PROJECTED_ATTRIBUTES", "COUNT", "SPECIFIC_ATTRIBUTES"];

/** How a page is filtered and shown. */
export interface PageOptions {
  readonly filter: Condition | undefined;
  readonly projectedPaths: readonly DocumentPath[] | undefined;
  readonly countOnly: boolean;
  readonly limit: number;
}

const parseFilter = cacheParser((text) => parseCondition(text, "FilterExpression"));

/** Reads Limit, Select, FilterExpression and ProjectionExpression. */
export function readPageOptions(input: OperationInput, bindings: ExpressionBindings): PageOptions {
  const limit = readInteger(input, "Limit", { minimum: 1 });
  const filter = readExpression(input, "FilterExpression");
  const projectedPaths = readProjectedPaths(input, bindings);
  assertSelect(input, projectedPaths !== undefined);
  return {
    filter:
      filter === undefined
        ? undefined
        : bindCondition(parseFilter(filter), bindings, "FilterExpression"),
    projectedPaths,
    countOnly: input.Select === "COUNT",
    limit: limit ?? Number.POSITIVE_INFINITY,
  };
}

/** Takes rows until the limit, 1 MB or the end, and answers as Query and Scan do. */
export function readPage(
  source: ReadSource,
  rows: Iterable<SourceRow>,
  options: PageOptions,
  input: OperationInput,
): Record<string, unknown> {
  assertProjected(source, options, input);
  const { filter, limit, countOnly } = options;
  const project = projectionOf(options);
  const items: StoredItem[] = [];
  let count = 0;
  let scanned = 0;
  let bytes = 0;
  let last: SourceRow | undefined;
  for (const row of rows) {
    scanned += 1;
    bytes += row.size;
    if (filter === undefined || meetsCondition(row.item, filter)) {
      count += 1;
      if (!countOnly) items.push(project(row.item));
    }
    if (scanned < limit && bytes <= MAX_PAGE_BYTES) continue;
    last = row;
    break;
  }
  const { table, index } = source;
  const consistent = input.ConsistentRead === true;
  const capacity = { consistent, ...(index !== undefined && { index: index.definition.name }) };
  return {
    ...(!countOnly && { Items: items }),
    Count: count,
    ScannedCount: scanned,
    ...(last !== undefined && { LastEvaluatedKey: startKeyOf(source, last.item) }),
    ...describeOneCapacity(input, () => readCapacity(table, bytes, capacity)),
  };
}

function projectionOf({ projectedPaths }: PageOptions): Projection {
  return projectedPaths === undefined ? (item) => item : createProjection(projectedPaths);
}

function assertSelect(input: OperationInput, hasProjection: boolean): void {
  const select = input.Select;
  if (select == null) return;
  if (typeof select !== "string" || !SELECTS.includes(select))
    throw validationError(
      "Select must be ALL_ATTRIBUTES, ALL_PROJECTED_ATTRIBUTES, COUNT, or SPECIFIC_ATTRIBUTES",
    );
  if (select === "SPECIFIC_ATTRIBUTES" && !hasProjection)
    throw validationError(
      "Must specify the AttributesToGet or ProjectionExpression when choosing to get SPECIFIC_ATTRIBUTES",
    );
  if (select === "ALL_PROJECTED_ATTRIBUTES" && input.IndexName == null)
    throw validationError(
      "ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName",
    );
  if (!hasProjection || select === "SPECIFIC_ATTRIBUTES") return;
  const wanted = select === "COUNT" ? "only the Count" : select;
  throw validationError(`Cannot specify the ProjectionExpression when choosing to get ${wanted}`);
}

/** An index can answer only for the attributes it carries. */
function assertProjected({ index }: ReadSource, options: PageOptions, input: OperationInput): void {
  if (index?.projected === undefined) return;
  const { name } = index.definition;
  const invalid = "One or more parameter values were invalid: ";
  if (input.Select === "ALL_ATTRIBUTES")
    throw validationError(
      `${invalid}Select type ALL_ATTRIBUTES is not supported for global secondary index ${name} because its projection type is not ALL`,
    );
  const { projected } = index;
  const missing = (paths: readonly DocumentPath[]) => {
    const names = paths.map((path) => path[0] as string);
    return [...new Set(names)].filter((attribute) => !projected.has(attribute));
  };
  const unfiltered = missing(options.filter === undefined ? [] : conditionPaths(options.filter));
  if (unfiltered.length > 0)
    throw validationError(
      `${invalid}Secondary index ${name} does not project one or more filter attributes: [${unfiltered.join(", ")}]`,
    );
  const unshown = missing(options.projectedPaths ?? []);
  if (unshown.length > 0)
    throw validationError(
      `${invalid}Global secondary index ${name} does not project [${unshown.join(", ")}]`,
    );
}
