import type { DynamoDBBatchResponse, SQSBatchResponse } from "aws-lambda";
import { describeError } from "./errors.ts";
import { type Log, log } from "./log.ts";
import type { QueueMessage, StreamRecord } from "./provider.ts";

/**
 * Handles the messages of a FIFO queue: each group in order, groups side by side. After a failure
 * the rest of that group is given back untouched, so that nothing overtakes; other groups go on.
 * Failed messages are named by message id, as the event source mapping expects
 * (https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html).
 */
export async function processGroups(
  records: readonly QueueMessage[],
  handle: (record: QueueMessage, recordLog: Log) => Promise<void>,
): Promise<SQSBatchResponse> {
  const groups = Map.groupBy(records, (record) => record.attributes.MessageGroupId ?? "");
  const failed = await Promise.all([...groups.values()].map((group) => failuresOf(group, handle)));
  return { batchItemFailures: failed.flat() };
}

async function failuresOf(
  group: readonly QueueMessage[],
  handle: (record: QueueMessage, recordLog: Log) => Promise<void>,
): Promise<SQSBatchResponse["batchItemFailures"]> {
  for (const [index, record] of group.entries()) {
    const recordLog = log.with({
      queueMessageId: record.messageId,
      receiveCount: Number(record.attributes.ApproximateReceiveCount),
    });
    try {
      await handle(record, recordLog);
    } catch (error) {
      const rest = group.slice(index);
      recordLog.error("Message failed; it and the rest of its group go back to the queue", {
        reason: describeError(error),
        source: record.eventSourceARN,
        group: record.attributes.MessageGroupId,
        givenBack: rest.length,
        error,
      });
      return rest.map(({ messageId }) => ({ itemIdentifier: messageId }));
    }
  }
  return [];
}

/** The response that makes a stream's mapping retry from this record on; the records before it are done. */
export function retryFrom(record: StreamRecord): DynamoDBBatchResponse {
  const itemIdentifier = record.dynamodb?.SequenceNumber;
  // A blank identifier fails the whole batch, which is the safe reading of a record without a number.
  return { batchItemFailures: [{ itemIdentifier: itemIdentifier ?? "" }] };
}
