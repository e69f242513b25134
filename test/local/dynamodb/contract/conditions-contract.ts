import { type AttributeValue, PutItemCommand, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { beforeAll, describe, expect, it } from "vitest";
import { ORDERS } from "./contract-tables.ts";
import { type ContractContext, expectRefusal } from "./contract-target.ts";

const KEY = { id: { S: "conditions" } };

const ITEM: Record<string, AttributeValue> = {
  ...KEY,
  s: { S: "abc" },
  n: { N: "10" },
  bin: { B: Uint8Array.from([1, 2, 3]) },
  yes: { BOOL: true },
  none: { NULL: true },
  ss: { SS: ["a", "b"] },
  ns: { NS: ["1", "2"] },
  l: { L: [{ N: "1" }, { S: "x" }, { M: { k: { S: "v" } } }] },
  m: { M: { a: { S: "1" }, b: { M: { c: { N: "5" } } } } },
};

const VALUES: Record<string, AttributeValue> = {
  ":abc": { S: "abc" },
  ":ab": { S: "ab" },
  ":b": { S: "b" },
  ":one": { N: "1" },
  ":nine": { N: "9" },
  ":ten": { N: "10.0" },
  ":eleven": { N: "11" },
  ":three": { N: "3" },
  ":S": { S: "S" },
  ":yes": { BOOL: true },
  ":ss": { SS: ["b", "a"] },
  ":l": { L: [{ N: "1" }] },
  ":m": { M: { k: { S: "v" } } },
  ":pre": { B: Uint8Array.from([1, 2]) },
};

const TRUE_CONDITIONS = [
  "s = :abc",
  "n = :ten",
  "s <> :ten",
  "n > :nine AND n < :eleven",
  "n >= :ten AND n <= :ten",
  "n BETWEEN :nine AND :eleven",
  "s IN (:b, :abc)",
  "ss = :ss",
  "yes = :yes",
  "attribute_exists(m.b.c)",
  "attribute_exists(l[2].k)",
  "attribute_not_exists(l[3])",
  "attribute_not_exists(m.b.x)",
  "attribute_type(s, :S)",
  "begins_with(s, :ab)",
  "begins_with(bin, :pre)",
  "contains(s, :b)",
  "contains(ss, :b)",
  "contains(ns, :one)",
  "contains(l, :one)",
  "contains(l, :m)",
  "size(s) = :three",
  "size(l) = :three",
  "size(bin) = :three",
  "NOT s = :ab",
  "NOT s = :ab AND NOT s = :b",
  // AND binds tighter than OR, NOT tighter than both.
  "s = :abc OR s = :ab AND s = :b",
  "NOT s = :abc OR n = :ten",
  "(s = :abc OR s = :ab) AND n = :ten",
  "s = :abc and not n = :one",
  // What is missing differs from everything and has no order.
  "absent <> :abc",
  "absent <> elsewhere",
  "NOT absent = :abc",
  "NOT absent < :abc",
];

const FALSE_CONDITIONS = [
  "s = :ab",
  "absent = elsewhere",
  "absent < :abc",
  "NOT absent <> :abc",
  "s < :ten",
  "n BETWEEN :abc AND :abc",
  "(s = :abc OR s = :ab) AND s = :b",
  "NOT (s = :abc OR n = :one)",
  "attribute_exists(s.x)",
  "attribute_exists(s[0])",
  "contains(ss, :ss)",
  "contains(ss, :one)",
  "contains(n, :one)",
  "begins_with(n, :ab)",
  "size(n) = :ten",
  "m = :m",
];

const VALID_TYPES = "{N,BS,L,B,NULL,M,S,SS,NS,BOOL}";

const BAD_CONDITIONS: readonly (readonly [string, string])[] = [
  ["", "The expression can not be empty;"],
  ["s =", 'Syntax error; token: "<EOF>", near: "="'],
  ["s = :abc n", 'Syntax error; token: "n", near: ":abc n"'],
  ["s = :abc AND", 'Syntax error; token: "<EOF>", near: "AND"'],
  ["(s = :abc", 'Syntax error; token: "<EOF>", near: ":abc"'],
  ["s == :abc", 'Syntax error; token: "=", near: "== :abc"'],
  ["s = 5", 'Syntax error; token: "5", near: "= 5"'],
  ["l[-1] = :abc", 'Syntax error; token: "-", near: "[-1"'],
  ["s", 'Syntax error; token: "<EOF>", near: "s"'],
  ["((s = :abc))", "The expression has redundant parentheses;"],
  ["foo(s)", "Invalid function name; function: foo"],
  ["name = :abc", "Attribute name is a reserved keyword; reserved keyword: name"],
  ["s = :abc OR m.Type = :abc", "Attribute name is a reserved keyword; reserved keyword: Type"],
  ["Size(s) = :one", "Invalid function name; function: Size"],
  [
    "begins_with(s)",
    "Incorrect number of operands for operator or function; operator or function: begins_with, number of operands: 1",
  ],
  [
    "begins_with(s, :one)",
    "Incorrect operand type for operator or function; operator or function: begins_with, operand type: N",
  ],
  [
    "attribute_exists(:abc)",
    "Operator or function requires a document path; operator or function: attribute_exists",
  ],
  [
    "attribute_type(s, :abc)",
    `Invalid attribute type name found; type: abc, valid types: ${VALID_TYPES}`,
  ],
  ["size(s)", "The function is not allowed to be used this way in an expression; function: size"],
  [
    "s = attribute_exists(n)",
    "The function is not allowed to be used this way in an expression; function: attribute_exists",
  ],
  [
    "if_not_exists(s, :abc) = :abc",
    "The function is not allowed in a condition expression; function: if_not_exists",
  ],
  [
    "s = s",
    "The first operand must be distinct from the remaining operands for this operator or function; operator: =, first operand: [s]",
  ],
  [
    "l[0] = l[0]",
    "The first operand must be distinct from the remaining operands for this operator or function; operator: =, first operand: [l, [0]]",
  ],
  [
    "s < :yes",
    "Incorrect operand type for operator or function; operator or function: <, operand type: BOOL",
  ],
  [
    "s = :unknown",
    "An expression attribute value used in expression is not defined; attribute value: :unknown",
  ],
  [
    "#unknown = :abc",
    "An expression attribute name used in the document path is not defined; attribute name: #unknown",
  ],
];

/** ConditionExpression: what holds, what does not, and what is no condition. */
export function describeConditions(context: () => ContractContext): void {
  const check = (ConditionExpression: string, more = {}) => {
    const used = Object.entries(VALUES).filter(([name]) =>
      new RegExp(`${name}\\b`).test(ConditionExpression),
    );
    const values = used.length > 0 && { ExpressionAttributeValues: Object.fromEntries(used) };
    const input = { TableName: ORDERS.name, Key: KEY, ConditionExpression, ...values, ...more };
    return context().client.send(new UpdateItemCommand(input));
  };
  const refused = (sending: Promise<unknown>, message: string) =>
    expectRefusal(context(), sending, { name: "ValidationException", message });

  describe("conditions", () => {
    beforeAll(async () => {
      await context().client.send(new PutItemCommand({ TableName: ORDERS.name, Item: ITEM }));
    });

    it.each(TRUE_CONDITIONS)("that hold let the write pass: %s", async (condition) => {
      expect((await check(condition)).$metadata.httpStatusCode).toBe(200);
    });

    it.each(FALSE_CONDITIONS)("that do not hold stop the write: %s", async (condition) => {
      await expectRefusal(context(), check(condition), {
        name: "ConditionalCheckFailedException",
        message: "The conditional request failed",
      });
    });

    it.each(BAD_CONDITIONS)("that are none are refused: '%s'", async (condition, message) => {
      await refused(check(condition), `Invalid ConditionExpression: ${message}`);
    });

    it("give the item back when asked to", async () => {
      const failing = (more: object) => check("attribute_not_exists(id)", more);
      const failed = {
        name: "ConditionalCheckFailedException",
        message: "The conditional request failed",
      };
      const withItem = await expectRefusal(
        context(),
        failing({ ReturnValuesOnConditionCheckFailure: "ALL_OLD" }),
        failed,
      );
      expect(withItem.Item).toEqual(ITEM);
      expect((await expectRefusal(context(), failing({}), failed)).Item).toBeUndefined();
    });

    it("name attributes by reference, hostile ones too", async () => {
      const names = { ExpressionAttributeNames: { "#a": "__proto__", "#b": "constructor" } };
      await check("attribute_not_exists(#a) AND attribute_not_exists(#b.#a)", names);
      await expectRefusal(context(), check("attribute_exists(#a) OR attribute_exists(#b)", names), {
        name: "ConditionalCheckFailedException",
        message: "The conditional request failed",
      });
    });

    it("have to use every name and value given", async () => {
      await refused(
        check("attribute_exists(s)", { ExpressionAttributeNames: { "#x": "s" } }),
        "Value provided in ExpressionAttributeNames unused in expressions: keys: {#x}",
      );
      await refused(
        check("attribute_exists(s)", {
          ExpressionAttributeValues: { ":x": { S: "a" }, ":y": { S: "b" } },
        }),
        "Value provided in ExpressionAttributeValues unused in expressions: keys: {:x, :y}",
      );
      await refused(
        check("s = :abc", {
          ExpressionAttributeValues: { ":x": { S: "a" }, ":abc": { S: "abc" }, ":y": { S: "b" } },
        }),
        "Value provided in ExpressionAttributeValues unused in expressions: keys: {:x, :y}",
      );
      await refused(
        check("attribute_exists(s)", { ExpressionAttributeValues: {} }),
        "ExpressionAttributeValues must not be empty",
      );
      await refused(
        check("attribute_exists(s)", { ExpressionAttributeNames: { x: "s" } }),
        'ExpressionAttributeNames contains invalid key: Syntax error; key: "x"',
      );
    });

    it("are what names and values are for", async () => {
      const put = (more: object) =>
        context().client.send(new PutItemCommand({ TableName: ORDERS.name, Item: KEY, ...more }));
      await refused(
        put({ ExpressionAttributeNames: { "#x": "s" } }),
        "ExpressionAttributeNames can only be specified when using expressions",
      );
      await refused(
        put({ ExpressionAttributeValues: { ":x": { S: "s" } } }),
        "ExpressionAttributeValues can only be specified when using expressions: ConditionExpression is null",
      );
    });

    it("have at most 4096 bytes, 300 operators and 100 operands of IN", async () => {
      const long = `attribute_exists(${"a".repeat(4096)})`;
      await refused(
        check(long),
        `Invalid ConditionExpression: Expression size has exceeded the maximum allowed size; expression size: ${long.length}`,
      );
      const many = Array.from({ length: 151 }, () => "n = :ten").join(" OR ");
      await check(many.slice(0, -" OR n = :ten".length));
      await refused(
        check(many),
        "Invalid ConditionExpression: The expression contains too many operators; operator count: 301",
      );
      const values = Array.from({ length: 101 }, (_, index) => [`:v${index}`, { N: "1" }] as const);
      await refused(
        check(`n IN (${values.map(([name]) => name).join(", ")})`, {
          ExpressionAttributeValues: Object.fromEntries(values),
        }),
        "Invalid ConditionExpression: The IN operator is provided with too many operands; number of operands: 101",
      );
    });
  });
}
