import type { DocumentPath } from "./expression-tree.ts";
import { parsePath } from "./parse-operand.ts";
import { readTokens } from "./token-reader.ts";

/** Parses a projection: paths separated by commas. */
export function parseProjection(expression: string): readonly DocumentPath[] {
  const reader = readTokens(expression, "ProjectionExpression");
  const paths = [parsePath(reader, "ProjectionExpression")];
  while (reader.accept(",")) paths.push(parsePath(reader, "ProjectionExpression"));
  reader.finish();
  return paths;
}
