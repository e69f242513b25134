import { ThrottledError } from "../lambda/local-function.ts";
import type { Clock, Journal, StreamRecord, TableService } from "../ports.ts";
import { readBatchResponse } from "./batch-response.ts";
import { createCheckpoint } from "./checkpoint.ts";
import { type DiscardCondition, discardRecord } from "./discard-record.ts";
import { type Invoke, type MappingEvent, type Poller, reasonOf } from "./mapping-events.ts";
import { compileRecordFilter } from "./record-filter.ts";
import { splitBySize } from "./split-by-size.ts";

export interface StreamMapping {
  readonly name: string;
  readonly tableName: string;
  readonly functionName: string;
  readonly functionArn: string;
  readonly batchSize: number;
  readonly startingPosition: "TRIM_HORIZON" | "LATEST";
  readonly reportBatchItemFailures: boolean;
  readonly bisectBatchOnFunctionError: boolean;
  /** -1: until the records expire. */
  readonly maximumRetryAttempts: number;
  /** -1: no limit. */
  readonly maximumRecordAgeSeconds: number;
  readonly filterPatterns?: readonly string[];
}

export interface StreamPollerOptions {
  readonly mapping: StreamMapping;
  readonly dynamodb: Pick<TableService, "streamRecords" | "onStreamRecord">;
  readonly clock: Clock;
  /** Keeps how far the mapping is. */
  readonly journal: Journal;
  readonly invoke: Invoke;
  readonly onEvent: (event: MappingEvent) => void;
  /** Gets the description of records that are given up; without it they are only reported. */
  readonly onDiscarded?: (body: string) => void;
  /** Longest pause between two attempts; the default is a minute. */
  readonly retryDelaySeconds?: number | undefined;
}

const firstRetryDelayMs = 500;
const longestRetryDelayMs = 60_000;

/** What a batch came to: how many records from the start are done, and whether the next one failed. */
interface Attempt {
  readonly done: number;
  readonly failed: boolean;
  readonly reason?: string;
  readonly partial: boolean;
  readonly requestId: string;
}

