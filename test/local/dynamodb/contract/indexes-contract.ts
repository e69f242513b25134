import {
  type AttributeValue,
  PutItemCommand,
  QueryCommand,
  type QueryCommandInput,
} from "@aws-sdk/client-dynamodb";
import { beforeAll, describe, expect, it } from "vitest";
import { ORDERS } from "./contract-tables.ts";
import { type ContractContext, expectRefusal } from "./contract-target.ts";

type Attributes = Record<string, AttributeValue>;

/** Query on global secondary indexes. */
export function describeIndexes(context: () => ContractContext): void {
  const put = (TableName: string, Item: Attributes) =>
    context().client.send(new PutItemCommand({ TableName, Item }));
  const refused = (sending: Promise<unknown>, message: string) =>
    expectRefusal(context(), sending, { name: "ValidationException", message });

  describe("indexes", () => {
    const order = (id: string, customer: string | undefined, placed: number): Attributes => ({
      id: { S: id },
      ...(customer !== undefined && { customer: { S: customer } }),
      placed: { N: String(placed) },
      total: { N: "9.5" },
      note: { S: "n" },
    });
    const byCustomer = (more: Partial<QueryCommandInput> = {}) =>
      context().client.send(
        new QueryCommand({
          TableName: ORDERS.name,
          IndexName: "by-customer",
          KeyConditionExpression: "customer = :p",
          ExpressionAttributeValues: { ":p": { S: "c1" } },
          ...more,
        }),
      );
    const ids = (items: readonly Attributes[] | undefined) => items?.map((item) => item.id?.S);

    beforeAll(async () => {
      await put(ORDERS.name, order("o3", "c1", 30));
      await put(ORDERS.name, order("o1", "c1", 10));
      await put(ORDERS.name, order("o2", "c1", 20));
      await put(ORDERS.name, order("o4", "c2", 5));
      await put(ORDERS.name, order("o5", undefined, 5));
    });

    it("hold the items that have their keys, in their order", async () => {
      expect(ids((await byCustomer()).Items)).toEqual(["o1", "o2", "o3"]);
    });

    it("show what they project", async () => {
      const shown = async (IndexName: string) =>
        (await byCustomer({ IndexName, Limit: 1 })).Items?.[0];
      expect(await shown("by-customer")).toEqual(order("o1", "c1", 10));
      const { note: _, total, ...keys } = order("o1", "c1", 10);
      expect(await shown("keys-only")).toEqual(keys);
      expect(await shown("with-total")).toEqual({ ...keys, total });
    });

    it("follow changes of the items", async () => {
      await put(ORDERS.name, order("moved", "c3", 1));
      const c3 = { ExpressionAttributeValues: { ":p": { S: "c3" } } };
      expect(ids((await byCustomer(c3)).Items)).toEqual(["moved"]);
      await put(ORDERS.name, order("moved", "c4", 1));
      expect(ids((await byCustomer(c3)).Items)).toEqual([]);
    });

    it("page by their keys and the table's", async () => {
      const first = await byCustomer({ Limit: 2 });
      expect(first.LastEvaluatedKey).toEqual({
        id: { S: "o2" },
        customer: { S: "c1" },
        placed: { N: "20" },
      });
      const second = await byCustomer({ ExclusiveStartKey: first.LastEvaluatedKey });
      expect(ids(second.Items)).toEqual(["o3"]);
    });

    it("cannot be read consistently, nor beyond what they project, nor when they do not exist", async () => {
      await refused(
        byCustomer({ ConsistentRead: true }),
        "Consistent reads are not supported on global secondary indexes",
      );
      await refused(
        byCustomer({ IndexName: "keys-only", ProjectionExpression: "note" }),
        "One or more parameter values were invalid: Global secondary index keys-only does not project [note]",
      );
      await refused(
        byCustomer({ IndexName: "missing" }),
        "The table does not have the specified index: missing",
      );
    });
  });
}
