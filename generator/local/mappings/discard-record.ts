import { randomUUID } from "node:crypto";
import type { StreamRecord } from "../ports.ts";
import type { StreamMapping } from "./stream-poller.ts";

export type DiscardCondition = "RetryAttemptsExhausted" | "RecordAgeExceeded";

/** The message Lambda sends to a mapping's on-failure destination: where the records are, not what they hold. */
// https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html
export function discardRecord(
  mapping: Pick<StreamMapping, "functionArn" | "functionName">,
  records: readonly StreamRecord[],
  failure: {
    readonly condition: DiscardCondition;
    readonly attempts: number;
    readonly requestId: string | undefined;
    readonly now: number;
  },
): { readonly body: string; readonly summary: string } {
  const first = records[0];
  const last = records.at(-1);
  const { condition, attempts, now } = failure;
  const body = JSON.stringify({
    requestContext: {
      requestId: failure.requestId ?? randomUUID(),
      functionArn: mapping.functionArn,
      condition,
      approximateInvokeCount: attempts,
    },
    responseContext: {
      statusCode: 200,
      executedVersion: "$LATEST",
      functionError: "Unhandled",
    },
    version: "1.0",
    timestamp: new Date(now).toISOString(),
    DDBStreamBatchInfo: {
      shardId: "shardId-00000000000000000000-00000000",
      startSequenceNumber: first?.dynamodb.SequenceNumber,
      endSequenceNumber: last?.dynamodb.SequenceNumber,
      approximateArrivalOfFirstRecord: arrivalOf(first),
      approximateArrivalOfLastRecord: arrivalOf(last),
      batchSize: records.length,
      streamArn: first?.eventSourceARN,
    },
  });
  const range = `${first?.dynamodb.SequenceNumber} to ${last?.dynamodb.SequenceNumber}`;
  return {
    body,
    summary: `${mapping.functionName} will not see ${records.length} record(s), ${range}: ${condition}`,
  };
}

function arrivalOf(record: StreamRecord | undefined): string | undefined {
  if (record === undefined) return undefined;
  return new Date(record.dynamodb.ApproximateCreationDateTime * 1000).toISOString();
}
