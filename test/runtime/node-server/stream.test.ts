import { DescribeTableCommand, type DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { expect, test, vi } from "vitest";
import {
  readStream,
  type SdkRecord,
  type StreamClient,
} from "../../../runtime/providers/node-stream.ts";
import { linesOf } from "../support/captured-log.ts";

vi.stubEnv("RESOURCE_PREFIX", "app-dev-");

const arn = "arn:aws:dynamodb:eu-central-1:123456789012:table/app-dev-log/stream/now";

/** Numbers of the records of each shard; a shard that is not open has an end. */
interface Shards {
  readonly [shard: string]: {
    readonly parent?: string;
    readonly records: readonly number[];
    readonly open?: boolean;
    /** The first record that is still kept. */
    readonly oldest?: number;
  };
}

interface Reading {
  /** `shard number` of what was handled, by batch. */
  readonly batches: readonly (readonly string[])[];
  readonly checkpoints: ReadonlyMap<string, string>;
  readonly failures: readonly string[];
  readonly lines: readonly string[];
}

/** Reads until nothing is left, with batches of two records. */
async function read(
  shards: Shards,
  {
    checkpoints = new Map<string, string>(),
    fail = () => undefined,
  }: {
    readonly checkpoints?: Map<string, string>;
    /** Number to report as failed, given the numbers of the batch and how often handling was tried. */
    readonly fail?: (batch: readonly string[], attempt: number) => string | undefined;
  } = {},
): Promise<Reading> {
  const batches: string[][] = [];
  const failures: string[] = [];
  let stopped = false;
  let attempts = 0;
  const client: StreamClient = {
    async describeStream({ ExclusiveStartShardId }) {
      // One shard a page.
      const names = Object.keys(shards);
      const index =
        ExclusiveStartShardId === undefined ? 0 : names.indexOf(ExclusiveStartShardId) + 1;
      const name = names[index] ?? "";
      return {
        StreamDescription: {
          Shards: [{ ShardId: name, ParentShardId: shards[name]?.parent }],
          LastEvaluatedShardId: index + 1 < names.length ? name : undefined,
        },
      };
    },
    async getShardIterator({ ShardId, ShardIteratorType, SequenceNumber }) {
      const { records = [], oldest = 0 } = shards[ShardId] ?? {};
      if (ShardIteratorType === "TRIM_HORIZON") {
        return { ShardIterator: `${ShardId} ${records.findIndex((each) => each >= oldest)}` };
      }
      if (Number(SequenceNumber) + 1 < oldest) {
        throw Object.assign(new Error("gone"), { name: "TrimmedDataAccessException" });
      }
      return { ShardIterator: `${ShardId} ${records.indexOf(Number(SequenceNumber)) + 1}` };
    },
    async getRecords({ ShardIterator }) {
      const [shard = "", from] = ShardIterator.split(" ");
      const { records = [], open = false } = shards[shard] ?? {};
      const next = Number(from) + 2;
      const taken = records.slice(Number(from), next);
      return {
        Records: taken.map((number) => ({
          eventID: shard,
          dynamodb: { SequenceNumber: String(number) },
        })),
        NextShardIterator:
          open || next < records.length ? `${shard} ${Math.min(next, records.length)}` : undefined,
      };
    },
  };
  const dynamoDb = {
    send: async (command: object) => {
      expect(command).toBeInstanceOf(DescribeTableCommand);
      return { Table: { LatestStreamArn: arn } };
    },
  } as unknown as DynamoDBClient;
  const namesOf = (records: readonly SdkRecord[]) =>
    records.map(({ eventID, dynamodb }) => `${eventID} ${dynamodb?.SequenceNumber}`);

  const lines = await linesOf(() =>
    readStream(dynamoDb, "log", {
      client,
      checkpoints: {
        load: async (shard) => checkpoints.get(shard),
        save: async (shard, position) => void checkpoints.set(shard, position),
      },
      async handle(records) {
        const batch = namesOf(records);
        batches.push(batch);
        attempts += 1;
        const failed = fail(batch, attempts);
        return { batchItemFailures: failed === undefined ? [] : [{ itemIdentifier: failed }] };
      },
      // The pause of an open shard, and of the list of shards when nothing moves.
      pause: (milliseconds) => {
        if (milliseconds < 1000) stopped = true;
        return new Promise((resolve) => setTimeout(resolve, milliseconds < 1000 ? 5 : 20));
      },
      async repeat(_name, work) {
        while (!stopped) {
          try {
            if ((await work()) === "done") return;
          } catch (error) {
            failures.push((error as Error).message);
          }
        }
      },
    }),
  );
  return { batches, failures, lines, checkpoints };
}

test("a shard is read in order, and its checkpoint is its last record", async () => {
  const { batches, checkpoints } = await read({ s1: { records: [1, 2, 3], open: true } });
  expect(batches).toEqual([["s1 1", "s1 2"], ["s1 3"]]);
  expect([...checkpoints]).toEqual([[`${arn}/s1`, "3"]]);
});

test("a reader goes on after its checkpoint", async () => {
  const checkpoints = new Map([[`${arn}/s1`, "2"]]);
  const { batches } = await read({ s1: { records: [1, 2, 3], open: true } }, { checkpoints });
  expect(batches).toEqual([["s1 3"]]);
});

test("a shard is read after the end of its parent, which is not read again", async () => {
  const shards = {
    child: { parent: "parent", records: [3, 4], open: true },
    parent: { parent: "gone", records: [1, 2] },
  };
  const { batches, checkpoints } = await read(shards);
  expect(batches).toEqual([
    ["parent 1", "parent 2"],
    ["child 3", "child 4"],
  ]);
  expect([...checkpoints]).toEqual([
    [`${arn}/parent`, "CLOSED"],
    [`${arn}/child`, "4"],
  ]);
  expect((await read(shards, { checkpoints: new Map(checkpoints) })).batches).toEqual([]);
});

test("after a failure the shard is read again from the record that failed", async () => {
  const { batches, failures, checkpoints } = await read(
    { s1: { records: [1, 2, 3], open: true } },
    { fail: (_batch, attempt) => (attempt === 1 ? "2" : undefined) },
  );
  expect(batches).toEqual([
    ["s1 1", "s1 2"],
    ["s1 2", "s1 3"],
  ]);
  expect(failures).toEqual(["Record 2 of 2 failed; the shard is retried from it."]);
  expect([...checkpoints]).toEqual([[`${arn}/s1`, "3"]]);
});

test("a response that names no record of the batch fails all of it", async () => {
  const { batches, failures } = await read(
    { s1: { records: [1, 2], open: true } },
    { fail: (_batch, attempt) => (attempt === 1 ? "" : undefined) },
  );
  expect(batches).toEqual([
    ["s1 1", "s1 2"],
    ["s1 1", "s1 2"],
  ]);
  expect(failures).toEqual(["Record 1 of 2 failed; the shard is retried from it."]);
});

test("where the stream forgot what comes after the checkpoint, it goes on with the oldest and says so", async () => {
  const checkpoints = new Map([[`${arn}/s1`, "1"]]);
  const { batches, lines } = await read(
    { s1: { records: [1, 2, 3, 4], open: true, oldest: 4 } },
    { checkpoints },
  );
  expect(batches).toEqual([["s1 4"]]);
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([
    { level: "error", message: "The stream forgot records that were not read", position: "1" },
  ]);
});