/** Feeds a table's stream to a function: one batch at a time, in order, from where it stopped. */
export function startStreamPoller(options: StreamPollerOptions): Poller {
  const { mapping, dynamodb, clock, onEvent } = options;
  const wanted = compileRecordFilter(mapping.filterPatterns ?? []);
  const checkpoint = createCheckpoint(options.journal);
  /** Sequence numbers after which a batch must end, nearest last: retries get the records they failed with. */
  const boundaries: string[] = [];
  let attempts = 0;
  let stopped = false;
  let active: Promise<void> | undefined;
  let wake: () => void = () => {};

  const placed =
    checkpoint.get() === undefined && mapping.startingPosition === "LATEST"
      ? skipToEnd()
      : undefined;

  /** Asks for all records at once, so that the end is where the stream ends now. */
  async function skipToEnd(): Promise<void> {
    const all = await dynamodb.streamRecords(mapping.tableName, undefined, Number.MAX_SAFE_INTEGER);
    checkpoint.set(all.at(-1)?.dynamodb.SequenceNumber ?? "0");
  }

  async function nextRecords(): Promise<readonly StreamRecord[]> {
    const position = checkpoint.get();
    const after = position === "0" ? undefined : position;
    return dynamodb.streamRecords(mapping.tableName, after, mapping.batchSize);
  }

  function pump(): void {
    if (stopped || active !== undefined) return;
    active = run()
      .catch((error: unknown) => {
        const message = `The mapping stopped: ${String(error)}`;
        onEvent({ type: "notice", mapping: mapping.name, message });
      })
      .finally(() => {
        active = undefined;
      });
  }

  async function run(): Promise<void> {
    await placed;
    while (!stopped) {
      const batch = await nextBatch();
      if (stopped || batch.length === 0) return;
      if (isTooOld(batch[0])) {
        discard(batch.slice(0, 1), "RecordAgeExceeded", undefined);
        continue;
      }
      const matching = batch.filter((record) => wanted({ ...record }));
      if (matching.length === 0) advance(batch, batch.length);
      else await handle(batch, matching);
    }
  }

  async function nextBatch(): Promise<readonly StreamRecord[]> {
    const records = await nextRecords();
    const boundary = boundaries.at(-1);
    const end = records.findIndex(
      ({ dynamodb: { SequenceNumber } }) => SequenceNumber === boundary,
    );
    const cut = end < 0 ? records : records.slice(0, end + 1);
    return splitBySize(cut)[0] ?? [];
  }

  async function handle(
    batch: readonly StreamRecord[],
    matching: readonly StreamRecord[],
  ): Promise<void> {
    const attempt = await tryOnce(matching);
    if (attempt === undefined) {
      await pause();
      return;
    }
    if (!attempt.failed) {
      advance(batch, batch.length);
      return;
    }
    const failing = matching[attempt.done];
    const position = failing === undefined ? 0 : batch.indexOf(failing);
    keepBoundary(batch.at(-1));
    if (position > 0) advance(batch, position);
    const rest = batch.slice(position);
    if (mapping.bisectBatchOnFunctionError && !attempt.partial && rest.length > 1) {
      // Halving does not count as a retry.
      keepBoundary(rest[Math.ceil(rest.length / 2) - 1]);
      return;
    }
    if (mapping.maximumRetryAttempts >= 0 && attempts >= mapping.maximumRetryAttempts) {
      discard(rest, "RetryAttemptsExhausted", attempt);
      return;
    }
    attempts += 1;
    await pause();
  }

  function keepBoundary(record: StreamRecord | undefined): void {
    const number = record?.dynamodb.SequenceNumber;
    if (number !== undefined && boundaries.at(-1) !== number) boundaries.push(number);
  }

  /** Undefined when the function was throttled. */
  async function tryOnce(records: readonly StreamRecord[]): Promise<Attempt | undefined> {
    let invocation: Awaited<ReturnType<Invoke>>;
    try {
      invocation = await options.invoke({ Records: records });
    } catch (error) {
      if (error instanceof ThrottledError) return undefined;
      throw error;
    }
    const { payload } = invocation.outcome;
    const judged = judge(records, payload, reasonOf(invocation));
    const failed = judged.done < records.length;
    onEvent({
      type: "batch",
      mapping: mapping.name,
      source: mapping.tableName,
      functionName: mapping.functionName,
      records: records.length,
      failed: records.length - judged.done,
      durationMs: invocation.durationMs,
      coldStart: invocation.coldStart,
      requestId: invocation.requestId,
      ...(failed ? { reason: judged.reason ?? "reported by the function" } : {}),
    });
    return { ...judged, failed, requestId: invocation.requestId };
  }

  function judge(
    records: readonly StreamRecord[],
    payload: string | undefined,
    error: string | undefined,
  ): { done: number; partial: boolean; reason?: string } {
    if (payload === undefined) return { done: 0, partial: false, reason: error ?? "unknown" };
    if (!mapping.reportBatchItemFailures) return { done: records.length, partial: false };
    const numbers = records.map(({ dynamodb: { SequenceNumber } }) => SequenceNumber);
    const result = readBatchResponse(payload, new Set(numbers));
    if ("malformed" in result) {
      return {
        done: 0,
        partial: false,
        reason: `the whole batch failed, as ${result.malformed}`,
      };
    }
    // The lowest number counts, whatever the order in the response.
    const lowest = numbers.findIndex((number) => result.failed.has(number));
    return { done: lowest < 0 ? records.length : lowest, partial: lowest >= 0 };
  }

  function isTooOld(record: StreamRecord | undefined): boolean {
    if (record === undefined || mapping.maximumRecordAgeSeconds < 0) return false;
    const created = record.dynamodb.ApproximateCreationDateTime * 1000;
    return clock.now() - created > mapping.maximumRecordAgeSeconds * 1000;
  }

  function advance(batch: readonly StreamRecord[], count: number): void {
    const last = batch[count - 1]?.dynamodb.SequenceNumber;
    if (last === undefined) return;
    checkpoint.set(last);
    attempts = 0;
    while (boundaries.at(-1) === last) boundaries.pop();
  }

  function discard(
    records: readonly StreamRecord[],
    condition: DiscardCondition,
    attempt: Attempt | undefined,
  ): void {
    const { body, summary } = discardRecord(mapping, records, {
      condition,
      attempts: attempts + (attempt === undefined ? 0 : 1),
      requestId: attempt?.requestId,
      now: clock.now(),
    });
    options.onDiscarded?.(body);
    onEvent({ type: "notice", mapping: mapping.name, message: summary });
    advance(records, records.length);
  }

  async function pause(): Promise<void> {
    const cap = Math.min(longestRetryDelayMs, (options.retryDelaySeconds ?? 60) * 1000);
    const delay = Math.min(firstRetryDelayMs * 2 ** Math.min(attempts, 10), cap);
    await new Promise<void>((resolve) => {
      const cancel = clock.schedule(delay, resolve);
      wake = () => {
        cancel();
        resolve();
      };
    });
  }

  const stopListening = dynamodb.onStreamRecord(mapping.tableName, pump);
  pump();
  return {
    async stop() {
      stopped = true;
      stopListening();
      wake();
      while (active !== undefined) await active;
    },
  };
}
