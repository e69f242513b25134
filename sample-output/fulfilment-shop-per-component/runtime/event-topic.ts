import {
  PublishBatchCommand,
  type PublishBatchRequestEntry,
  type SNSClient,
} from "@aws-sdk/client-sns";
import { retryFrom } from "./batch.ts";
import { log } from "./log.ts";
import type { StreamHandler, StreamRecord } from "./provider.ts";

/**
 * Entries and bytes of one PublishBatch request
 * (https://docs.aws.amazon.com/sns/latest/api/API_PublishBatch.html).
 */
const maximumEntries = 10;
const maximumBytes = 256 * 1024;

interface Publication {
  readonly record: StreamRecord;
  readonly entry: PublishBatchRequestEntry;
  readonly bytes: number;
}

/**
 * Relays commits from the log's stream to the event topic, in the order of the stream. At the first
 * commit that cannot be published it stops and has the mapping retry from there.
 */
export function eventTopic(client: () => SNSClient, topicArn: () => string): StreamHandler {
  return async (records) => {
    const commits = records.filter((record) => record.eventName === "INSERT");
    const firstMalformed = commits.findIndex((record) => !isCommit(record.dynamodb?.NewImage));
    const malformed = commits[firstMalformed];
    const wellFormed = malformed === undefined ? commits : commits.slice(0, firstMalformed);
    for (const batch of batchesOf(wellFormed.map(publicationOf))) {
      const failed = await publish(client(), topicArn(), batch);
      if (failed !== undefined) return retryFrom(failed);
    }
    if (malformed === undefined) return { batchItemFailures: [] };
    logMalformed(malformed);
    return retryFrom(malformed);
  };
}

type Image = NonNullable<NonNullable<StreamRecord["dynamodb"]>["NewImage"]>;

function isCommit(image: Image = {}): boolean {
  const { streamId, version, events, header } = image;
  return [streamId?.S, version?.N, events?.S, header?.S].every((text) => text !== undefined);
}

function logMalformed({ dynamodb: { SequenceNumber, NewImage = {} } = {} }: StreamRecord): void {
  const found = Object.keys(NewImage).join(", ") || "none";
  log.error("Stream record holds no commit; the stream is retried from it", {
    sequenceNumber: SequenceNumber,
    reason: `expected the attributes streamId, version, events and header; found ${found}`,
  });
}

function publicationOf(record: StreamRecord, index: number): Publication {
  const { streamId, version, events, header } = record.dynamodb?.NewImage ?? {};
  // Events and header are JSON already; they are passed on to the letter.
  const message = `{"streamId":${JSON.stringify(streamId?.S)},"version":${version?.N},"header":${header?.S},"events":${events?.S}}`;
  return {
    record,
    bytes: Buffer.byteLength(message),
    entry: {
      Id: String(index),
      Message: message,
      MessageGroupId: streamId?.S,
      MessageDeduplicationId: `${streamId?.S}:${version?.N}`,
    },
  };
}

function batchesOf(publications: readonly Publication[]): readonly (readonly Publication[])[] {
  const batches: Publication[][] = [];
  let current: Publication[] = [];
  let bytes = 0;
  for (const publication of publications) {
    const full = current.length === maximumEntries || bytes + publication.bytes > maximumBytes;
    if (full && current.length > 0) {
      batches.push(current);
      current = [];
      bytes = 0;
    }
    current.push(publication);
    bytes += publication.bytes;
  }
  if (current.length > 0) batches.push(current);
  return batches;
}

/** The first record of the batch that was not published; a request can succeed in part. */
async function publish(
  client: SNSClient,
  topicArn: string,
  batch: readonly Publication[],
): Promise<StreamRecord | undefined> {
  try {
    const { Failed: failed = [] } = await client.send(
      new PublishBatchCommand({
        TopicArn: topicArn,
        PublishBatchRequestEntries: batch.map(({ entry }) => entry),
      }),
    );
    const failedIds = new Set(failed.map(({ Id }) => Id));
    const first = batch.find(({ entry }) => failedIds.has(entry.Id));
    for (const { Id, Code, Message } of failed) {
      log.error("Commit was not published; the stream is retried from it", {
        topic: topicArn,
        commit: batch.find(({ entry }) => entry.Id === Id)?.entry.MessageDeduplicationId,
        reason: `${Code}: ${Message}`,
      });
    }
    for (const { entry } of batch.slice(
      0,
      first === undefined ? batch.length : batch.indexOf(first),
    )) {
      log.debug("Commit published", { topic: topicArn, commit: entry.MessageDeduplicationId });
    }
    return first?.record;
  } catch (error) {
    log.error("Commits were not published; the stream is retried from the first of them", {
      topic: topicArn,
      commit: batch[0]?.entry.MessageDeduplicationId,
      error,
    });
    return batch[0]?.record;
  }
}
