import {
  type AttributeValue,
  GetItemCommand,
  PutItemCommand,
  UpdateItemCommand,
} from "@aws-sdk/client-dynamodb";
import { describe, expect, it } from "vitest";
import { EVENTS, ORDERS } from "./contract-tables.ts";
import { type ContractContext, expectRefusal } from "./contract-target.ts";

type Attributes = Record<string, AttributeValue>;

const KEY = { id: { S: "updates" } };

const BEFORE: Attributes = {
  s: { S: "abc" },
  n: { N: "5" },
  big: { N: "9".repeat(38) },
  l: { L: [{ N: "1" }, { S: "x" }, { M: { k: { S: "v" } } }] },
  m: { M: { a: { S: "1" }, b: { M: { c: { N: "1" } } } } },
  ss: { SS: ["a", "b"] },
  ns: { NS: ["1", "2"] },
};

const VALUES: Attributes = {
  ":s": { S: "new" },
  ":n": { N: "1" },
  ":half": { N: "0.5" },
  ":l": { L: [{ S: "last" }] },
  ":ss": { SS: ["b", "c"] },
  ":ab": { SS: ["a", "b"] },
  ":ns": { NS: ["2.0", "3"] },
  ":m": { M: { q: { S: "1" } } },
};

const one: AttributeValue = { N: "1" };
const x: AttributeValue = { S: "x" };
const map: AttributeValue = { M: { k: { S: "v" } } };

/** Each expression with the attributes it changes; `undefined` for those that go. */
const UPDATES: readonly (readonly [string, Record<string, AttributeValue | undefined>])[] = [
  ["SET added = :s", { added: { S: "new" } }],
  ["SET s = :s, n = n + :half", { s: { S: "new" }, n: { N: "5.5" } }],
  ["SET n = n - :half", { n: { N: "4.5" } }],
  ["SET n = :n - n", { n: { N: "-4" } }],
  // Exact beyond what floating point holds.
  ["SET added = big + :n", { added: { N: `1${"0".repeat(38)}` } }],
  ["SET added = if_not_exists(absent, :n) + :n", { added: { N: "2" } }],
  ["SET added = if_not_exists(n, :s)", { added: { N: "5" } }],
  ["SET added = list_append(l, :l)", { added: { L: [one, x, map, { S: "last" }] } }],
  [
    "SET added = list_append(:l, if_not_exists(absent, :l))",
    { added: { L: [{ S: "last" }, { S: "last" }] } },
  ],
  // Every action sees the item as it was.
  ["SET s = m, m = s", { s: BEFORE.m, m: { S: "abc" } }],
  ["SET l[1] = l[0], l[0] = l[1]", { l: { L: [x, one, map] } }],
  [
    "SET m.b.c = :s, m.z = :n",
    { m: { M: { a: { S: "1" }, b: { M: { c: { S: "new" } } }, z: { N: "1" } } } },
  ],
  ["SET l[2].k = :s", { l: { L: [one, x, { M: { k: { S: "new" } } }] } }],
  // Behind the end means at the end, in the order of the indexes.
  ["SET l[9] = :s, l[5] = :n", { l: { L: [one, x, map, { N: "1" }, { S: "new" }] } }],
  ["REMOVE s, absent", { s: undefined }],
  ["REMOVE l[0], l[1]", { l: { L: [map] } }],
  ["REMOVE l[0] SET l[1] = :s", { l: { L: [{ S: "new" }, map] } }],
  ["REMOVE m.b", { m: { M: { a: { S: "1" } } } }],
  ["ADD n :half, added :n", { n: { N: "5.5" }, added: { N: "1" } }],
  ["ADD ss :ss, ns :ns", { ss: { SS: ["a", "b", "c"] }, ns: { NS: ["1", "2", "3"] } }],
  [
    "ADD m.tally :n",
    { m: { M: { a: { S: "1" }, b: { M: { c: { N: "1" } } }, tally: { N: "1" } } } },
  ],
  ["DELETE ss :ss", { ss: { SS: ["a"] } }],
  ["DELETE ss :ab", { ss: undefined }],
  ["DELETE absent :ss", {}],
  [
    "set s = :s remove n add ns :ns delete ss :ss",
    { s: { S: "new" }, n: undefined, ns: { NS: ["1", "2", "3"] }, ss: { SS: ["a"] } },
  ],
];

