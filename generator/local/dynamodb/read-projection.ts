import type { ExpressionBindings } from "./expression-bindings.ts";
import type { DocumentPath } from "./expression-tree.ts";
import { cacheParser } from "./parse-cache.ts";
import { parseProjection } from "./parse-projection.ts";
import { createProjection, type Projection } from "./project-item.ts";
import { type OperationInput, readExpression } from "./request-parameters.ts";

const parse = cacheParser(parseProjection);

/** The paths of the request's ProjectionExpression with names replaced; undefined without one. */
export function readProjectedPaths(
  input: OperationInput,
  bindings: ExpressionBindings,
): readonly DocumentPath[] | undefined {
  const expression = readExpression(input, "ProjectionExpression");
  if (expression === undefined) return undefined;
  return parse(expression).map((path) => bindings.resolvePath(path, "ProjectionExpression"));
}

/** The request's ProjectionExpression as a function; undefined without one. */
export function readProjection(
  input: OperationInput,
  bindings: ExpressionBindings,
): Projection | undefined {
  const paths = readProjectedPaths(input, bindings);
  return paths === undefined ? undefined : createProjection(paths);
}
