import {
  type AttributeValue,
  GetItemCommand,
  PutItemCommand,
  TransactGetItemsCommand,
  type TransactWriteItem,
  TransactWriteItemsCommand,
} from "@aws-sdk/client-dynamodb";
import { beforeEach, describe, expect, it } from "vitest";
import { EVENTS, ORDERS } from "./contract-tables.ts";
import { type ContractContext, expectRefusal } from "./contract-target.ts";

type Attributes = Record<string, AttributeValue>;

const CANCELLED = "Transaction cancelled, please refer cancellation reasons for specific reasons ";

/** TransactWriteItems and TransactGetItems. */
export function describeTransactions(context: () => ContractContext): void {
  const event = (version: number): Attributes => ({
    streamId: { S: "transactions" },
    version: { N: String(version) },
  });
  const put = (Item: Attributes, more = {}): TransactWriteItem => ({
    Put: { TableName: EVENTS.name, Item, ...more },
  });
  const unlessThere = { ConditionExpression: "attribute_not_exists(version)" };
  const transact = (TransactItems: TransactWriteItem[], more = {}) =>
    context().client.send(new TransactWriteItemsCommand({ TransactItems, ...more }));
  const get = async (Key: Attributes, TableName = EVENTS.name) =>
    (await context().client.send(new GetItemCommand({ TableName, Key }))).Item;
  const refused = (sending: Promise<unknown>, message: string, localMessage?: string) =>
    expectRefusal(context(), sending, {
      name: "ValidationException",
      message,
      ...(localMessage !== undefined && { localMessage }),
    });

  describe("transactions", () => {
    beforeEach(async () => {
      const { client } = context();
      for (const version of [1, 2, 3, 4]) {
        const remove = { Delete: { TableName: EVENTS.name, Key: event(version) } };
        await client.send(new TransactWriteItemsCommand({ TransactItems: [remove] }));
      }
      const Item = { id: { S: "head" }, version: { N: "0" } };
      await client.send(new PutItemCommand({ TableName: ORDERS.name, Item }));
    });

    it("make all writes together, over several tables", async () => {
      await putEvent(event(2));
      await transact([
        put(event(1), unlessThere),
        { Delete: { TableName: EVENTS.name, Key: event(2) } },
        {
          Update: {
            TableName: ORDERS.name,
            Key: { id: { S: "head" } },
            UpdateExpression: "SET version = version + :one",
            ConditionExpression: "version = :zero",
            ExpressionAttributeValues: { ":one": { N: "1" }, ":zero": { N: "0" } },
          },
        },
        {
          ConditionCheck: {
            TableName: EVENTS.name,
            Key: event(3),
            ConditionExpression: "attribute_not_exists(version)",
          },
        },
      ]);
      expect(await get(event(1))).toEqual(event(1));
      expect(await get(event(2))).toBeUndefined();
      expect(await get({ id: { S: "head" } }, ORDERS.name)).toEqual({
        id: { S: "head" },
        version: { N: "1" },
      });
    });

    it("make none when a condition fails, and give each action's reason in order", async () => {
      await putEvent({ ...event(2), data: { S: "there" } });
      const error = await expectRefusal(
        context(),
        transact([
          put(event(1), unlessThere),
          put(event(2), { ...unlessThere, ReturnValuesOnConditionCheckFailure: "ALL_OLD" }),
          put(event(3)),
        ]),
        {
          name: "TransactionCanceledException",
          message: `${CANCELLED}[None, ConditionalCheckFailed, None]`,
        },
      );
      expect(error.CancellationReasons).toEqual([
        { Code: "None" },
        {
          Code: "ConditionalCheckFailed",
          Message: "The conditional request failed",
          Item: { ...event(2), data: { S: "there" } },
        },
        { Code: "None" },
      ]);
      expect(await get(event(1))).toBeUndefined();
      expect(await get(event(3))).toBeUndefined();
    });

    it("give no item in the reason unless asked", async () => {
      await putEvent(event(2));
      const error = await expectRefusal(context(), transact([put(event(2), unlessThere)]), {
        name: "TransactionCanceledException",
        message: `${CANCELLED}[ConditionalCheckFailed]`,
      });
      const [reason] = error.CancellationReasons as readonly object[];
      expect(reason).toEqual({
        Code: "ConditionalCheckFailed",
        Message: "The conditional request failed",
      });
    });

    it("do not take two actions on one item", async () => {
      await refused(
        transact([put(event(1)), { Delete: { TableName: EVENTS.name, Key: event(1) } }]),
        "Transaction request cannot include multiple operations on one item",
      );
    });

    it("take at most 100 actions", async () => {
      const items = (count: number) =>
        Array.from({ length: count }, (_, index) =>
          put({ streamId: { S: "hundred" }, version: { N: String(index) } }),
        );
      await transact(items(100));
      await refused(
        transact(items(101)),
        "1 validation error detected: Value at 'transactItems' failed to satisfy constraint: Member must have length less than or equal to 100",
        "Member must have length less than or equal to 100",
      );
    });

    it("take at most 4 MB", async () => {
      const items = Array.from({ length: 11 }, (_, index) =>
        put({ ...event(index + 10), text: { S: "x".repeat(400_000) } }),
      );
      const error = await transact(items).catch((reason: Error) => reason);
      expect(error).toMatchObject({ name: "ValidationException" });
      expect((error as Error).message).toMatch(/^Transaction payload size cannot exceed 4MB/);
    });

    it("run once for one token", async () => {
      const token = { ClientRequestToken: `once-${Date.now()}` };
      await transact([put({ ...event(1), n: { N: "1" } }, unlessThere)], token);
      await transact([put({ ...event(1), n: { N: "1" } }, unlessThere)], token);
      expect(await get(event(1))).toEqual({ ...event(1), n: { N: "1" } });
      const error = await transact([put(event(4))], token).catch((reason: Error) => reason);
      expect(error).toMatchObject({ name: "IdempotentParameterMismatchException" });
      expect(await get(event(4))).toBeUndefined();
    });

    it("may run again under the token of one that was cancelled", async () => {
      await putEvent(event(1));
      const token = { ClientRequestToken: `again-${Date.now()}` };
      const action = put({ ...event(1), n: { N: "1" } }, unlessThere);
      const first = await transact([action], token).catch((reason: Error) => reason);
      expect(first).toMatchObject({ name: "TransactionCanceledException" });
      await transact([{ Delete: { TableName: EVENTS.name, Key: event(1) } }]);
      await transact([action], token);
      expect(await get(event(1))).toEqual({ ...event(1), n: { N: "1" } });
    });

    it("read several items, in request order, with gaps", async () => {
      await putEvent({ ...event(1), a: { S: "x" }, b: { S: "y" } });
      const { Responses } = await context().client.send(
        new TransactGetItemsCommand({
          TransactItems: [
            { Get: { TableName: EVENTS.name, Key: event(4) } },
            { Get: { TableName: EVENTS.name, Key: event(1), ProjectionExpression: "b" } },
            { Get: { TableName: ORDERS.name, Key: { id: { S: "head" } } } },
          ],
        }),
      );
      expect(Responses).toEqual([
        {},
        { Item: { b: { S: "y" } } },
        { Item: { id: { S: "head" }, version: { N: "0" } } },
      ]);
    });

    it("cost twice as much", async () => {
      const { ConsumedCapacity } = await transact([put(event(1))], {
        ReturnConsumedCapacity: "TOTAL",
      });
      expect(ConsumedCapacity).toMatchObject([{ TableName: EVENTS.name, CapacityUnits: 2 }]);
    });
  });

  const putEvent = (Item: Attributes) =>
    context().client.send(new PutItemCommand({ TableName: EVENTS.name, Item }));
}