const INVALID = "Invalid UpdateExpression: ";
const WRONG_TYPE = "An operand in the update expression has an incorrect data type";
const NO_PATH = "The document path provided in the update expression is invalid for update";
const MISSING = "The provided expression refers to an attribute that does not exist in the item";

const BAD_UPDATES: readonly (readonly [string, string, string?])[] = [
  ["", `${INVALID}The expression can not be empty;`],
  ["SET s", `${INVALID}Syntax error; token: "<EOF>", near: "s"`],
  ["SET s = :s,", `${INVALID}Syntax error; token: "<EOF>", near: ","`],
  ["SET s = n - :n + :n", `${INVALID}Syntax error; token: "+", near: ":n + :n"`],
  [
    "SET s = :s SET n = :n",
    `${INVALID}The "SET" section can only be used once in an update expression;`,
  ],
  ["ADD n n", `${INVALID}Syntax error; token: "n", near: "n n"`],
  [
    "SET s = size(s)",
    `${INVALID}The function is not allowed in an update expression; function: size`,
  ],
  ["SET s = foo(s)", `${INVALID}Invalid function name; function: foo`],
  [
    "SET s = if_not_exists(s, list_append(:l, :l))",
    `${INVALID}The function is not allowed to be used this way in an expression; function: list_append`,
  ],
  [
    "SET s = :s + :n",
    `${INVALID}Incorrect operand type for operator or function; operator or function: +, operand type: S`,
  ],
  [
    "ADD n :s",
    `${INVALID}Incorrect operand type for operator or function; operator: ADD, operand type: STRING, typeSet: ALLOWED_FOR_ADD_OPERAND`,
  ],
  [
    "DELETE ss :n",
    `${INVALID}Incorrect operand type for operator or function; operator: DELETE, operand type: NUMBER, typeSet: ALLOWED_FOR_DELETE_OPERAND`,
  ],
  [
    "SET m.a = :s, m = :m",
    `${INVALID}Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [m, a], path two: [m]`,
  ],
  [
    "SET m.a = :s, m[0] = :s",
    `${INVALID}Two document paths conflict with each other; must remove or rewrite one of these paths; path one: [m, a], path two: [m, [0]]`,
  ],
  ["SET s = absent", MISSING],
  ["SET s = l[7]", MISSING],
  ["SET n = s + :n", WRONG_TYPE],
  ["SET l = list_append(l, s)", WRONG_TYPE],
  ["ADD ss :n", WRONG_TYPE],
  ["DELETE n :ss", WRONG_TYPE],
  ["SET absent.a = :s", NO_PATH],
  ["SET s.a = :s", NO_PATH],
  ["SET m[0] = :s", NO_PATH],
  ["REMOVE absent.a", NO_PATH],
  [
    "SET id = :s",
    "One or more parameter values were invalid: Cannot update attribute id. This attribute is part of the key",
  ],
  [
    "SET added = big + :half",
    "Attempting to store more than 38 significant digits in a Number",
    "DynamoDB only supports precision up to 38 digits",
  ],
  [
    "SET customer = :n",
    "One or more parameter values were invalid: Type mismatch for Index Key customer Expected: S Actual: N IndexName: by-customer",
    "One or more parameter values were invalid: Type mismatch for Index Key",
  ],
];

