import { MetricAlarm } from "@pulumi/aws/cloudwatch/metricAlarm.js";
import type { Topic } from "@pulumi/aws/sns/topic.js";
import { Queue, type QueueArgs } from "@pulumi/aws/sqs/queue.js";
import { QueuePolicy } from "@pulumi/aws/sqs/queuePolicy.js";
import { jsonStringify } from "@pulumi/pulumi";
import type { StackContext } from "./context.ts";

/** Longest retention SQS offers, in seconds: 14 days. */
const longestRetention = 14 * 24 * 60 * 60;

/**
 * Receives before a message moves to the dead-letter queue. Throttled deliveries count as receives
 * too, so fewer than 5 would give up healthy messages
 * (https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html).
 */
const maximumReceives = 5;

/** AWS recommends six times the function's timeout (https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html). */
const visibilityFactor = 6;

/** Largest message SNS passes on by default; SQS would take more. */
const maximumMessageBytes = 256 * 1024;

/** Seconds a message may wait before somebody should look: commands and events move in milliseconds. */
const lateAfterSeconds = 300;

/** A queue whose messages are handled in order per group, and the queue for those that cannot be. */
export interface ConsumedQueue {
  readonly queue: Queue;
  readonly deadLetters: Queue;
}

/**
 * A FIFO queue with its dead-letter queue and alarms. Deduplication and throughput count per group,
 * that is per aggregate.
 * @param consumerTimeout seconds; timeout of the function that handles the messages
 */
export function fifoQueue(
  context: StackContext,
  name: string,
  consumerTimeout: number,
): ConsumedQueue {
  const deadLetters = madeQueue(context, `${name}-dlq.fifo`, {
    fifoQueue: true,
    deduplicationScope: "messageGroup",
    fifoThroughputLimit: "perMessageGroupId",
  });
  const queue = madeQueue(context, `${name}.fifo`, {
    fifoQueue: true,
    deduplicationScope: "messageGroup",
    fifoThroughputLimit: "perMessageGroupId",
    visibilityTimeoutSeconds: visibilityFactor * consumerTimeout,
    redrivePolicy: jsonStringify({
      deadLetterTargetArn: deadLetters.arn,
      maxReceiveCount: maximumReceives,
    }),
  });
  messagesAlarm(context, `${name}-dlq`, deadLetters);
  new MetricAlarm(`${name}-late`, {
    name: `${context.prefix}${name}-late`,
    alarmDescription: `The oldest message of ${name} waits longer than ${lateAfterSeconds} s.`,
    namespace: "AWS/SQS",
    metricName: "ApproximateAgeOfOldestMessage",
    dimensions: { QueueName: queue.name },
    statistic: "Maximum",
    period: 60,
    evaluationPeriods: 5,
    threshold: lateAfterSeconds,
    comparisonOperator: "GreaterThanThreshold",
    treatMissingData: "notBreaching",
    alarmActions: [...context.alarmActions],
    tags: context.tags,
  });
  return { queue, deadLetters };
}

/** A queue with what all queues have; it is known to policies by its name. */
function madeQueue(context: StackContext, name: string, args: QueueArgs): Queue {
  const physicalName = `${context.prefix}${name}`;
  const queue = new Queue(name, {
    name: physicalName,
    messageRetentionSeconds: longestRetention,
    maxMessageSize: maximumMessageBytes,
    sqsManagedSseEnabled: true,
    tags: context.tags,
    ...args,
  });
  context.names.set(queue.arn, { kind: "queue", name: physicalName });
  return queue;
}

/** Where a stream's mapping leaves word of the records it gave up on. */
export function failureQueue(context: StackContext, name: string): Queue {
  const queue = madeQueue(context, name, {});
  messagesAlarm(context, name, queue);
  return queue;
}

/** Lets a topic, and nobody else, send to the queue. */
export function allowTopic(name: string, queue: Queue, topic: Topic): QueuePolicy {
  return new QueuePolicy(name, {
    queueUrl: queue.url,
    policy: jsonStringify({
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: { Service: "sns.amazonaws.com" },
          Action: "sqs:SendMessage",
          Resource: queue.arn,
          Condition: { ArnEquals: { "aws:SourceArn": topic.arn } },
        },
      ],
    }),
  });
}

function messagesAlarm(context: StackContext, name: string, queue: Queue): MetricAlarm {
  return new MetricAlarm(`${name}-messages`, {
    name: `${context.prefix}${name}-messages`,
    alarmDescription: `Messages in ${name} could not be handled.`,
    namespace: "AWS/SQS",
    metricName: "ApproximateNumberOfMessagesVisible",
    dimensions: { QueueName: queue.name },
    statistic: "Maximum",
    period: 60,
    evaluationPeriods: 1,
    threshold: 0,
    comparisonOperator: "GreaterThanThreshold",
    treatMissingData: "notBreaching",
    alarmActions: [...context.alarmActions],
    tags: context.tags,
  });
}
