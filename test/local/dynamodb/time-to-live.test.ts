import { describe, expect, it } from "vitest";
import type { TableDefinition } from "../../../generator/local/ports.ts";
import { createManualClock } from "./support/manual-clock.ts";
import { createMemoryJournal } from "./support/memory-journal.ts";
import { EVENTS, openDatabase } from "./support/open-database.ts";

const TABLE: TableDefinition = { ...EVENTS, timeToLiveAttribute: "expires" };
const START = Date.UTC(2026, 0, 1);
const inSeconds = (seconds: number) => ({ expires: { N: String(START / 1000 + seconds) } });

describe("time to live", () => {
  it("deletes an item within seconds of its time, not before", () => {
    const { put, item, clock } = openDatabase({ table: TABLE });
    put(1, inSeconds(60));
    clock.advance(60_000);
    expect(item(1)).toBeDefined();
    clock.advance(5_000);
    expect(item(1)).toBeUndefined();
  });

  it("leaves a record that names the service, as only expiry does", () => {
    const { put, remove, database, clock } = openDatabase({ table: TABLE });
    put(1, inSeconds(60));
    put(2);
    remove(2);
    clock.advance(65_000);
    const removals = database
      .streamRecords("events", undefined, 10)
      .filter(({ eventName }) => eventName === "REMOVE");
    expect(removals.map(({ dynamodb, userIdentity }) => [dynamodb.Keys.sk, userIdentity])).toEqual([
      [{ N: "2" }, undefined],
      [{ N: "1" }, { type: "Service", principalId: "dynamodb.amazonaws.com" }],
    ]);
    expect(removals[1]?.dynamodb.OldImage).toMatchObject(inSeconds(60));
  });

  it("names the service in GetRecords as the API spells it", () => {
    const { put, database, clock } = openDatabase({ table: TABLE });
    put(1, inSeconds(1));
    clock.advance(5_000);
    const StreamArn = database.streamArn("events");
    const described = database.execute("DescribeStream", { StreamArn });
    const [{ ShardId } = { ShardId: "" }] = (
      described.StreamDescription as { Shards: { ShardId: string }[] }
    ).Shards;
    const ShardIteratorType = "TRIM_HORIZON";
    const iterator = database.execute("GetShardIterator", {
      StreamArn,
      ShardId,
      ShardIteratorType,
    });
    const { Records } = database.execute("GetRecords", iterator) as { Records: object[] };
    expect(Records[1]).toMatchObject({
      eventName: "REMOVE",
      userIdentity: { Type: "Service", PrincipalId: "dynamodb.amazonaws.com" },
    });
    expect(Records[1]).not.toHaveProperty("eventSourceARN");
  });

  it("follows a changed time, and ignores what is no number or lies years back", () => {
    const { put, item, clock } = openDatabase({ table: TABLE });
    put(1, inSeconds(10));
    put(1, inSeconds(1000));
    put(2, { expires: { S: String(START / 1000) } });
    put(3, { expires: { N: String(START / 1000 - 6 * 365 * 86_400) } });
    clock.advance(60_000);
    expect([1, 2, 3].map((version) => item(version) !== undefined)).toEqual([true, true, true]);
    clock.advance(1_000_000);
    expect(item(1)).toBeUndefined();
  });

  it("wakes up earlier when an item with an earlier time comes", () => {
    const { put, item, clock } = openDatabase({ table: TABLE });
    put(1, inSeconds(3000));
    put(2, inSeconds(30));
    clock.advance(35_000);
    expect([item(1) !== undefined, item(2)]).toEqual([true, undefined]);
  });

  it("deletes many items that expire together, and far ones in time", () => {
    const { put, database, clock, item } = openDatabase({ table: TABLE });
    for (let version = 0; version < 250; version += 1) put(version, inSeconds(30));
    put(1000, inSeconds(100 * 86_400));
    clock.advance(40_000);
    expect(database.tables()).toEqual([{ name: "events", itemCount: 1 }]);
    clock.advance(101 * 86_400_000);
    expect(item(1000)).toBeUndefined();
  });

  it("goes on after a restart, also for items that expired meanwhile", () => {
    const journal = createMemoryJournal();
    const clock = createManualClock();
    const first = openDatabase({ journal, clock, table: TABLE });
    first.put(1, inSeconds(60));
    first.put(2, inSeconds(600));
    const later = createManualClock(START + 300_000);
    const { item } = openDatabase({ journal, clock: later, table: TABLE });
    later.advance(5_000);
    expect([item(1), item(2) !== undefined]).toEqual([undefined, true]);
    later.advance(600_000);
    expect(item(2)).toBeUndefined();
  });

  it("is still the service in records read after restarts", () => {
    const journal = createMemoryJournal();
    const clock = createManualClock();
    const first = openDatabase({ journal, clock, table: TABLE });
    first.put(1, inSeconds(1));
    clock.advance(5_000);
    for (let restart = 0; restart < 2; restart += 1) {
      const { database } = openDatabase({ journal, clock, table: TABLE });
      const [, removal] = database.streamRecords("events", undefined, 10);
      expect(removal?.userIdentity?.principalId).toBe("dynamodb.amazonaws.com");
    }
  });

  it("starts for items that are there when it is switched on", () => {
    const { put, database, clock, item } = openDatabase();
    put(1, inSeconds(60));
    clock.advance(120_000);
    expect(item(1)).toBeDefined();
    database.createTable(TABLE);
    clock.advance(5_000);
    expect(item(1)).toBeUndefined();
    expect(database.execute("DescribeTimeToLive", { TableName: "events" })).toEqual({
      TimeToLiveDescription: { TimeToLiveStatus: "ENABLED", AttributeName: "expires" },
    });
  });
});
