import {
  type AttributeValue,
  PutItemCommand,
  QueryCommand,
  type QueryCommandInput,
} from "@aws-sdk/client-dynamodb";
import { beforeAll, describe, expect, it } from "vitest";
import { BLOBS, EVENTS, NAMES } from "./contract-tables.ts";
import { type ContractContext, expectRefusal } from "./contract-target.ts";

type Attributes = Record<string, AttributeValue>;

const VERSIONS = ["-3", "-1.5", "0", "0.25", "1", "2", "10", "1e3"];
/** In DynamoDB's order: by UTF-8 bytes, so that 😀 (U+1F600) comes after U+E000. */
const SORTED_NAMES = ["10", "9", "Z", "a", "ab", "b", "é", "\ue000", "😀"];
const SORTED_DIGESTS = [[0], [97], [97, 98], [127], [128], [255], [255, 0]];

const PAGE_ITEMS = 8;
const PAGE_TEXT = "x".repeat(300_000);

/** Query on a table: order, ranges, pages, filters. */
export function describeQueries(context: () => ContractContext): void {
  const put = (TableName: string, Item: Attributes) =>
    context().client.send(new PutItemCommand({ TableName, Item }));
  const query = (input: Partial<QueryCommandInput>) =>
    context().client.send(
      new QueryCommand({
        TableName: EVENTS.name,
        ExpressionAttributeValues: { ":p": { S: "q" } },
        KeyConditionExpression: "streamId = :p",
        ...input,
      }),
    );
  const versions = (items: readonly Attributes[] | undefined) =>
    items?.map((item) => Number(item.version?.N));
  const range = async (condition: string, values: Attributes, more = {}) => {
    const { Items } = await query({
      KeyConditionExpression: `streamId = :p AND ${condition}`,
      ExpressionAttributeValues: { ":p": { S: "q" }, ...values },
      ...more,
    });
    return versions(Items);
  };
  const refused = (sending: Promise<unknown>, message: string, localMessage?: string) =>
    expectRefusal(context(), sending, {
      name: "ValidationException",
      message,
      ...(localMessage !== undefined && { localMessage }),
    });

  describe("queries", () => {
    beforeAll(async () => {
      for (const [index, N] of VERSIONS.entries())
        await put(EVENTS.name, {
          streamId: { S: "q" },
          version: { N },
          odd: { BOOL: index % 2 === 1 },
          data: { M: { index: { N: String(index) } } },
        });
      await put(EVENTS.name, { streamId: { S: "other" }, version: { N: "1" } });
      for (const S of [...SORTED_NAMES].reverse())
        await put(NAMES.name, { kind: { S: "k" }, name: { S } });
      for (const bytes of [...SORTED_DIGESTS].reverse())
        await put(BLOBS.name, { owner: { S: "o" }, digest: { B: Uint8Array.from(bytes) } });
      for (let index = 0; index < PAGE_ITEMS; index += 1)
        await put(EVENTS.name, {
          streamId: { S: "pages" },
          version: { N: String(index) },
          text: { S: PAGE_TEXT },
        });
    }, 30_000);

    it("sort numbers by value, both ways", async () => {
      const sorted = [-3, -1.5, 0, 0.25, 1, 2, 10, 1000];
      expect(versions((await query({})).Items)).toEqual(sorted);
      expect(versions((await query({ ScanIndexForward: false })).Items)).toEqual(
        [...sorted].reverse(),
      );
    });

    it("sort texts by their UTF-8 bytes", async () => {
      const { Items } = await query({
        TableName: NAMES.name,
        KeyConditionExpression: "kind = :p",
        ExpressionAttributeValues: { ":p": { S: "k" } },
      });
      expect(Items?.map((item) => item.name?.S)).toEqual(SORTED_NAMES);
    });

    it("sort binaries by unsigned bytes", async () => {
      const { Items } = await query({
        TableName: BLOBS.name,
        KeyConditionExpression: "#o = :p",
        ExpressionAttributeNames: { "#o": "owner" },
        ExpressionAttributeValues: { ":p": { S: "o" } },
      });
      expect(Items?.map((item) => [...(item.digest?.B ?? [])])).toEqual(SORTED_DIGESTS);
    });

    it("take a range of sort keys", async () => {
      expect(await range("version = :v", { ":v": { N: "1.0" } })).toEqual([1]);
      expect(await range("version < :v", { ":v": { N: "0" } })).toEqual([-3, -1.5]);
      expect(await range("version <= :v", { ":v": { N: "0" } })).toEqual([-3, -1.5, 0]);
      expect(await range("version > :v", { ":v": { N: "2" } })).toEqual([10, 1000]);
      expect(await range("version >= :v", { ":v": { N: "2" } })).toEqual([2, 10, 1000]);
      const bounds = { ":a": { N: "0" }, ":b": { N: "2" } };
      expect(await range("version BETWEEN :a AND :b", bounds)).toEqual([0, 0.25, 1, 2]);
      expect(await range("version BETWEEN :a AND :b", bounds, { ScanIndexForward: false })).toEqual(
        [2, 1, 0.25, 0],
      );
      expect(await range("version > :v", { ":v": { N: "1000" } })).toEqual([]);
    });

    it("find texts by prefix", async () => {
      const { Items } = await query({
        TableName: NAMES.name,
        KeyConditionExpression: "kind = :p AND begins_with(#n, :a)",
        ExpressionAttributeNames: { "#n": "name" },
        ExpressionAttributeValues: { ":p": { S: "k" }, ":a": { S: "a" } },
      });
      expect(Items?.map((item) => item.name?.S)).toEqual(["a", "ab"]);
    });

    it("go on from the last key, also when that item is gone", async () => {
      const first = await query({ Limit: 3 });
      expect(first.LastEvaluatedKey).toEqual({ streamId: { S: "q" }, version: { N: "0" } });
      const second = await query({ Limit: 3, ExclusiveStartKey: first.LastEvaluatedKey });
      expect(versions(second.Items)).toEqual([0.25, 1, 2]);
      const between = { streamId: { S: "q" }, version: { N: "1.5" } };
      expect(versions((await query({ ExclusiveStartKey: between })).Items)).toEqual([2, 10, 1000]);
      const back = await query({ ExclusiveStartKey: between, ScanIndexForward: false, Limit: 2 });
      expect(versions(back.Items)).toEqual([1, 0.25]);
    });

    it("say that there may be more when the limit is just met, and nothing at the end", async () => {
      const all = await query({ Limit: VERSIONS.length });
      expect(all.LastEvaluatedKey).toEqual({ streamId: { S: "q" }, version: { N: "1000" } });
      expect(await query({ ExclusiveStartKey: all.LastEvaluatedKey })).toMatchObject({
        Items: [],
        Count: 0,
      });
      expect((await query({ Limit: VERSIONS.length + 1 })).LastEvaluatedKey).toBeUndefined();
    });

    it("end a page after 1 MB", async () => {
      const pages = { ExpressionAttributeValues: { ":p": { S: "pages" } } };
      const first = await query(pages);
      expect(versions(first.Items)).toEqual([0, 1, 2, 3]);
      expect(first.LastEvaluatedKey).toEqual({ streamId: { S: "pages" }, version: { N: "3" } });
      const second = await query({ ...pages, ExclusiveStartKey: first.LastEvaluatedKey });
      expect(versions(second.Items)).toEqual([4, 5, 6, 7]);
    });

    it("filter after reading: the limit counts what was read", async () => {
      const filtered = await query({
        FilterExpression: "odd = :yes",
        ExpressionAttributeValues: { ":p": { S: "q" }, ":yes": { BOOL: true } },
        Limit: 3,
      });
      expect(versions(filtered.Items)).toEqual([-1.5]);
      expect(filtered).toMatchObject({ Count: 1, ScannedCount: 3 });
      expect(filtered.LastEvaluatedKey).toEqual({ streamId: { S: "q" }, version: { N: "0" } });
    });

    it("count without items, and show parts of items", async () => {
      const counted = await query({ Select: "COUNT" });
      expect(counted).toMatchObject({ Count: 8, ScannedCount: 8 });
      expect(counted.Items).toBeUndefined();
      const parts = await query({
        ProjectionExpression: "#d.#i",
        ExpressionAttributeNames: { "#d": "data", "#i": "index" },
        Limit: 1,
      });
      expect(parts.Items).toEqual([{ data: { M: { index: { N: "0" } } } }]);
    });

    it("are charged by what they read", async () => {
      const eventual = await query({ ReturnConsumedCapacity: "TOTAL" });
      expect(eventual.ConsumedCapacity).toEqual({ TableName: EVENTS.name, CapacityUnits: 0.5 });
      const consistent = await query({ ReturnConsumedCapacity: "TOTAL", ConsistentRead: true });
      expect(consistent.ConsumedCapacity?.CapacityUnits).toBe(1);
    });

    it.each<[string, string, string?]>([
      ["streamId > :p", "Query key condition not supported"],
      ["streamId = :p AND version <> :v", "Invalid operator used in KeyConditionExpression: <>"],
      ["streamId = :p OR version = :v", "Invalid operator used in KeyConditionExpression: OR"],
      [
        "version = :v",
        "Query condition missed key schema element: streamId",
        "Query condition missed key schema element",
      ],
      [
        "streamId = :p AND version > :v AND version < :v",
        "KeyConditionExpressions must only contain one condition per key",
      ],
      [
        "streamId = :v",
        "One or more parameter values were invalid: Condition parameter type does not match schema type",
      ],
      [
        "streamId = :p AND begins_with(version, :v)",
        "Invalid KeyConditionExpression: Incorrect operand type for operator or function; operator or function: begins_with, operand type: N",
      ],
      [
        "streamId = :p AND size(version) = :v",
        "KeyConditionExpressions cannot contain nested operations",
      ],
      [
        "streamId.a = :p",
        "Key attributes must be scalars; list random access '[]' and map lookup '.' are not allowed: Key: streamId",
      ],
    ])(
      "need a key condition: '%s' is none",
      async (KeyConditionExpression, message, localMessage) => {
        const values: Attributes = { ":p": { S: "q" }, ":v": { N: "1" } };
        const used = Object.entries(values).filter(([name]) =>
          KeyConditionExpression.includes(name),
        );
        const input = {
          KeyConditionExpression,
          ExpressionAttributeValues: Object.fromEntries(used),
        };
        await refused(query(input), message, localMessage);
      },
    );

    it("do not filter by keys, and need a limit of at least 1", async () => {
      await refused(
        query({
          FilterExpression: "version = :v",
          ExpressionAttributeValues: { ":p": { S: "q" }, ":v": { N: "1" } },
        }),
        "Filter Expression can only contain non-primary key attributes: Primary key attribute: version",
      );
      await refused(
        query({ Limit: 0 }),
        "1 validation error detected: Value '0' at 'limit' failed to satisfy constraint: Member must have value greater than or equal to 1",
        "Limit must be greater than or equal to 1",
      );
    });
  });
}
