import { AwsError, type StreamRecord } from "../ports.ts";
import { type Input, isObject, optionalObject, optionalObjectList } from "../read-input.ts";
import type { DynamoDbCaller } from "./call-dynamodb.ts";

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_GetRecords.html */
const mostRecords = 1000;
/** Readers that start again elsewhere leave their places behind. */
const mostPlaces = 100;
/** A place that is lost is found again by its sequence number. */
const lostPlace = new Set(["ExpiredIteratorException", "TrimmedDataAccessException"]);

interface Place {
  readonly shardId: string;
  readonly iterator: string;
}

interface Shard {
  readonly id: string;
  readonly start: bigint;
  readonly open: boolean;
}

/** Reads records of a stream after a sequence number, over the API of DynamoDB Streams. */
export type ReadStream = (
  streamArn: string,
  after: string | undefined,
  limit: number,
) => Promise<readonly StreamRecord[]>;

export function createStreamReader({
  call,
  region,
}: {
  readonly call: DynamoDbCaller["call"];
  readonly region: string;
}): ReadStream {
  /** Where readers are, so that the next read needs one call. */
  const places = new Map<string, Place>();

  async function readFrom(
    start: Place,
    { streamArn, after, limit }: { streamArn: string; after: string | undefined; limit: number },
  ): Promise<readonly StreamRecord[]> {
    const records: StreamRecord[] = [];
    let place: Place | undefined = start;
    while (place !== undefined && records.length < limit) {
      const page: Input = await call("GetRecords", {
        ShardIterator: place.iterator,
        Limit: Math.min(limit - records.length, mostRecords),
      });
      const found = optionalObjectList(page, "Records");
      for (const record of found) records.push(toStreamRecord(record, { streamArn, region }));
      const next: unknown = page.NextShardIterator;
      place =
        typeof next === "string"
          ? { shardId: place.shardId, iterator: next }
          : await nextShard(streamArn, place.shardId);
      if (found.length === 0 && typeof next === "string") break;
    }
    if (place !== undefined) {
      if (places.size >= mostPlaces) places.clear();
      places.set(keyOf(streamArn, records.at(-1)?.dynamodb.SequenceNumber ?? after), place);
    }
    return records;
  }

  async function findPlace(streamArn: string, after: string | undefined): Promise<Place> {
    const shards = await listShards(streamArn);
    const shard =
      after === undefined ? undefined : shards.findLast(({ start }) => start <= BigInt(after));
    if (shard !== undefined) {
      try {
        return await openShard(streamArn, shard.id, after);
      } catch (error) {
        if (!isLostPlace(error)) throw error;
      }
    }
    const oldest = shard ?? shards[0];
    if (oldest === undefined) throw new Error(`The stream ${streamArn} has no shards.`);
    return openShard(streamArn, oldest.id);
  }

  async function nextShard(streamArn: string, shardId: string): Promise<Place | undefined> {
    const shards = await listShards(streamArn);
    const next = shards[shards.findIndex(({ id }) => id === shardId) + 1];
    return next === undefined ? undefined : openShard(streamArn, next.id);
  }

  async function openShard(streamArn: string, shardId: string, after?: string): Promise<Place> {
    const { ShardIterator: iterator } = await call("GetShardIterator", {
      StreamArn: streamArn,
      ShardId: shardId,
      ...(after === undefined
        ? { ShardIteratorType: "TRIM_HORIZON" }
        : { ShardIteratorType: "AFTER_SEQUENCE_NUMBER", SequenceNumber: after }),
    });
    return { shardId, iterator: String(iterator) };
  }

  /** Oldest first. */
  async function listShards(streamArn: string): Promise<readonly Shard[]> {
    const shards: Shard[] = [];
    let last: unknown;
    do {
      const answer: Input = await call("DescribeStream", {
        StreamArn: streamArn,
        ...(last !== undefined && { ExclusiveStartShardId: last }),
      });
      const description: Input = optionalObject(answer, "StreamDescription") ?? {};
      shards.push(...optionalObjectList(description, "Shards").map(toShard));
      last = description.LastEvaluatedShardId ?? undefined;
    } while (last !== undefined);
    const open = shards.filter((shard) => shard.open).length;
    if (open > 1) {
      throw new Error(
        `The stream ${streamArn} has ${open} open shards; the local run reads streams with one, as DynamoDB Local has.`,
      );
    }
    return shards.sort((a, b) => (a.start < b.start ? -1 : 1));
  }

  return async (streamArn, after, limit) => {
    const key = keyOf(streamArn, after);
    const known = places.get(key);
    places.delete(key);
    if (known !== undefined) {
      try {
        return await readFrom(known, { streamArn, after, limit });
      } catch (error) {
        if (!isLostPlace(error)) throw error;
      }
    }
    return readFrom(await findPlace(streamArn, after), { streamArn, after, limit });
  };
}

function keyOf(streamArn: string, after: string | undefined): string {
  return `${streamArn} ${after ?? "start"}`;
}

function isLostPlace(error: unknown): boolean {
  return error instanceof AwsError && lostPlace.has(error.code);
}

function toShard(shard: Input): Shard {
  const range = optionalObject(shard, "SequenceNumberRange") ?? {};
  return {
    id: String(shard.ShardId),
    start: BigInt(String(range.StartingSequenceNumber ?? 0)),
    open: range.EndingSequenceNumber === undefined || range.EndingSequenceNumber === null,
  };
}

/** Lambda adds the stream and names the members of the identity in lower case. */
function toStreamRecord(
  { userIdentity, ...record }: Input,
  { streamArn, region }: { readonly streamArn: string; readonly region: string },
): StreamRecord {
  return {
    ...record,
    eventVersion: "1.1",
    awsRegion: region,
    eventSourceARN: streamArn,
    ...(isObject(userIdentity) && {
      userIdentity: { type: userIdentity.Type, principalId: userIdentity.PrincipalId },
    }),
  } as unknown as StreamRecord;
}
