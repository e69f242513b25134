import { createHash } from "node:crypto";
import type { SubscriptionDefinition } from "../ports.ts";
import { compileFilterPolicy, type FilteredMessage } from "./filter-policy.ts";
import { invalidParameter } from "./sns-errors.ts";

export interface Subscription {
  readonly definition: SubscriptionDefinition;
  readonly arn: string;
  readonly wants: (message: FilteredMessage) => boolean;
}

/** Checks a subscription as Subscribe does; what AWS refuses is refused. */
// https://docs.aws.amazon.com/sns/latest/api/API_Subscribe.html
export function createSubscription(definition: SubscriptionDefinition): Subscription {
  const { topicArn, queueArn, deadLetterQueueArn, filterPolicy } = definition;
  checkQueueArn(queueArn, "Endpoint");
  if (isFifo(queueArn) && !isFifo(topicArn)) {
    throw invalidParameter(
      "Invalid parameter: Endpoint Reason: FIFO SQS Queues can not be subscribed to standard SNS topics",
    );
  }
  if (deadLetterQueueArn !== undefined) {
    checkQueueArn(deadLetterQueueArn, "RedrivePolicy");
    if (isFifo(topicArn) && isFifo(queueArn) && !isFifo(deadLetterQueueArn)) {
      throw invalidParameter(
        "RedrivePolicy: must use a FIFO queue as DLQ for a FIFO Subscription to a FIFO Topic.",
      );
    }
  }
  const scope = definition.filterPolicyScope ?? "MessageAttributes";
  return {
    definition,
    arn: `${topicArn}:${stableUuid(queueArn)}`,
    wants: filterPolicy === undefined ? () => true : compileFilterPolicy(filterPolicy, scope),
  };
}

export function isFifo(arn: string): boolean {
  return arn.endsWith(".fifo");
}

function checkQueueArn(arn: string, parameter: string): void {
  if (/^arn:[\w-]+:sqs:[\w-]+:\d+:[\w-]+(\.fifo)?$/.test(arn)) return;
  throw invalidParameter(
    `${parameter} Reason: expected the ARN of an SQS queue, found ${arn}. The local run delivers to queues only.`,
  );
}

/** The same subscription keeps its ARN over restarts. */
function stableUuid(text: string): string {
  const digits = createHash("sha256").update(text).digest("hex");
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, "$1-$2-$3-$4-$5");
}
