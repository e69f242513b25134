import { describe, expect, it } from "vitest";
import { errorOf, openDatabase } from "./support/open-database.ts";

/**
 * Behaviour of AWS that DynamoDB Local does not have, so that the contract cannot check it there.
 */

const KEY = { pk: { S: "a" }, sk: { N: "1" } };
const NESTED = {
  m: { M: { a: { S: "1" }, b: { M: { c: { N: "1" }, d: { N: "2" } } } } },
  l: { L: [{ S: "0" }, { S: "1" }, { S: "2" }] },
};

describe("ReturnValues of updates give the changed values only, not the attributes around them", () => {
  const update = (UpdateExpression: string, ReturnValues: string) => {
    const { put, database } = openDatabase();
    put(1, NESTED);
    return database.execute("UpdateItem", {
      TableName: "events",
      Key: KEY,
      UpdateExpression,
      ...(UpdateExpression.includes(":v") && {
        ExpressionAttributeValues: { ":v": { S: "new" } },
      }),
      ReturnValues,
    }).Attributes;
  };

  it.each([
    ["SET m.b.c = :v", "UPDATED_NEW", { m: { M: { b: { M: { c: { S: "new" } } } } } }],
    ["SET m.b.c = :v", "UPDATED_OLD", { m: { M: { b: { M: { c: { N: "1" } } } } } }],
    ["SET m.a = :v, m.z = :v", "UPDATED_NEW", { m: { M: { a: { S: "new" }, z: { S: "new" } } } }],
    ["SET l[2] = :v, l[0] = :v", "UPDATED_OLD", { l: { L: [{ S: "0" }, { S: "2" }] } }],
    ["SET l[9] = :v", "UPDATED_NEW", undefined],
    ["REMOVE l[0]", "UPDATED_NEW", undefined],
    ["REMOVE l[0]", "UPDATED_OLD", { l: { L: [{ S: "0" }] } }],
    ["SET added = :v", "UPDATED_OLD", undefined],
  ])("%s with %s", (expression, returnValues, attributes) => {
    expect(update(expression, returnValues)).toEqual(attributes);
  });
});

describe("a transaction is cancelled, not refused, for what shows only at its items", () => {
  const transact = (...TransactItems: object[]) => {
    const { put, database, item } = openDatabase();
    put(1, { s: { S: "text" } });
    const first = { Put: { TableName: "events", Item: { pk: { S: "a" }, sk: { N: "9" } } } };
    const run = () =>
      database.execute("TransactWriteItems", { TransactItems: [first, ...TransactItems] });
    const error = errorOf(run);
    expect(item(9)).toBeUndefined();
    return error;
  };
  const update = (UpdateExpression: string, Key: object = KEY) => ({
    Update: {
      TableName: "events",
      Key,
      UpdateExpression,
      ExpressionAttributeValues: { ":n": { N: "1" } },
    },
  });

  it.each([
    ["SET s = s + :n", "An operand in the update expression has an incorrect data type"],
    [
      "SET missed.a = :n",
      "The document path provided in the update expression is invalid for update",
    ],
    [
      "SET s = absent + :n",
      "The provided expression refers to an attribute that does not exist in the item",
    ],
    [
      "SET sk = :n",
      "One or more parameter values were invalid: Cannot update attribute sk. This attribute is part of the key",
    ],
  ])("%s", (expression, Message) => {
    expect(transact(update(expression))).toMatchObject({
      code: "TransactionCanceledException",
      message:
        "Transaction cancelled, please refer cancellation reasons for specific reasons [None, ValidationError]",
      details: { CancellationReasons: [{ Code: "None" }, { Code: "ValidationError", Message }] },
    });
  });

  it("a key that does not fit", () => {
    expect(transact(update("SET s = :n", { pk: { N: "1" }, sk: { N: "1" } }))).toMatchObject({
      code: "TransactionCanceledException",
      details: {
        CancellationReasons: [
          { Code: "None" },
          {
            Code: "ValidationError",
            Message: "The provided key element does not match the schema",
          },
        ],
      },
    });
  });

  it("but refused for what the request alone shows: an empty key, a bad expression, a big item", () => {
    expect(transact(update("SET s = :n", { pk: { S: "" }, sk: { N: "1" } }))).toMatchObject({
      code: "ValidationException",
      message: expect.stringContaining("cannot contain an empty string value. Key: pk"),
    });
    expect(transact(update("SET s"))).toMatchObject({ code: "ValidationException" });
    const Item = { ...KEY, s: { S: "x".repeat(409_600) } };
    expect(transact({ Put: { TableName: "events", Item } })).toMatchObject({
      code: "ValidationException",
      message: "Item size has exceeded the maximum allowed size",
    });
  });

  it("and a check counts as an action on its item", () => {
    const ConditionCheck = {
      TableName: "events",
      Key: KEY,
      ConditionExpression: "attribute_exists(pk)",
    };
    expect(transact({ ConditionCheck }, update("SET s = :n"))).toMatchObject({
      code: "ValidationException",
      message: "Transaction request cannot include multiple operations on one item",
    });
  });
});

