import { describe, expect, it } from "vitest";
import type { TableDefinition } from "../../../generator/local/ports.ts";
import { EVENTS, errorOf, openDatabase } from "./support/open-database.ts";

const INDEXED: TableDefinition = {
  ...EVENTS,
  attributes: [...EVENTS.attributes, { name: "g", type: "S" }],
  indexes: [{ name: "by-g", hashKey: "g", projection: "ALL" }],
};

describe("a table", () => {
  it("keeps its items and stream when it is defined again", () => {
    const { put, database, clock } = openDatabase();
    put(1);
    const arn = database.streamArn("events");
    clock.advance(1000);
    database.createTable({ ...EVENTS });
    database.createTable({ ...EVENTS, timeToLiveAttribute: "t" });
    expect(database.streamArn("events")).toBe(arn);
    expect(database.streamRecords("events", undefined, 10).length).toBe(1);
    expect(database.tables()).toEqual([{ name: "events", itemCount: 1 }]);
  });

  it("gets a new, empty stream with another view type", () => {
    const { put, database } = openDatabase();
    put(1);
    const arn = database.streamArn("events");
    database.createTable({ ...EVENTS, stream: "KEYS_ONLY" });
    expect(database.streamArn("events")).toBe(
      "arn:aws:dynamodb:eu-central-1:123456789012:table/events/stream/2026-01-01T00:00:00.001",
    );
    expect(database.streamArn("events")).not.toBe(arn);
    expect(database.streamRecords("events", undefined, 10)).toEqual([]);
  });

  it("cannot change its keys", () => {
    const { database } = openDatabase();
    const { rangeKey: _, ...hashOnly } = EVENTS;
    expect(() => database.createTable(hashOnly)).toThrow(
      "Table events exists with the keys pk (S), sk (N), but the definition asks for pk (S).",
    );
    const retyped = {
      ...EVENTS,
      attributes: EVENTS.attributes.map((a) => ({ ...a, type: "S" as const })),
    };
    expect(() => database.createTable(retyped)).toThrow("asks for pk (S), sk (S)");
  });

  it("fills a new index with the items that are there", () => {
    const { put, database } = openDatabase();
    put(1, { g: { S: "x" } });
    put(2, { g: { N: "1" } });
    put(3);
    put(4, { g: { S: "" } });
    database.createTable(INDEXED);
    const { Items } = database.execute("Query", {
      TableName: "events",
      IndexName: "by-g",
      KeyConditionExpression: "g = :g",
      ExpressionAttributeValues: { ":g": { S: "x" } },
    });
    expect(Items).toMatchObject([{ sk: { N: "1" } }]);
    expect(database.execute("Scan", { TableName: "events", IndexName: "by-g" }).Count).toBe(1);
  });

  it("can be named by its ARN", () => {
    const { put, database } = openDatabase();
    put(1);
    const TableName = database.tableArn("events");
    expect(TableName).toBe("arn:aws:dynamodb:eu-central-1:123456789012:table/events");
    expect(database.execute("Scan", { TableName }).Count).toBe(1);
  });

  it("is described with its present size", () => {
    const { put, remove, database } = openDatabase();
    put(1, { v: { S: "x".repeat(10) } });
    put(2);
    remove(2);
    const { Table } = database.execute("DescribeTable", { TableName: "events" });
    expect(Table).toMatchObject({ ItemCount: 1, TableSizeBytes: 18 });
    expect(errorOf(() => database.execute("DescribeTable", { TableName: "other" }))).toMatchObject({
      code: "ResourceNotFoundException",
      message: "Requested resource not found: Table: other not found",
    });
  });
});

describe("what the local run does not know", () => {
  it("is refused by name: operations", () => {
    const { database } = openDatabase();
    expect(errorOf(() => database.execute("ExecuteStatement", {}))).toMatchObject({
      code: "UnknownOperationException",
      statusCode: 400,
      message: expect.stringContaining("does not support the operation ExecuteStatement"),
    });
    expect(errorOf(() => database.execute("constructor", {}))).toMatchObject({
      code: "UnknownOperationException",
    });
  });

  it("is refused by name: legacy parameters", () => {
    const { database } = openDatabase();
    const get = { TableName: "events", Key: { pk: { S: "a" }, sk: { N: "1" } } };
    expect(
      errorOf(() => database.execute("GetItem", { ...get, AttributesToGet: ["pk"] })),
    ).toMatchObject({
      code: "ValidationException",
      message: expect.stringContaining("legacy parameter AttributesToGet"),
    });
  });

  it.each([
    [{ N: 1 }, "NUMBER_VALUE cannot be converted to String"],
    [{ S: true }, "TRUE_VALUE cannot be converted to String"],
    [{ BOOL: "true" }, "STRING_VALUE cannot be converted to Boolean"],
    [{ B: "a" }, "Base64 encoded length is expected a multiple of 4 bytes but found: 1"],
    [{ L: {} }, "Unexpected value type in payload"],
    [{ M: [] }, "Unexpected value type in payload"],
    ["text", "Unexpected value type in payload"],
  ])("is refused as AWS refuses malformed JSON: %j", (value, message) => {
    const { put } = openDatabase();
    expect(errorOf(() => put(1, { v: value }))).toMatchObject({
      code: "SerializationException",
      message,
    });
  });
});
