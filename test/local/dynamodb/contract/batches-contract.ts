import {
  type AttributeValue,
  BatchGetItemCommand,
  BatchWriteItemCommand,
  type WriteRequest,
} from "@aws-sdk/client-dynamodb";
import { describe, expect, it } from "vitest";
import { EVENTS, ORDERS } from "./contract-tables.ts";
import { type ContractContext, expectRefusal } from "./contract-target.ts";

type Attributes = Record<string, AttributeValue>;

/** BatchWriteItem, BatchGetItem and the descriptions of tables. */
export function describeBatches(context: () => ContractContext): void {
  const event = (version: number): Attributes => ({
    streamId: { S: "batches" },
    version: { N: String(version) },
  });
  const putRequest = (version: number): WriteRequest => ({
    PutRequest: { Item: { ...event(version), data: { S: `v${version}` } } },
  });
  const write = (requests: WriteRequest[]) =>
    context().client.send(new BatchWriteItemCommand({ RequestItems: { [EVENTS.name]: requests } }));
  const read = (Keys: Attributes[], more = {}) =>
    context().client.send(
      new BatchGetItemCommand({ RequestItems: { [EVENTS.name]: { Keys, ...more } } }),
    );
  const refused = (sending: Promise<unknown>, message: string) =>
    expectRefusal(context(), sending, { name: "ValidationException", message });

  describe("batches", () => {
    it("put and delete, and leave nothing unprocessed", async () => {
      await write([putRequest(1), putRequest(2), putRequest(3)]);
      const { UnprocessedItems } = await write([
        { DeleteRequest: { Key: event(2) } },
        putRequest(4),
      ]);
      expect(UnprocessedItems).toEqual({});
      const { Responses, UnprocessedKeys } = await read([1, 2, 3, 4].map(event));
      const found = Responses?.[EVENTS.name]?.map((item) => item.data?.S).sort();
      expect(found).toEqual(["v1", "v3", "v4"]);
      expect(UnprocessedKeys).toEqual({});
    });

    it("read parts of items", async () => {
      await write([putRequest(1)]);
      const projection = {
        ProjectionExpression: "#d",
        ExpressionAttributeNames: { "#d": "data" },
      };
      const { Responses } = await read([event(1)], projection);
      expect(Responses?.[EVENTS.name]).toEqual([{ data: { S: "v1" } }]);
    });

    it("do not take one item twice", async () => {
      const message = "Provided list of item keys contains duplicates";
      await refused(write([putRequest(1), { DeleteRequest: { Key: event(1) } }]), message);
      await refused(read([event(1), event(1)]), message);
    });

    it("take at most 25 writes and 100 reads", async () => {
      const numbers = (count: number) => Array.from({ length: count }, (_, index) => index);
      await write(numbers(25).map(putRequest));
      await refused(
        write(numbers(26).map(putRequest)),
        "Too many items requested for the BatchWriteItem call",
      );
      expect((await read(numbers(100).map(event))).Responses?.[EVENTS.name]?.length).toBe(25);
      await refused(
        read(numbers(101).map(event)),
        "Too many items requested for the BatchGetItem call",
      );
    });
  });

  describe("descriptions", () => {
    it("tell keys, indexes and stream of a table", async () => {
      const { call } = context();
      const events = (await call("DescribeTable", { TableName: EVENTS.name })).body;
      expect(events.Table).toMatchObject({
        TableName: EVENTS.name,
        TableStatus: "ACTIVE",
        KeySchema: [
          { AttributeName: "streamId", KeyType: "HASH" },
          { AttributeName: "version", KeyType: "RANGE" },
        ],
        AttributeDefinitions: [
          { AttributeName: "streamId", AttributeType: "S" },
          { AttributeName: "version", AttributeType: "N" },
        ],
        StreamSpecification: { StreamEnabled: true, StreamViewType: "NEW_AND_OLD_IMAGES" },
      });
      const { LatestStreamArn, TableArn, LatestStreamLabel } = events.Table as Record<
        string,
        string
      >;
      expect(LatestStreamArn).toBe(`${TableArn}/stream/${LatestStreamLabel}`);
      const orders = (await call("DescribeTable", { TableName: ORDERS.name })).body.Table;
      const { GlobalSecondaryIndexes } = orders as {
        readonly GlobalSecondaryIndexes: readonly Record<string, unknown>[];
      };
      const projections = GlobalSecondaryIndexes.map(({ IndexName, Projection }) => [
        IndexName,
        Projection,
      ]);
      expect(Object.fromEntries(projections)).toEqual({
        "by-customer": { ProjectionType: "ALL" },
        "keys-only": { ProjectionType: "KEYS_ONLY" },
        "with-total": { ProjectionType: "INCLUDE", NonKeyAttributes: ["total"] },
      });
    });

    it("list tables in order, page by page", async () => {
      const { call } = context();
      const names: unknown[] = [];
      let start: unknown;
      do {
        const { body } = await call("ListTables", {
          Limit: 1,
          ...(start !== undefined && { ExclusiveStartTableName: start }),
        });
        names.push(...(body.TableNames as readonly unknown[]));
        start = body.LastEvaluatedTableName;
      } while (start !== undefined);
      expect(names.filter((name) => String(name).startsWith("contract-"))).toEqual([
        "contract-blobs",
        "contract-events",
        "contract-names",
        "contract-orders",
        "contract-scanned",
      ]);
    });

    it("tell that time to live is off", async () => {
      const { body } = await context().call("DescribeTimeToLive", { TableName: EVENTS.name });
      expect(body).toEqual({ TimeToLiveDescription: { TimeToLiveStatus: "DISABLED" } });
    });
  });
}
