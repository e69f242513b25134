import {
  PublishBatchCommand,
  type PublishBatchRequestEntry,
  type SNSClient,
} from "@aws-sdk/client-sns";
import type { DynamoDBRecord } from "aws-lambda";
import { retryFrom } from "./batch.ts";
import { RuntimeFailure } from "./errors.ts";
import { log } from "./log.ts";
import type { StreamHandler } from "./routing.ts";

/**
 * Entries and bytes of one PublishBatch request
 * (https://docs.aws.amazon.com/sns/latest/api/API_PublishBatch.html).
 */
const maximumEntries = 10;
const maximumBytes = 256 * 1024;

interface Publication {
  readonly record: DynamoDBRecord;
  readonly entry: PublishBatchRequestEntry;
  readonly bytes: number;
}

/**
 * Relays commits from the log's stream to the event topic, in the order of the stream. At the first
 * commit that cannot be published it stops and has the mapping retry from there.
 */
export function eventTopic(client: () => SNSClient, topicArn: () => string): StreamHandler {
  return async (records) => {
    const publications = records
      .filter((record) => record.eventName === "INSERT")
      .map((record, index) => publicationOf(record, index));
    for (const batch of batchesOf(publications)) {
      const failed = await publish(client(), topicArn(), batch);
      if (failed !== undefined) return retryFrom(failed);
    }
    return { batchItemFailures: [] };
  };
}

function publicationOf(record: DynamoDBRecord, index: number): Publication {
  const image = record.dynamodb?.NewImage ?? {};
  const streamId = image.streamId?.S;
  const version = image.version?.N;
  const events = image.events?.S;
  const header = image.header?.S;
  if (
    streamId === undefined ||
    version === undefined ||
    events === undefined ||
    header === undefined
  ) {
    throw new RuntimeFailure(
      "undecodable-message",
      `The stream record ${record.dynamodb?.SequenceNumber} holds no commit: expected the attributes streamId, version, events and header; found ${Object.keys(image).join(", ") || "none"}.`,
    );
  }
  // Events and header are JSON already; they are passed on to the letter.
  const message = `{"streamId":${JSON.stringify(streamId)},"version":${version},"header":${header},"events":${events}}`;
  return {
    record,
    bytes: Buffer.byteLength(message),
    entry: {
      Id: String(index),
      Message: message,
      MessageGroupId: streamId,
      MessageDeduplicationId: `${streamId}:${version}`,
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
): Promise<DynamoDBRecord | undefined> {
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
