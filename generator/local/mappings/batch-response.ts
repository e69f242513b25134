import { isObject } from "../read-input.ts";

/** Which records of a batch the function wants again. */
export type BatchResult =
  | { readonly failed: ReadonlySet<string> }
  /** The whole batch counts as failed, for this reason. */
  | { readonly malformed: string };

const nothingFailed: BatchResult = { failed: new Set() };

/**
 * Reads a partial batch response. Nothing, `{}` and an empty list mean success; a response that
 * cannot be understood fails the whole batch, so that no record is lost by a mistyped member.
 */
// https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html#services-sqs-batchfailurereporting
export function readBatchResponse(payload: string, identifiers: ReadonlySet<string>): BatchResult {
  if (payload === "") return nothingFailed;
  let response: unknown;
  try {
    response = JSON.parse(payload);
  } catch {
    return { malformed: "the response is not JSON" };
  }
  if (response === null) return nothingFailed;
  if (!isObject(response)) {
    return { malformed: `the response should be an object, found ${describe(response)}` };
  }
  const failures = response.batchItemFailures;
  if (failures === undefined || failures === null) return nothingFailed;
  if (!Array.isArray(failures)) {
    return { malformed: `batchItemFailures should be a list, found ${describe(failures)}` };
  }
  const failed = new Set<string>();
  for (const [index, failure] of failures.entries()) {
    const identifier: unknown = isObject(failure) ? failure.itemIdentifier : undefined;
    if (typeof identifier !== "string" || identifier === "") {
      return {
        malformed: `batchItemFailures[${index}].itemIdentifier should be a text, found ${describe(identifier ?? failure)}`,
      };
    }
    if (!identifiers.has(identifier)) {
      return {
        malformed: `batchItemFailures[${index}].itemIdentifier ${identifier} is not in the batch`,
      };
    }
    failed.add(identifier);
  }
  return { failed };
}

function describe(value: unknown): string {
  return JSON.stringify(value) ?? "nothing";
}
