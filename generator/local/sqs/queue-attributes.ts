import { AwsError } from "../ports.ts";
import type { QueueState } from "./queue-state.ts";

/** Every attribute that GetQueueAttributes knows of the queue, as text. */
// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_GetQueueAttributes.html
function allAttributes(queue: QueueState): ReadonlyMap<string, string> {
  const { settings, counts } = queue;
  const values: readonly (readonly [string, string | number | undefined])[] = [
    ["QueueArn", queue.arn],
    ["ApproximateNumberOfMessages", counts.visible],
    ["ApproximateNumberOfMessagesNotVisible", counts.inFlight],
    ["ApproximateNumberOfMessagesDelayed", counts.delayed],
    ["CreatedTimestamp", Math.floor(queue.createdAt / 1000)],
    ["LastModifiedTimestamp", Math.floor(queue.modifiedAt / 1000)],
    ["VisibilityTimeout", settings.visibilityTimeoutSeconds],
    ["MaximumMessageSize", settings.maxMessageSize],
    ["MessageRetentionPeriod", settings.messageRetentionSeconds],
    ["DelaySeconds", settings.delaySeconds],
    ["ReceiveMessageWaitTimeSeconds", settings.receiveWaitTimeSeconds],
    ["Policy", settings.policy],
    ["RedrivePolicy", redrivePolicy(queue)],
    ["FifoQueue", settings.fifo ? "true" : undefined],
    [
      "ContentBasedDeduplication",
      settings.fifo ? String(settings.contentBasedDeduplication) : undefined,
    ],
    ["DeduplicationScope", settings.fifo ? settings.deduplicationScope : undefined],
    ["FifoThroughputLimit", settings.fifo ? throughputLimit(queue) : undefined],
    ["SqsManagedSseEnabled", "true"],
  ];
  return new Map(
    values.flatMap(([name, value]) =>
      value === undefined ? [] : [[name, String(value)] as const],
    ),
  );
}

const knownNames = new Set([
  "All",
  "KmsMasterKeyId",
  "KmsDataKeyReusePeriodSeconds",
  "RedriveAllowPolicy",
  "QueueArn",
  "ApproximateNumberOfMessages",
  "ApproximateNumberOfMessagesNotVisible",
  "ApproximateNumberOfMessagesDelayed",
  "CreatedTimestamp",
  "LastModifiedTimestamp",
  "VisibilityTimeout",
  "MaximumMessageSize",
  "MessageRetentionPeriod",
  "DelaySeconds",
  "ReceiveMessageWaitTimeSeconds",
  "Policy",
  "RedrivePolicy",
  "FifoQueue",
  "ContentBasedDeduplication",
  "DeduplicationScope",
  "FifoThroughputLimit",
  "SqsManagedSseEnabled",
]);

/** The wanted attributes that the queue has; a name that SQS does not know is an error. */
export function queueAttributes(
  queue: QueueState,
  names: readonly string[],
): Record<string, string> {
  const unknown = names.find((name) => !knownNames.has(name));
  if (unknown !== undefined) {
    throw new AwsError("InvalidAttributeName", `Unknown Attribute ${unknown}.`);
  }
  const attributes = allAttributes(queue);
  const wanted = names.includes("All") ? [...attributes.keys()] : names;
  return Object.fromEntries(
    wanted.flatMap((name) => {
      const value = attributes.get(name);
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

function redrivePolicy({ settings }: QueueState): string | undefined {
  if (settings.redrive === undefined) return undefined;
  return JSON.stringify({
    deadLetterTargetArn: settings.redrive.deadLetterQueueArn,
    maxReceiveCount: settings.redrive.maxReceiveCount,
  });
}

function throughputLimit({ settings }: QueueState): string {
  return settings.deduplicationScope === "messageGroup" ? "perMessageGroupId" : "perQueue";
}
