import { describe, expect, it } from "vitest";
import type { TableDefinition } from "../../../generator/local/ports.ts";
import { createManualClock } from "./support/manual-clock.ts";
import { createMemoryJournal } from "./support/memory-journal.ts";
import { EVENTS, errorOf, openDatabase } from "./support/open-database.ts";

const DAY_MS = 24 * 60 * 60 * 1000;

describe("after a restart", () => {
  it("items are as they were left, hostile names and all", () => {
    const journal = createMemoryJournal();
    const first = openDatabase({ journal });
    first.put(1, { ["__proto__"]: { S: "x" }, m: { M: { ["__proto__"]: { N: "1" } } } });
    first.put(2, { v: { S: "old" } });
    first.put(2, { v: { S: "new" } });
    first.put(3);
    first.remove(3);
    const { database, item } = openDatabase({ journal });
    expect(database.tables()).toEqual([{ name: "events", itemCount: 2 }]);
    expect(JSON.stringify(item(1))).toBe(JSON.stringify(first.item(1)));
    expect(JSON.stringify(item(1))).toContain('"__proto__":{"S":"x"}');
    expect(item(2)).toMatchObject({ v: { S: "new" } });
    expect(item(3)).toBeUndefined();
  });

  it("a query finds them in order, through indexes too", () => {
    const table: TableDefinition = {
      ...EVENTS,
      attributes: [...EVENTS.attributes, { name: "g", type: "S" }],
      indexes: [{ name: "by-g", hashKey: "g", projection: "KEYS_ONLY" }],
    };
    const journal = createMemoryJournal();
    const first = openDatabase({ journal, table });
    for (const version of [3, 1, 2]) first.put(version, { g: { S: "x" } });
    const { database } = openDatabase({ journal, table });
    const query = (input: object) => database.execute("Query", { TableName: "events", ...input });
    const byKey = query({
      KeyConditionExpression: "pk = :p",
      ExpressionAttributeValues: { ":p": { S: "a" } },
    });
    expect((byKey.Items as { sk: unknown }[]).map(({ sk }) => sk)).toEqual([
      { N: "1" },
      { N: "2" },
      { N: "3" },
    ]);
    const byIndex = query({
      IndexName: "by-g",
      KeyConditionExpression: "g = :g",
      ExpressionAttributeValues: { ":g": { S: "x" } },
    });
    expect(byIndex.Count).toBe(3);
  });

  it("the stream goes on under its ARN, with the same records and numbers", () => {
    const clock = createManualClock();
    const journal = createMemoryJournal();
    const first = openDatabase({ journal, clock });
    first.put(1, { v: { S: "a" } });
    first.put(1, { v: { S: "b" } });
    const records = first.database.streamRecords("events", undefined, 10);
    expect(records.length).toBe(2);
    clock.advance(5000);
    for (let restart = 0; restart < 2; restart += 1) {
      const { database } = openDatabase({ journal, clock });
      expect(database.streamArn("events")).toBe(first.database.streamArn("events"));
      expect(JSON.stringify(database.streamRecords("events", undefined, 10))).toBe(
        JSON.stringify(records),
      );
    }
    const again = openDatabase({ journal, clock });
    again.put(2);
    const [next] = again.database.streamRecords("events", records[1]?.dynamodb.SequenceNumber, 10);
    expect(next?.dynamodb.Keys).toEqual({ pk: { S: "a" }, sk: { N: "2" } });
  });

  it("a transaction's token still counts", () => {
    const journal = createMemoryJournal();
    const clock = createManualClock();
    const transaction = (version: number) => ({
      ClientRequestToken: "token",
      TransactItems: [
        { Put: { TableName: "events", Item: { pk: { S: "a" }, sk: { N: String(version) } } } },
      ],
    });
    openDatabase({ journal, clock }).database.execute("TransactWriteItems", transaction(1));
    for (let restart = 0; restart < 2; restart += 1) {
      const { database } = openDatabase({ journal, clock });
      expect(errorOf(() => database.execute("TransactWriteItems", transaction(2)))).toMatchObject({
        code: "IdempotentParameterMismatchException",
      });
    }
  });

  it("the journal is a snapshot: it no longer holds what was overwritten", () => {
    const journal = createMemoryJournal();
    const clock = createManualClock();
    const first = openDatabase({ journal, clock });
    for (let round = 0; round < 500; round += 1) first.put(1, { round: { N: String(round) } });
    expect(journal.lines.length).toBe(501);
    clock.advance(DAY_MS + 1);
    const { item } = openDatabase({ journal, clock });
    expect(journal.lines.length).toBe(2);
    expect(item(1)).toMatchObject({ round: { N: "499" } });
  });
});

describe("the journal", () => {
  it("has the change before the caller has the answer, and nothing changes when it fails", () => {
    const journal = createMemoryJournal();
    const { put, item, database } = openDatabase({ journal });
    put(1, { v: { S: "kept" } });
    journal.append = () => {
      throw new Error("disk full");
    };
    expect(() => put(1, { v: { S: "lost" } })).toThrow("disk full");
    expect(item(1)).toMatchObject({ v: { S: "kept" } });
    expect(database.streamRecords("events", undefined, 10).length).toBe(1);
  });

  it("gets one entry for all writes of a transaction", () => {
    const journal = createMemoryJournal();
    const { database } = openDatabase({ journal });
    const before = journal.lines.length;
    const put = (version: string) => ({
      Put: { TableName: "events", Item: { pk: { S: "a" }, sk: { N: version } } },
    });
    database.execute("TransactWriteItems", { TransactItems: [put("1"), put("2")] });
    expect(journal.lines.length).toBe(before + 1);
  });

  it("gets nothing for reads, refused writes and writes that change nothing", () => {
    const journal = createMemoryJournal();
    const { put, item, remove } = openDatabase({ journal });
    put(1, { v: { S: "x" } });
    const before = journal.lines.length;
    item(1);
    put(1, { v: { S: "x" } });
    remove(2);
    expect(errorOf(() => put(1, { v: {} }))).toMatchObject({ code: "ValidationException" });
    expect(journal.lines.length).toBe(before);
  });
});