describe("a ClientRequestToken", () => {
  const add = {
    ClientRequestToken: "token",
    TransactItems: [
      {
        Update: {
          TableName: "events",
          Key: KEY,
          UpdateExpression: "ADD n :one",
          ExpressionAttributeValues: { ":one": { N: "1" } },
        },
      },
    ],
  };

  it("makes a transaction run once in ten minutes, then again", () => {
    const { database, clock, item } = openDatabase();
    database.execute("TransactWriteItems", add);
    clock.advance(10 * 60_000 - 1);
    database.execute("TransactWriteItems", add);
    expect(item(1)).toMatchObject({ n: { N: "1" } });
    clock.advance(1);
    database.execute("TransactWriteItems", add);
    expect(item(1)).toMatchObject({ n: { N: "2" } });
  });

  it("counts also for a transaction that changed nothing", () => {
    const { database } = openDatabase();
    const check = (operator: string) => ({
      ClientRequestToken: "token",
      TransactItems: [
        {
          ConditionCheck: {
            TableName: "events",
            Key: KEY,
            ConditionExpression: `${operator}(pk)`,
          },
        },
      ],
    });
    database.execute("TransactWriteItems", check("attribute_not_exists"));
    expect(
      errorOf(() => database.execute("TransactWriteItems", check("attribute_exists"))),
    ).toMatchObject({ code: "IdempotentParameterMismatchException" });
  });
});

describe("a page", () => {
  it("cannot start at an empty key", () => {
    const { database } = openDatabase();
    const ExclusiveStartKey = { pk: { S: "" }, sk: { N: "1" } };
    expect(
      errorOf(() => database.execute("Scan", { TableName: "events", ExclusiveStartKey })),
    ).toMatchObject({
      code: "ValidationException",
      message: expect.stringContaining("cannot contain an empty string value. Key: pk"),
    });
  });

  it("can start at the upper end of a BETWEEN, where a page before it ended", () => {
    const { put, database } = openDatabase();
    for (const version of [1, 2, 3]) put(version);
    const query = {
      TableName: "events",
      KeyConditionExpression: "pk = :p AND sk BETWEEN :a AND :b",
      ExpressionAttributeValues: { ":p": { S: "a" }, ":a": { N: "1" }, ":b": { N: "2" } },
      Limit: 2,
    };
    const { LastEvaluatedKey } = database.execute("Query", query);
    expect(LastEvaluatedKey).toEqual({ pk: { S: "a" }, sk: { N: "2" } });
    const next = database.execute("Query", { ...query, ExclusiveStartKey: LastEvaluatedKey });
    expect(next).toEqual({ Items: [], Count: 0, ScannedCount: 0 });
  });
});
