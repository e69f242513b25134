import { readBatchResponse } from "../../../generator/local/mappings/batch-response.ts";
import type { QueueMapping } from "../../../generator/local/mappings/queue-poller.ts";
import type { StreamMapping } from "../../../generator/local/mappings/stream-poller.ts";
import type { QueueRecord, StreamRecord } from "../../../generator/local/ports.ts";
import type { RandomSource } from "../../local/dynamodb/support/random-source.ts";
import type { Functions } from "./functions.ts";
import type { Services } from "./services.ts";
import { prefix } from "./shop.ts";

/** Something that has messages for a function. */
export interface Source {
  /** Starts a delivery and answers true; false when there is nothing to deliver now. */
  deliver(): boolean;
}

export interface SourceOptions {
  readonly services: Services;
  readonly functions: Functions;
  readonly random: RandomSource;
  /** Whether what was handled comes again. */
  readonly comesAgain: () => boolean;
}

const batchesAtOnce = 3;

/** A queue's mapping; batches of any size that it allows. */
export function queueSource(
  mapping: Pick<QueueMapping, "queueName" | "functionName" | "batchSize">,
  { services: { sqs }, functions, random, comesAgain }: SourceOptions,
): Source {
  const { queueName, functionName } = mapping;
  let number = 0;
  let running = 0;

  async function handle(records: readonly QueueRecord[]): Promise<void> {
    const source = queueName.slice(prefix.length);
    const failed = await functions
      .invoke({ functionName, source, number: String(number), event: { Records: records } })
      .then((response) =>
        failedOf(
          response,
          records.map(({ messageId }) => messageId),
        ),
      )
      .catch(() => new Set(records.map(({ messageId }) => messageId)));
    for (const { messageId, receiptHandle } of records) {
      // Deleting fails now and then, so that what was handled comes again.
      if (failed.has(messageId) || comesAgain()) {
        sqs.changeVisibility(queueName, receiptHandle, 0);
      } else sqs.deleteMessage(queueName, receiptHandle);
    }
  }

  return {
    deliver() {
      if (running >= batchesAtOnce) return false;
      const records = sqs.receive(queueName, 1 + random.below(mapping.batchSize));
      if (records.length === 0) return false;
      number += 1;
      running += 1;
      void handle(records).finally(() => {
        running -= 1;
      });
      return true;
    },
  };
}

/**
 * A stream's mapping for one of its shards: in order within the shard, in any order between shards,
 * and from where it stopped after a failure.
 */
export function streamSource(
  mapping: Pick<StreamMapping, "tableName" | "functionName">,
  shard: Shard,
  { services: { dynamodb }, functions, random, comesAgain }: SourceOptions,
): Source {
  const { tableName, functionName } = mapping;
  let done: string | undefined;
  let number = 0;
  let isRunning = false;

  function nextRecords(): readonly StreamRecord[] {
    const limit = 1 + random.below(25);
    return dynamodb
      .streamRecords(tableName, done, 10_000)
      .filter(({ eventName, dynamodb: { Keys } }) => eventName === "INSERT" && shard.has(Keys))
      .slice(0, limit);
  }

  async function handle(records: readonly StreamRecord[]): Promise<void> {
    const numbers = records.map(({ dynamodb: { SequenceNumber } }) => SequenceNumber);
    const source = tableName.slice(prefix.length);
    const label = `${shard.name}.${number}`;
    const failed = await functions
      .invoke({ functionName, source, number: label, event: { Records: records } })
      .then((response) => failedOf(response, numbers))
      .catch(() => new Set(numbers));
    const first = numbers.findIndex((each) => failed.has(each));
    const last = numbers[(first < 0 ? numbers.length : first) - 1];
    if (last !== undefined && !comesAgain()) done = last;
  }

  return {
    deliver() {
      if (isRunning) return false;
      const records = nextRecords();
      if (records.length === 0) return false;
      number += 1;
      isRunning = true;
      void handle(records).finally(() => {
        isRunning = false;
      });
      return true;
    },
  };
}

export interface Shard {
  readonly name: string;
  has(keys: Readonly<Record<string, unknown>>): boolean;
}

/** The shards of a stream: an aggregate's commits are all in one of them. */
export function shardsOf(count: number): readonly Shard[] {
  return Array.from({ length: count }, (_, index) => ({
    name: String(index + 1),
    has: ({ streamId }) => {
      const text = JSON.stringify(streamId);
      return [...text].reduce((sum, letter) => sum + letter.charCodeAt(0), 0) % count === index;
    },
  }));
}

/** What the response gives back, read as the mappings of the local run read it. */
function failedOf(response: unknown, identifiers: readonly string[]): ReadonlySet<string> {
  const all = new Set(identifiers);
  const result = readBatchResponse(JSON.stringify(response), all);
  return "failed" in result ? result.failed : all;
}
