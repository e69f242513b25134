import type { DynamoDBRecord, SQSRecord } from "aws-lambda";

const regionAndAccount = "eu-central-1:123456789012";

/** A message as the event source mapping of a FIFO queue hands it over. */
export function queueRecord(
  messageId: string,
  group: string,
  body: unknown = {},
  queue = "app-dev-order.fifo",
): SQSRecord {
  return {
    messageId,
    receiptHandle: `receipt-of-${messageId}`,
    body: typeof body === "string" ? body : JSON.stringify(body),
    attributes: {
      ApproximateReceiveCount: "1",
      SentTimestamp: "1795512600000",
      SenderId: "sender",
      ApproximateFirstReceiveTimestamp: "1795512600000",
      MessageGroupId: group,
    },
    messageAttributes: {},
    md5OfBody: "",
    eventSource: "aws:sqs",
    eventSourceARN: `arn:aws:sqs:${regionAndAccount}:${queue}`,
    awsRegion: "eu-central-1",
  };
}

/** A stored commit as the stream of the log hands it over. */
export function commitRecord(
  sequenceNumber: string,
  commit: { readonly streamId: string; readonly version: number; readonly events?: string },
): DynamoDBRecord {
  return {
    eventID: `event-id-${sequenceNumber}`,
    eventName: "INSERT",
    eventVersion: "1.1",
    eventSource: "aws:dynamodb",
    awsRegion: "eu-central-1",
    eventSourceARN: `arn:aws:dynamodb:${regionAndAccount}:table/app-dev-log/stream/2026-11-24T00:00:00.000`,
    dynamodb: {
      SequenceNumber: sequenceNumber,
      NewImage: {
        streamId: { S: commit.streamId },
        version: { N: String(commit.version) },
        commandId: { S: "c" },
        header: { S: '{"time":"now"}' },
        events: { S: commit.events ?? '[{"type":"Deposited","amount":1}]' },
      },
    },
  };
}
