import type { DataProvisioning } from "../provider.ts";

/** What roles need under every provider; a test compares it with what apps declare. */
export const dataProvisioning: DataProvisioning = {
  eventLog: { partitionKey: "streamId", sortKey: "version", stream: "NEW_IMAGE" },
  outcomes: { partitionKey: "streamId", sortKey: "commandId", expiresAt: "expiresAt" },
  queryDb: { partitionKey: "id" },
  queue: {
    fifo: true,
    maximumReceives: 5,
    visibilityFactor: 6,
    retentionSeconds: 14 * 24 * 60 * 60,
    maximumMessageBytes: 256 * 1024,
  },
  topic: { fifo: true, rawDelivery: true },
};

export const queueActions = [
  "sqs:ReceiveMessage",
  "sqs:DeleteMessage",
  "sqs:GetQueueAttributes",
] as const;

export const streamActions = [
  "dynamodb:DescribeStream",
  "dynamodb:GetRecords",
  "dynamodb:GetShardIterator",
  "dynamodb:ListStreams",
] as const;
