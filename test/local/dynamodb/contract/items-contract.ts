import {
  type AttributeValue,
  DeleteItemCommand,
  GetItemCommand,
  PutItemCommand,
} from "@aws-sdk/client-dynamodb";
import { describe, expect, it } from "vitest";
import { EVENTS, ORDERS } from "./contract-tables.ts";
import { type ContractContext, expectRefusal } from "./contract-target.ts";

type Attributes = Record<string, AttributeValue>;

const EVERY_TYPE: Attributes = {
  text: { S: "Grüße 😀" },
  empty: { S: "" },
  number: { N: "-12.5" },
  binary: { B: Uint8Array.from([0, 255, 7]) },
  yes: { BOOL: true },
  no: { BOOL: false },
  nothing: { NULL: true },
  texts: { SS: ["a", "b"] },
  numbers: { NS: ["1", "2.5"] },
  list: { L: [{ N: "1" }, { M: { deep: { L: [] } } }] },
  map: { M: { a: { S: "x" }, b: { M: {} } } },
};

/** Names that are traps in languages whose objects have a prototype. */
const HOSTILE_NAMES = [
  "__proto__",
  "constructor",
  "toString",
  "hasOwnProperty",
  "__defineGetter__",
];

/** PutItem, GetItem and DeleteItem, and what may be stored. */
export function describeItems(context: () => ContractContext): void {
  const put = (Item: Attributes, more = {}) =>
    context().client.send(new PutItemCommand({ TableName: ORDERS.name, Item, ...more }));
  const get = async (id: string, more = {}) => {
    const command = new GetItemCommand({ TableName: ORDERS.name, Key: { id: { S: id } }, ...more });
    return (await context().client.send(command)).Item;
  };
  const refused = (sending: Promise<unknown>, message: string, localMessage?: string) =>
    expectRefusal(context(), sending, {
      name: "ValidationException",
      message,
      ...(localMessage !== undefined && { localMessage }),
    });

  describe("items", () => {
    it("come back as they were put, whatever the types", async () => {
      await put({ id: { S: "types" }, ...EVERY_TYPE });
      expect(await get("types")).toEqual({ id: { S: "types" }, ...EVERY_TYPE });
    });

    it("may use names that objects inherit, at any depth", async () => {
      const attributes = Object.fromEntries(HOSTILE_NAMES.map((name) => [name, { S: name }]));
      const { call } = context();
      const item = { id: { S: "hostile" }, ...attributes, m: { M: attributes } };
      await call("PutItem", { TableName: ORDERS.name, Item: item });
      const { body } = await call("GetItem", {
        TableName: ORDERS.name,
        Key: { id: { S: "hostile" } },
      });
      const found = body.Item as Record<string, { readonly M: object }>;
      expect(Object.keys(found).sort()).toEqual(["id", "m", ...HOSTILE_NAMES].sort());
      expect(Object.keys(found.m?.M ?? {}).sort()).toEqual([...HOSTILE_NAMES].sort());
      expect(Object.getOwnPropertyDescriptor(found, "__proto__")?.value).toEqual({
        S: "__proto__",
      });
    });

    it("are replaced as a whole, and ALL_OLD gives the replaced one", async () => {
      await put({ id: { S: "replaced" }, a: { N: "1" } });
      const { Attributes } = await put(
        { id: { S: "replaced" }, b: { N: "2" } },
        { ReturnValues: "ALL_OLD" },
      );
      expect(Attributes).toEqual({ id: { S: "replaced" }, a: { N: "1" } });
      expect(await get("replaced")).toEqual({ id: { S: "replaced" }, b: { N: "2" } });
    });

    it("are deleted once; deleting again succeeds without attributes", async () => {
      await put({ id: { S: "gone" } });
      const remove = new DeleteItemCommand({
        TableName: ORDERS.name,
        Key: { id: { S: "gone" } },
        ReturnValues: "ALL_OLD",
      });
      expect((await context().client.send(remove)).Attributes).toEqual({ id: { S: "gone" } });
      expect((await context().client.send(remove)).Attributes).toBeUndefined();
      expect(await get("gone")).toBeUndefined();
    });

    it("can be read in part: paths into maps and lists, elements moving together", async () => {
      await put({
        id: { S: "part" },
        elements: { L: [{ S: "0" }, { S: "1" }, { S: "2" }] },
        parts: { M: { a: { S: "x" }, b: { S: "y" } } },
      });
      expect(
        await get("part", { ProjectionExpression: "elements[2], elements[0], parts.b, absent" }),
      ).toEqual({
        elements: { L: [{ S: "0" }, { S: "2" }] },
        parts: { M: { b: { S: "y" } } },
      });
      expect(await get("part", { ProjectionExpression: "parts.absent" })).toEqual({});
    });
  });

  describe("numbers", () => {
    it.each([
      ["1.0", "1"],
      ["007", "7"],
      ["-0", "0"],
      ["+5", "5"],
      [".5", "0.5"],
      ["5.", "5"],
      ["1e3", "1000"],
      ["0012.500", "12.5"],
      ["123456789012345678901234567890.12345678", "123456789012345678901234567890.12345678"],
      ["1E-130", `0.${"0".repeat(129)}1`],
      ["9.99e125", `999${"0".repeat(123)}`],
    ])("written as %s are stored as %s", async (written, stored) => {
      await put({ id: { S: "number" }, n: { N: written } });
      expect((await get("number"))?.n).toEqual({ N: stored });
    });

    it.each([
      [
        "1e126",
        "Number overflow. Attempting to store a number with magnitude larger than supported range",
      ],
      [
        "-1e126",
        "Number overflow. Attempting to store a number with magnitude larger than supported range",
      ],
      [
        "1e-131",
        "Number underflow. Attempting to store a number with magnitude smaller than supported range",
      ],
    ])("outside the range are refused: %s", async (written, message) => {
      await refused(put({ id: { S: "number" }, n: { N: written } }), message);
    });

    it("have at most 38 significant digits", async () => {
      await put({ id: { S: "number" }, n: { N: "9".repeat(38) } });
      await refused(
        put({ id: { S: "number" }, n: { N: "9".repeat(39) } }),
        "Attempting to store more than 38 significant digits in a Number",
        "DynamoDB only supports precision up to 38 digits",
      );
    });

    it("are refused when they are no numbers", async () => {
      await refused(
        put({ id: { S: "number" }, n: { N: "twelve" } }),
        "The parameter cannot be converted to a numeric value: twelve",
        "A value provided cannot be converted into a number",
      );
    });
  });

  describe("refused items", () => {
    it("are larger than 400 KB, names counted", async () => {
      // id (2) + "big" (3) + t (1)
      const item = (length: number) => ({ id: { S: "big" }, t: { S: "x".repeat(length) } });
      await put(item(409_600 - 6));
      await refused(put(item(409_600 - 5)), "Item size has exceeded the maximum allowed size");
    });

    it("nest deeper than 32 levels", async () => {
      const nested = (levels: number): AttributeValue =>
        levels === 0 ? { S: "x" } : { L: [nested(levels - 1)] };
      await put({ id: { S: "deep" }, d: nested(31) });
      await refused(
        put({ id: { S: "deep" }, d: nested(32) }),
        "Nesting Levels have exceeded supported limits: Attributes in the item have nested levels beyond supported limit",
      );
    });

    const invalid = "One or more parameter values were invalid: ";
    it.each<[string, unknown, string, string?]>([
      ["an empty string set", { SS: [] }, `${invalid}An string set  may not be empty`],
      ["an empty number set", { NS: [] }, `${invalid}An number set  may not be empty`],
      ["an empty binary set", { BS: [] }, `${invalid}Binary sets should not be empty`],
      [
        "a repeated member",
        { SS: ["a", "a"] },
        `${invalid}Input collection [a, a] contains duplicates.`,
        `${invalid}Input collection [a, a] contains duplicates`,
      ],
      ["a repeated number", { NS: ["1", "1.0"] }, "Input collection contains duplicates"],
      [
        "a false NULL",
        { NULL: false },
        `${invalid}Null attribute value types must have the value of true`,
      ],
      [
        "no type",
        {},
        "Supplied AttributeValue is empty, must contain exactly one of the supported datatypes",
      ],
      [
        "two types",
        { S: "a", N: "1" },
        "Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes",
      ],
    ])("have %s", async (_, value, message, localMessage) => {
      const { call, target } = context();
      const answer = await call("PutItem", {
        TableName: ORDERS.name,
        Item: { id: { S: "bad" }, v: value },
      });
      const expected = target.wording === "aws" ? message : (localMessage ?? message);
      expect(answer).toMatchObject({ code: "ValidationException", message: expected });
    });
  });

  describe("keys", () => {
    const events = (Item: Attributes) =>
      context().client.send(new PutItemCommand({ TableName: EVENTS.name, Item }));

    it("have to be in the item, with their types", async () => {
      await refused(
        events({ streamId: { S: "a" } }),
        "One or more parameter values were invalid: Missing the key version in the item",
        "One of the required keys was not given a value",
      );
      await refused(
        events({ streamId: { S: "a" }, version: { S: "1" } }),
        "One or more parameter values were invalid: Type mismatch for key version expected: N actual: S",
        "One or more parameter values were invalid: Type mismatch for key",
      );
    });

    it("cannot be empty", async () => {
      await refused(
        events({ streamId: { S: "" }, version: { N: "1" } }),
        "One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. Key: streamId",
      );
    });

    it("have at most 2048 bytes in UTF-8", async () => {
      await events({ streamId: { S: "é".repeat(1024) }, version: { N: "1" } });
      await refused(
        events({ streamId: { S: `${"é".repeat(1024)}a` }, version: { N: "1" } }),
        "One or more parameter values were invalid: Size of hashkey has exceeded the maximum size limit of2048 bytes",
        "Hash primary key values must be under 2048 bytes, and range primary key values must be under 1024 bytes",
      );
    });

    it("are the same number however written", async () => {
      await events({ streamId: { S: "same" }, version: { N: "1.0" }, v: { S: "first" } });
      await events({ streamId: { S: "same" }, version: { N: "1" }, v: { S: "second" } });
      const { Item } = await context().client.send(
        new GetItemCommand({
          TableName: EVENTS.name,
          Key: { streamId: { S: "same" }, version: { N: "10e-1" } },
        }),
      );
      expect(Item?.v).toEqual({ S: "second" });
    });

    it("have to be given in full to read", async () => {
      await refused(
        context().client.send(
          new GetItemCommand({ TableName: EVENTS.name, Key: { streamId: { S: "a" } } }),
        ),
        "The provided key element does not match the schema",
        "The number of conditions on the keys is invalid",
      );
    });

    it("of an index have their type when present", async () => {
      await refused(
        put({ id: { S: "a" }, customer: { N: "1" } }),
        "One or more parameter values were invalid: Type mismatch for Index Key customer Expected: S Actual: N IndexName: by-customer",
        "One or more parameter values were invalid: Type mismatch for Index Key",
      );
    });

    it("are looked for in a table that exists", async () => {
      const get = new GetItemCommand({ TableName: "no-such-table", Key: { id: { S: "a" } } });
      await expectRefusal(context(), context().client.send(get), {
        name: "ResourceNotFoundException",
        message: "Requested resource not found",
        localMessage: "Cannot do operations on a non-existent table",
      });
    });
  });
}
