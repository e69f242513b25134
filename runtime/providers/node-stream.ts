import { DescribeTableCommand, type DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { DynamoDBBatchResponse } from "aws-lambda";
import { physicalName } from "../environment.ts";
import { log } from "../log.ts";
import type { StreamRecord } from "../provider.ts";
import type { Checkpoints } from "./node-checkpoints.ts";
import type { Loop } from "./node-loop.ts";

/** What `new DynamoDBStreams({})` of @aws-sdk/client-dynamodb-streams offers, as far as it is used. */
export interface StreamClient {
  describeStream(input: {
    StreamArn: string;
    ExclusiveStartShardId?: string | undefined;
  }): Promise<{
    StreamDescription?:
      | { Shards?: Shard[] | undefined; LastEvaluatedShardId?: string | undefined }
      | undefined;
  }>;
  getShardIterator(input: {
    StreamArn: string;
    ShardId: string;
    ShardIteratorType: "TRIM_HORIZON" | "AFTER_SEQUENCE_NUMBER";
    SequenceNumber?: string;
  }): Promise<{ ShardIterator?: string | undefined }>;
  getRecords(input: {
    ShardIterator: string;
    Limit: number;
  }): Promise<{ Records?: SdkRecord[] | undefined; NextShardIterator?: string | undefined }>;
}

interface Shard {
  ShardId?: string | undefined;
  ParentShardId?: string | undefined;
}

/** A record as the SDK gives it; names and texts are those of Lambda's. */
export interface SdkRecord {
  eventID?: string | undefined;
  eventName?: string | undefined;
  dynamodb?: { SequenceNumber?: string | undefined; NewImage?: object | undefined } | undefined;
}

export interface StreamOptions extends Loop {
  readonly client: StreamClient;
  readonly checkpoints: Checkpoints;
  readonly handle: (records: readonly SdkRecord[]) => Promise<DynamoDBBatchResponse>;
}

/** Milliseconds between looks at an open shard without new records, and at the list of shards. */
const idlePause = 250;
const shardsPause = 10_000;
/** Records of one batch, as in Lambda. */
const streamBatch = 100;

/** Reads a table's stream from the oldest record on: shards side by side, a shard after its parent. */
export async function readStream(
  dynamoDb: DynamoDBClient,
  table: string,
  options: StreamOptions,
): Promise<void> {
  const readers = new Map<string, Promise<void>>();
  const finished = new Set<string>();
  await options.repeat(table, async () => {
    const arn = await streamArn(dynamoDb, physicalName(table));
    const shards = await listShards(options.client, arn);
    const listed = new Set(shards.map(({ ShardId }) => ShardId));
    for (const { ShardId: shard = "", ParentShardId: parent } of shards) {
      const parentDone = parent === undefined || finished.has(parent) || !listed.has(parent);
      if (readers.has(shard) || !parentDone) continue;
      const reader = readShard({ table, arn, shard }, options).then(() => void finished.add(shard));
      readers.set(shard, reader);
    }
    const open = [...readers].filter(([shard]) => !finished.has(shard));
    await Promise.race([options.pause(shardsPause), ...open.map(([, reader]) => reader)]);
    return undefined;
  });
  await Promise.all(readers.values());
}

async function streamArn(dynamoDb: DynamoDBClient, TableName: string): Promise<string> {
  const { Table } = await dynamoDb.send(new DescribeTableCommand({ TableName }));
  if (Table?.LatestStreamArn !== undefined) return Table.LatestStreamArn;
  throw new Error(`The table ${TableName} has no stream.`);
}

async function listShards(client: StreamClient, StreamArn: string): Promise<readonly Shard[]> {
  const shards: Shard[] = [];
  let from: string | undefined;
  do {
    const page = await client.describeStream({ StreamArn, ExclusiveStartShardId: from });
    shards.push(...(page.StreamDescription?.Shards ?? []));
    from = page.StreamDescription?.LastEvaluatedShardId;
  } while (from !== undefined);
  return shards;
}

const closed = "CLOSED";

/** Ends when the shard is read to its end, or the server stops. */
function readShard(
  { table, arn, shard }: { readonly table: string; readonly arn: string; readonly shard: string },
  options: StreamOptions,
): Promise<void> {
  const { client, checkpoints } = options;
  const key = `${arn}/${shard}`;
  let iterator: string | undefined;
  return options.repeat(`${table} ${shard}`, async () => {
    const from = iterator ?? (await startingPoint(client, { arn, shard, checkpoints }));
    // A failure starts over from the checkpoint.
    iterator = undefined;
    if (from === closed) return "done";
    const { Records: records = [], NextShardIterator: next } = await client.getRecords({
      ShardIterator: from,
      Limit: streamBatch,
    });
    const done = records.length === 0 ? 0 : firstFailure(await options.handle(records), records);
    const last = records[done - 1]?.dynamodb?.SequenceNumber;
    if (last !== undefined) await checkpoints.save(key, last);
    if (done < records.length) {
      throw new Error(
        `Record ${done + 1} of ${records.length} failed; the shard is retried from it.`,
      );
    }
    if (next === undefined) await checkpoints.save(key, closed);
    if (records.length === 0) await options.pause(idlePause);
    iterator = next ?? closed;
    return undefined;
  });
}

/** An iterator after the checkpoint; from the oldest kept record where there is none, or none any more. */
async function startingPoint(
  client: StreamClient,
  place: { readonly arn: string; readonly shard: string; readonly checkpoints: Checkpoints },
): Promise<string> {
  const { arn: StreamArn, shard: ShardId } = place;
  const position = await place.checkpoints.load(`${StreamArn}/${ShardId}`);
  if (position === closed) return closed;
  const oldest = { StreamArn, ShardId, ShardIteratorType: "TRIM_HORIZON" } as const;
  const { ShardIterator } = await (position === undefined
    ? client.getShardIterator(oldest)
    : client
        .getShardIterator({
          ...oldest,
          ShardIteratorType: "AFTER_SEQUENCE_NUMBER",
          SequenceNumber: position,
        })
        .catch((error: Error) => {
          if (error.name !== "TrimmedDataAccessException") throw error;
          log.error("The stream forgot records that were not read", { shard: ShardId, position });
          return client.getShardIterator(oldest);
        }));
  if (ShardIterator === undefined) throw new Error(`No iterator for ${ShardId} of ${StreamArn}.`);
  return ShardIterator;
}

/** Index of the first record to be delivered again; all of them where the response names none of the batch. */
function firstFailure(response: DynamoDBBatchResponse, records: readonly SdkRecord[]): number {
  const failed = response?.batchItemFailures?.map(({ itemIdentifier }) =>
    records.findIndex(({ dynamodb }) => dynamodb?.SequenceNumber === itemIdentifier),
  );
  return failed === undefined ? 0 : Math.max(0, Math.min(records.length, ...failed));
}

/** Text and numbers are as in Lambda's records; binary values are bytes here and base64 there. */
export function streamRecord(record: SdkRecord): StreamRecord {
  return record as StreamRecord;
}
