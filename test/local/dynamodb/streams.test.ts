import { describe, expect, it } from "vitest";
import { EVENTS, errorOf, openDatabase } from "./support/open-database.ts";

const DAY_MS = 24 * 60 * 60 * 1000;
const nextTurn = () => new Promise((resolve) => setImmediate(resolve));

describe("stream records", () => {
  it("are what Lambda gets", () => {
    const { put, database } = openDatabase();
    put(1, { v: { S: "x" } });
    const [record] = database.streamRecords("events", undefined, 10);
    const keys = { pk: { S: "a" }, sk: { N: "1" } };
    expect(record).toEqual({
      eventID: expect.stringMatching(/^[0-9a-f]{32}$/),
      eventName: "INSERT",
      eventVersion: "1.1",
      eventSource: "aws:dynamodb",
      awsRegion: "eu-central-1",
      eventSourceARN:
        "arn:aws:dynamodb:eu-central-1:123456789012:table/events/stream/2026-01-01T00:00:00.000",
      dynamodb: {
        ApproximateCreationDateTime: Date.UTC(2026, 0, 1) / 1000,
        Keys: keys,
        NewImage: { ...keys, v: { S: "x" } },
        SequenceNumber: "100000000000000000001",
        // pk + a, sk + 1 as keys (3 + 4) and again in the image, with v + x (2)
        SizeBytes: 7 + 9,
        StreamViewType: "NEW_AND_OLD_IMAGES",
      },
    });
  });

  it.each([
    ["KEYS_ONLY", undefined, undefined],
    ["NEW_IMAGE", "new", undefined],
    ["OLD_IMAGE", undefined, "old"],
    ["NEW_AND_OLD_IMAGES", "new", "old"],
  ] as const)("carry the images that %s asks for", (stream, newImage, oldImage) => {
    const { put, database } = openDatabase({ table: { ...EVENTS, stream } });
    put(1, { v: { S: "old" } });
    put(1, { v: { S: "new" } });
    const { NewImage, OldImage } =
      database.streamRecords("events", undefined, 10)[1]?.dynamodb ?? {};
    expect([NewImage?.v, OldImage?.v]).toEqual(
      [newImage, oldImage].map((S) => (S === undefined ? undefined : { S })),
    );
  });

  it("come in pages after a sequence number, which grows", () => {
    const { put, database } = openDatabase();
    for (let version = 0; version < 250; version += 1) put(version);
    const seen: string[] = [];
    let after: string | undefined;
    for (;;) {
      const page = database.streamRecords("events", after, 100);
      if (page.length === 0) break;
      seen.push(...page.map(({ dynamodb }) => dynamodb.SequenceNumber));
      after = seen.at(-1);
    }
    expect(new Set(seen).size).toBe(250);
    expect(seen).toEqual([...seen].sort());
    expect(new Set(seen.map((sequence) => sequence.length))).toEqual(new Set([21]));
  });

  it("are kept for 24 hours", () => {
    const { put, database, clock } = openDatabase();
    put(1);
    clock.advance(DAY_MS - 1000);
    put(2);
    const versions = () =>
      database.streamRecords("events", undefined, 10).map(({ dynamodb }) => dynamodb.Keys.sk);
    expect(versions()).toEqual([{ N: "1" }, { N: "2" }]);
    clock.advance(1000);
    expect(versions()).toEqual([{ N: "2" }]);
    clock.advance(DAY_MS);
    expect(versions()).toEqual([]);
  });

  it("of a table without stream do not exist", () => {
    const { stream: _, ...table } = EVENTS;
    const { put, database } = openDatabase({ table });
    put(1);
    expect(database.streamArn("events")).toBeUndefined();
    expect(database.streamRecords("events", undefined, 10)).toEqual([]);
  });
});

describe("listeners", () => {
  it("are called once, later, for several changes", async () => {
    const { put, database } = openDatabase();
    await nextTurn();
    let calls = 0;
    database.onStreamRecord("events", () => {
      calls += 1;
    });
    put(1);
    put(2);
    expect(calls).toBe(0);
    await nextTurn();
    expect(calls).toBe(1);
    put(3);
    await nextTurn();
    expect(calls).toBe(2);
  });

  it("are not called for what changes nothing, nor after they are removed", async () => {
    const { put, database } = openDatabase();
    put(1);
    await nextTurn();
    let calls = 0;
    const stop = database.onStreamRecord("events", () => {
      calls += 1;
    });
    put(1);
    await nextTurn();
    expect(calls).toBe(0);
    stop();
    put(2);
    await nextTurn();
    expect(calls).toBe(0);
  });
});

describe("shard iterators", () => {
  const open = () => {
    const opened = openDatabase();
    const StreamArn = opened.database.streamArn("events");
    const description = opened.database.execute("DescribeStream", { StreamArn });
    const { Shards } = description.StreamDescription as { Shards: { ShardId: string }[] };
    const iterate = (ShardIteratorType: string, more = {}) =>
      opened.database.execute("GetShardIterator", {
        StreamArn,
        ShardId: Shards[0]?.ShardId,
        ShardIteratorType,
        ...more,
      });
    return { ...opened, iterate };
  };

  it("expire after 15 minutes", () => {
    const { database, clock, iterate } = open();
    const iterator = iterate("LATEST");
    clock.advance(15 * 60_000 - 1);
    expect(database.execute("GetRecords", iterator)).toMatchObject({ Records: [] });
    clock.advance(1);
    expect(errorOf(() => database.execute("GetRecords", iterator))).toMatchObject({
      code: "ExpiredIteratorException",
    });
  });

  it("do not reach records older than 24 hours", () => {
    const { put, database, clock, iterate } = open();
    put(1);
    clock.advance(DAY_MS - 1000);
    const iterator = iterate("TRIM_HORIZON");
    clock.advance(2000);
    expect(errorOf(() => database.execute("GetRecords", iterator))).toMatchObject({
      code: "TrimmedDataAccessException",
    });
    const SequenceNumber = "100000000000000000001";
    expect(errorOf(() => iterate("AT_SEQUENCE_NUMBER", { SequenceNumber }))).toMatchObject({
      code: "TrimmedDataAccessException",
    });
  });

  it("are for streams and shards that exist, and numbers that were given", () => {
    const { database, iterate } = open();
    expect(errorOf(() => iterate("LATEST", { ShardId: "other" }))).toMatchObject({
      code: "ResourceNotFoundException",
    });
    expect(errorOf(() => iterate("LATEST", { StreamArn: "arn:other" }))).toMatchObject({
      code: "ResourceNotFoundException",
      message: "Requested resource not found: Stream: arn:other not found",
    });
    expect(errorOf(() => iterate("AT_SEQUENCE_NUMBER"))).toMatchObject({
      code: "ValidationException",
    });
    expect(
      errorOf(() => database.execute("GetRecords", { ShardIterator: "nonsense" })),
    ).toMatchObject({ code: "ValidationException", message: "Invalid ShardIterator" });
  });
});
