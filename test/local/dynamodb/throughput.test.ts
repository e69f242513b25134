import { describe, expect, it } from "vitest";
import { createMemoryJournal } from "./support/memory-journal.ts";
import { openDatabase } from "./support/open-database.ts";

const PUTS = 20_000;

/** Generous, because machines differ and share: a linear cost a put would miss it by far. */
const MOST_MS = 5_000;

describe("conditional puts", () => {
  it("keep their speed behind a stream of 100,000 records", () => {
    const { database } = openDatabase({ journal: createMemoryJournal() });
    const put = (version: number) =>
      database.execute("PutItem", {
        TableName: "events",
        Item: {
          pk: { S: `order-${version % 1000}` },
          sk: { N: String(version) },
          type: { S: "OrderPlaced" },
          payload: { M: { total: { N: "12.5" }, lines: { L: [{ S: "a" }, { S: "b" }] } } },
        },
        ConditionExpression: "attribute_not_exists(pk)",
      });
    for (let version = 0; version < 100_000; version += 1) put(version);
    const start = performance.now();
    for (let version = 100_000; version < 100_000 + PUTS; version += 1) put(version);
    expect(performance.now() - start).toBeLessThan(MOST_MS);
    expect(database.streamRecords("events", undefined, 5).length).toBe(5);
    expect(database.tables()).toEqual([{ name: "events", itemCount: 100_000 + PUTS }]);
  }, 60_000);
});