/** UpdateItem: what expressions do, what they may not do, what is given back. */
export function describeUpdates(context: () => ContractContext): void {
  const update = async (UpdateExpression: string, more = {}) => {
    const { client } = context();
    await client.send(new PutItemCommand({ TableName: ORDERS.name, Item: { ...KEY, ...BEFORE } }));
    const used = Object.entries(VALUES).filter(([name]) =>
      new RegExp(`${name}\\b`).test(UpdateExpression),
    );
    const values = used.length > 0 && { ExpressionAttributeValues: Object.fromEntries(used) };
    const input = { TableName: ORDERS.name, Key: KEY, UpdateExpression, ...values, ...more };
    return client.send(new UpdateItemCommand(input));
  };

  describe("updates", () => {
    it.each(UPDATES)("%s", async (expression, changes) => {
      const expected = { ...KEY, ...BEFORE, ...changes };
      const { Attributes } = await update(expression, { ReturnValues: "ALL_NEW" });
      // toEqual takes a missing attribute and an undefined one as the same.
      expect(Attributes).toEqual(expected);
      const get = new GetItemCommand({ TableName: ORDERS.name, Key: KEY });
      expect((await context().client.send(get)).Item).toEqual(expected);
    });

    it.each(BAD_UPDATES)("refused: '%s'", async (expression = "", message = "", localMessage) => {
      await expectRefusal(context(), update(expression), {
        name: "ValidationException",
        message,
        ...(localMessage !== undefined && { localMessage }),
      });
    });

    it("create the item when it is missing, even without an expression", async () => {
      const { client } = context();
      const Key = { streamId: { S: "created" }, version: { N: "1" } };
      const command = { TableName: EVENTS.name, Key, ReturnValues: "ALL_NEW" as const };
      expect((await client.send(new UpdateItemCommand(command))).Attributes).toEqual(Key);
      const again = new UpdateItemCommand({
        TableName: EVENTS.name,
        Key: { streamId: { S: "created" }, version: { N: "2" } },
        UpdateExpression: "SET a = if_not_exists(a, :zero) + :zero",
        ExpressionAttributeValues: { ":zero": { N: "0" } },
        ReturnValues: "ALL_OLD",
      });
      expect((await client.send(again)).Attributes).toBeUndefined();
    });

    it("give back old or new top-level attributes", async () => {
      const both = "SET s = :s, added = :n REMOVE n";
      const old = await update(both, { ReturnValues: "UPDATED_OLD" });
      expect(old.Attributes).toEqual({ s: { S: "abc" }, n: { N: "5" } });
      const now = await update(both, { ReturnValues: "UPDATED_NEW" });
      expect(now.Attributes).toEqual({ s: { S: "new" }, added: { N: "1" } });
      expect(
        (await update("REMOVE s", { ReturnValues: "UPDATED_NEW" })).Attributes,
      ).toBeUndefined();
    });

    it("change nothing when one action fails", async () => {
      await expectRefusal(context(), update("SET s = :s, n = absent + :n"), {
        name: "ValidationException",
        message: MISSING,
      });
      const get = new GetItemCommand({ TableName: ORDERS.name, Key: KEY });
      expect((await context().client.send(get)).Item).toEqual({ ...KEY, ...BEFORE });
    });

    it("cannot give an index key a value that is empty, wherever it comes from", async () => {
      const emptied = update("SET customer = if_not_exists(absent, :empty)", {
        ExpressionAttributeValues: { ":empty": { S: "" } },
      });
      await expectRefusal(context(), emptied, {
        name: "ValidationException",
        message:
          "One or more parameter values are not valid. The update expression attempted to update a secondary index key to a value that is not supported. The AttributeValue for a key attribute cannot contain an empty string value.",
      });
    });

    it("cannot nest an item deeper than 32 levels", async () => {
      const nested = (levels: number): AttributeValue =>
        levels === 0 ? { S: "x" } : { L: [nested(levels - 1)] };
      const nest = (levels: number) =>
        update("SET m.b.c = :deep", { ExpressionAttributeValues: { ":deep": nested(levels) } });
      await nest(29);
      await expectRefusal(context(), nest(30), {
        name: "ValidationException",
        message: "Nesting Levels have exceeded supported limits",
      });
    });

    it("cannot make an item larger than 400 KB", async () => {
      await expectRefusal(
        context(),
        update("SET added = :x", {
          ExpressionAttributeValues: { ":x": { S: "x".repeat(409_600) } },
        }),
        {
          name: "ValidationException",
          message: "Item size to update has exceeded the maximum allowed size",
        },
      );
    });
  });
}
