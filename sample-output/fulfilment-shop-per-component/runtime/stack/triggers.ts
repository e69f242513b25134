import { MetricAlarm } from "@pulumi/aws/cloudwatch/metricAlarm.js";
import type { Table } from "@pulumi/aws/dynamodb/table.js";
import { EventSourceMapping } from "@pulumi/aws/lambda/eventSourceMapping.js";
import type { Queue } from "@pulumi/aws/sqs/queue.js";
import type { StackContext } from "./context.ts";
import type { HostFunction } from "./functions.ts";
import type { ConsumedQueue } from "./queues.ts";

/**
 * Hands a queue's messages to a function. The mapping belongs to the queue: its name and source
 * never change, and another function takes over in place.
 */
export function queueTrigger(
  name: string,
  options: {
    readonly source: ConsumedQueue;
    readonly host: HostFunction;
    /** Messages per invocation, 1–10. */
    readonly batchSize: number;
    /** Batches at the same time, 2–1,000; absent: as many as Lambda likes. */
    readonly maximumConcurrency?: number;
  },
): EventSourceMapping {
  const { source, host, batchSize, maximumConcurrency } = options;
  return new EventSourceMapping(
    name,
    {
      eventSourceArn: source.queue.arn,
      functionName: host.target.arn,
      batchSize,
      ...(maximumConcurrency !== undefined && { scalingConfig: { maximumConcurrency } }),
      functionResponseTypes: ["ReportBatchItemFailures"],
    },
    // A second mapping of the same queue to the same function is refused, so the old one goes first.
    { deleteBeforeReplace: true, dependsOn: [...host.policies] },
  );
}

/** Records per invocation; the default of AWS. */
const streamBatchSize = 100;

/**
 * Age in seconds at which the relay gives up on a record: 23 of the 24 hours that a stream keeps it,
 * so that word of it reaches the failure queue before it is gone.
 */
const giveUpAfterSeconds = 23 * 60 * 60;

/** Minutes of delay are far from 24 h, and far from normal. */
const lateAfterMilliseconds = 5 * 60 * 1000;

/**
 * Hands a log's new commits to a function, from the very first one. Retried until they are through:
 * nothing overtakes. One batch at a time per shard keeps an aggregate's commits in order.
 */
export function streamTrigger(
  context: StackContext,
  name: string,
  options: { readonly table: Table; readonly failures: Queue; readonly host: HostFunction },
): EventSourceMapping {
  const { table, failures, host } = options;
  new MetricAlarm(`${name}-late`, {
    name: `${context.prefix}${name}-late`,
    alarmDescription: "Commits wait to be published; after 24 hours their stream forgets them.",
    namespace: "AWS/Lambda",
    metricName: "IteratorAge",
    dimensions: { FunctionName: host.lambda.name },
    statistic: "Maximum",
    period: 60,
    evaluationPeriods: 5,
    threshold: lateAfterMilliseconds,
    comparisonOperator: "GreaterThanThreshold",
    treatMissingData: "notBreaching",
    alarmActions: [...context.alarmActions],
    tags: context.tags,
  });
  return new EventSourceMapping(
    name,
    {
      eventSourceArn: table.streamArn,
      functionName: host.target.arn,
      startingPosition: "TRIM_HORIZON",
      batchSize: streamBatchSize,
      parallelizationFactor: 1,
      bisectBatchOnFunctionError: true,
      maximumRetryAttempts: -1,
      maximumRecordAgeInSeconds: giveUpAfterSeconds,
      functionResponseTypes: ["ReportBatchItemFailures"],
      filterCriteria: { filters: [{ pattern: JSON.stringify({ eventName: ["INSERT"] }) }] },
      destinationConfig: { onFailure: { destinationArn: failures.arn } },
    },
    { deleteBeforeReplace: true, dependsOn: [...host.policies] },
  );
}
