import type { FunctionSettings } from "../lambda/function-settings.ts";
import type { QueueMapping } from "../mappings/queue-poller.ts";
import { compileRecordFilter } from "../mappings/record-filter.ts";
import type { QueueDefinition } from "../ports.ts";
import { isObject } from "../read-input.ts";
import type { FunctionFinder } from "./function-finder.ts";
import {
  booleanInput,
  lastArnPart,
  numberInput,
  objectInput,
  textInput,
  textsInput,
} from "./resource-inputs.ts";
import type { StackResource } from "./stack-graph.ts";
import type { PlanInput, PlannedStreamMapping } from "./stack-plan.ts";

/** https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html */
const defaultQueueBatch = 10;
const defaultStreamBatch = 100;
const largestFifoBatch = 10;
const defaultVisibilitySeconds = 30;
/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Streams.html */
const readersPerStream = 2;

interface Targets {
  readonly queues: readonly QueueDefinition[];
  readonly finder: FunctionFinder;
}

interface Mappings {
  readonly queueMappings: readonly QueueMapping[];
  readonly streamMappings: readonly PlannedStreamMapping[];
}

export function planMappings(input: PlanInput, targets: Targets): Mappings {
  const queueMappings: QueueMapping[] = [];
  const streamMappings: PlannedStreamMapping[] = [];
  const seen = new Set<string>();
  const readers = new Map<string, number>();
  for (const resource of input.ofType("aws:lambda/eventSourceMapping:EventSourceMapping")) {
    const source = textInput(resource, "eventSourceArn") ?? "";
    const target = targets.finder(textInput(resource, "functionName") ?? "")?.host;
    if (target === undefined) {
      input.refuse(resource, `Function not found: ${textInput(resource, "functionName")}.`);
      continue;
    }
    const pair = `${source} ${target.name}`;
    if (seen.has(pair)) {
      input.refuse(
        resource,
        `An event source mapping with event source arn (" ${source} ") and function (" ${target.name} ") already exists.`,
      );
      continue;
    }
    seen.add(pair);
    checkFilters(input, resource);
    if (resource.inputs.enabled === false) continue;
    if (source.includes(":sqs:")) {
      queueMappings.push(...planQueueMapping(input, resource, { target, targets }));
    } else if (/:dynamodb:.*:table\/[^/]+\/stream\//.test(source)) {
      const count = (readers.get(source) ?? 0) + 1;
      readers.set(source, count);
      if (count > readersPerStream) {
        input.refuse(
          resource,
          `${count} mappings read the stream ${source}; more than ${readersPerStream} readers of a stream are throttled.`,
        );
      }
      streamMappings.push(...planStreamMapping(input, resource, { target, targets }));
    } else {
      input.refuse(
        resource,
        `the local run has queues and table streams as sources, found ${source || "none"}; its messages would be lost.`,
      );
    }
  }
  return { queueMappings, streamMappings };
}

function planQueueMapping(
  { refuse }: PlanInput,
  resource: StackResource,
  { target, targets }: { readonly target: FunctionSettings; readonly targets: Targets },
): readonly QueueMapping[] {
  const source = textInput(resource, "eventSourceArn") ?? "";
  const queueName = lastArnPart(source);
  const queue = targets.queues.find(({ name }) => name === queueName);
  if (queue === undefined) {
    refuse(
      resource,
      `Error occurred while ReceiveMessage. SQS Error Message: The specified queue does not exist: ${source}.`,
    );
    return [];
  }
  const batchSize = numberInput(resource, "batchSize") ?? defaultQueueBatch;
  const visibilityTimeoutSeconds = queue.visibilityTimeoutSeconds ?? defaultVisibilitySeconds;
  if (visibilityTimeoutSeconds < target.timeoutSeconds) {
    refuse(
      resource,
      `Queue visibility timeout: ${visibilityTimeoutSeconds} seconds is less than Function timeout: ${target.timeoutSeconds} seconds (queue ${queueName}, function ${target.name}).`,
    );
  }
  if (queue.fifo && batchSize > largestFifoBatch) {
    refuse(
      resource,
      `Batch size for FIFO queues must be at most ${largestFifoBatch}, found ${batchSize} (queue ${queueName}).`,
    );
  }
  const window = numberInput(resource, "maximumBatchingWindowInSeconds") ?? 0;
  if (!queue.fifo && batchSize > 10 && window < 1) {
    refuse(
      resource,
      `Maximum batch window in seconds must be greater than 0 if maximum batch size is greater than 10 (queue ${queueName}).`,
    );
  }
  const concurrency = objectInput(resource, "scalingConfig")?.maximumConcurrency;
  return [
    {
      name: resource.name,
      queueName,
      functionName: target.name,
      batchSize,
      visibilityTimeoutSeconds,
      reportBatchItemFailures: reportsItemFailures(resource),
      ...(typeof concurrency === "number" ? { maximumConcurrency: concurrency } : {}),
      filterPatterns: filterPatterns(resource),
    },
  ];
}

