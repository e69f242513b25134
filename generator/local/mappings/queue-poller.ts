import { ThrottledError } from "../lambda/local-function.ts";
import { AwsError, type Clock, type LocalSqs, type QueueRecord } from "../ports.ts";
import { readBatchResponse } from "./batch-response.ts";
import { type Invoke, type MappingEvent, type Poller, reasonOf } from "./mapping-events.ts";
import { compileRecordFilter } from "./record-filter.ts";
import { splitBySize } from "./split-by-size.ts";

export interface QueueMapping {
  readonly name: string;
  readonly queueName: string;
  readonly functionName: string;
  readonly batchSize: number;
  readonly visibilityTimeoutSeconds: number;
  readonly reportBatchItemFailures: boolean;
  /** Batches at once. */
  readonly maximumConcurrency?: number;
  readonly filterPatterns?: readonly string[];
}

export interface QueuePollerOptions {
  readonly mapping: QueueMapping;
  readonly sqs: LocalSqs;
  readonly clock: Clock;
  readonly invoke: Invoke;
  readonly onEvent: (event: MappingEvent) => void;
  /**
   * Longest wait before a failed message is tried again. Without it the message waits for the rest
   * of its visibility timeout, as on AWS; that is minutes, and a developer is watching.
   */
  readonly retryDelaySeconds?: number | undefined;
}

/** Lambda starts with five batches at once. */
// https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html
const defaultConcurrency = 5;
const firstThrottleDelayMs = 1000;
const longestThrottleDelayMs = 20_000;

/** Feeds a queue's messages to a function, as an event source mapping does. Batching windows are not waited for. */
export function startQueuePoller(options: QueuePollerOptions): Poller {
  const { mapping, sqs, clock, onEvent } = options;
  const limit = mapping.maximumConcurrency ?? defaultConcurrency;
  const wanted = compileRecordFilter(mapping.filterPatterns ?? []);
  const running = new Set<Promise<void>>();
  const wakeUps = new Set<() => void>();
  let stopped = false;

  /** Ends early when the mapping stops. */
  async function pause(delayMs: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const wakeUp = (): void => {
        cancel();
        wakeUps.delete(wakeUp);
        resolve();
      };
      const cancel = clock.schedule(delayMs, wakeUp);
      wakeUps.add(wakeUp);
    });
  }

  function notice(message: string): void {
    onEvent({ type: "notice", mapping: mapping.name, message });
  }

  function pump(): void {
    while (!stopped && running.size < limit) {
      const records = sqs.receive(mapping.queueName, mapping.batchSize);
      if (records.length === 0) return;
      const batch = handleBatch(records)
        .catch((error: unknown) => notice(`The batch was given up: ${String(error)}`))
        .finally(() => {
          running.delete(batch);
          pump();
        });
      running.add(batch);
    }
  }

  async function handleBatch(received: readonly QueueRecord[]): Promise<void> {
    const records = received.filter((record) => wanted({ ...record }));
    // What a filter does not want is deleted, not kept.
    remove(received.filter((record) => !records.includes(record)));
    const brokenGroups = new Set<string>();
    for (const part of splitBySize(records)) {
      const untouched = part.filter((record) => !brokenGroups.has(groupOf(record)));
      if (untouched.length > 0) await deliver(untouched, brokenGroups);
      release(part.filter((record) => !untouched.includes(record)));
    }
  }

  async function deliver(
    records: readonly QueueRecord[],
    brokenGroups: Set<string>,
  ): Promise<void> {
    const invocation = await invokeUnlessThrottled(records);
    if (invocation === undefined) {
      for (const record of records) brokenGroups.add(groupOf(record));
      notice(
        `${mapping.functionName} was throttled until the visibility timeout ended; ${records.length} message(s) go back to ${mapping.queueName}`,
      );
      return;
    }
    const { failed, reason } = judge(records, invocation.outcome.payload, reasonOf(invocation));
    const failures = records.filter(({ messageId }) => failed.has(messageId));
    for (const record of failures) brokenGroups.add(groupOf(record));
    remove(records.filter(({ messageId }) => !failed.has(messageId)));
    release(failures);
    onEvent({
      type: "batch",
      mapping: mapping.name,
      source: mapping.queueName,
      functionName: mapping.functionName,
      records: records.length,
      failed: failures.length,
      durationMs: invocation.durationMs,
      coldStart: invocation.coldStart,
      requestId: invocation.requestId,
      ...(failures.length === 0 ? {} : { reason: reason ?? "reported by the function" }),
    });
  }

  function judge(
    records: readonly QueueRecord[],
    payload: string | undefined,
    error: string | undefined,
  ): { failed: ReadonlySet<string>; reason?: string } {
    const all = new Set(records.map(({ messageId }) => messageId));
    if (payload === undefined) return { failed: all, reason: error ?? "unknown" };
    if (!mapping.reportBatchItemFailures) return { failed: new Set() };
    const result = readBatchResponse(payload, all);
    if ("failed" in result) return result;
    return { failed: all, reason: `the whole batch failed, as ${result.malformed}` };
  }

  /** Lambda tries again until the messages' visibility timeout is used up. */
  async function invokeUnlessThrottled(records: readonly QueueRecord[]) {
    const until = clock.now() + mapping.visibilityTimeoutSeconds * 1000;
    for (let delay = firstThrottleDelayMs; ; delay = Math.min(delay * 2, longestThrottleDelayMs)) {
      try {
        return await options.invoke({ Records: records });
      } catch (error) {
        if (!(error instanceof ThrottledError)) throw error;
        if (stopped || clock.now() + delay >= until) return undefined;
        await pause(delay);
      }
    }
  }

  function remove(records: readonly QueueRecord[]): void {
    for (const { receiptHandle, messageId } of records) {
      try {
        sqs.deleteMessage(mapping.queueName, receiptHandle);
      } catch (error) {
        if (!(error instanceof AwsError)) throw error;
        notice(
          `Message ${messageId} was handled but could not be deleted and will come again: ${error.message}`,
        );
      }
    }
  }

  function release(records: readonly QueueRecord[]): void {
    const { retryDelaySeconds } = options;
    if (retryDelaySeconds === undefined) return;
    if (retryDelaySeconds >= mapping.visibilityTimeoutSeconds) return;
    for (const { receiptHandle } of records) {
      try {
        sqs.changeVisibility(mapping.queueName, receiptHandle, retryDelaySeconds);
      } catch (error) {
        // Its visibility timeout has ended meanwhile, so it is back already.
        if (!(error instanceof AwsError)) throw error;
      }
    }
  }

  const stopListening = sqs.onMessage(mapping.queueName, pump);
  pump();
  return {
    async stop() {
      stopped = true;
      stopListening();
      for (const wakeUp of [...wakeUps]) wakeUp();
      while (running.size > 0) await Promise.all(running);
    },
  };
}

/** A message without a group stands for itself. */
function groupOf({ attributes, messageId }: QueueRecord): string {
  return attributes.MessageGroupId ?? messageId;
}