function planStreamMapping(
  { refuse, ofType }: PlanInput,
  resource: StackResource,
  { target, targets }: { readonly target: FunctionSettings; readonly targets: Targets },
): readonly PlannedStreamMapping[] {
  const source = textInput(resource, "eventSourceArn") ?? "";
  const tableName = source.split("/")[1] ?? "";
  const table = ofType("aws:dynamodb/table:Table").find(
    ({ outputs }) => outputs.name === tableName,
  );
  if (table === undefined || !booleanInput(table, "streamEnabled")) {
    refuse(resource, `Stream not found: ${source}.`);
    return [];
  }
  const startingPosition = textInput(resource, "startingPosition");
  if (startingPosition !== "TRIM_HORIZON" && startingPosition !== "LATEST") {
    refuse(
      resource,
      `StartingPosition must be TRIM_HORIZON or LATEST for a stream, found ${startingPosition ?? "none"}.`,
    );
    return [];
  }
  const onFailureQueue = failureQueue(resource);
  if (onFailureQueue !== undefined && !targets.queues.some(({ name }) => name === onFailureQueue)) {
    refuse(
      resource,
      `the on-failure destination must be a queue of this app, found ${onFailureQueue}.`,
    );
  }
  return [
    {
      name: resource.name,
      tableName,
      functionName: target.name,
      functionArn: target.arn,
      batchSize: numberInput(resource, "batchSize") ?? defaultStreamBatch,
      startingPosition,
      reportBatchItemFailures: reportsItemFailures(resource),
      bisectBatchOnFunctionError: booleanInput(resource, "bisectBatchOnFunctionError"),
      maximumRetryAttempts: numberInput(resource, "maximumRetryAttempts") ?? -1,
      maximumRecordAgeSeconds: numberInput(resource, "maximumRecordAgeInSeconds") ?? -1,
      filterPatterns: filterPatterns(resource),
      ...(onFailureQueue === undefined ? {} : { onFailureQueue }),
    },
  ];
}

function failureQueue(resource: StackResource): string | undefined {
  const onFailure = objectInput(resource, "destinationConfig")?.onFailure;
  if (!isObject(onFailure) || typeof onFailure.destinationArn !== "string") return undefined;
  return lastArnPart(onFailure.destinationArn);
}

function reportsItemFailures(resource: StackResource): boolean {
  return textsInput(resource, "functionResponseTypes").includes("ReportBatchItemFailures");
}

function filterPatterns(resource: StackResource): readonly string[] {
  const filters = objectInput(resource, "filterCriteria")?.filters;
  return (Array.isArray(filters) ? filters : [])
    .filter(isObject)
    .map(({ pattern }) => String(pattern));
}

function checkFilters({ refuse }: PlanInput, resource: StackResource): void {
  try {
    compileRecordFilter(filterPatterns(resource));
  } catch (error) {
    refuse(resource, `Invalid filter pattern definition. ${(error as Error).message}`);
  }
}
