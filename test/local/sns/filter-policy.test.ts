import { describe, expect, test } from "vitest";
import { compileFilterPolicy } from "../../../generator/local/sns/filter-policy.ts";
import { refusal } from "../sqs/queues-under-test.ts";

const text = (value: string) => ({ DataType: "String", StringValue: value });
const number = (value: string) => ({ DataType: "Number", StringValue: value });
const array = (...values: unknown[]) => ({
  DataType: "String.Array",
  StringValue: JSON.stringify(values),
});

describe("on attributes", () => {
  const price = { price: number("100.50") };
  const store = { store: text("example_corp") };

  test.each([
    // policy, attributes, wanted
    [{ store: ["example_corp"] }, store, true],
    [{ store: ["other", "example_corp"] }, store, true],
    [{ store: ["other"] }, store, false],
    [{ store: ["example_corp"] }, {}, false],
    [{ store: ["example_corp"], price: [100.5] }, { ...store, ...price }, true],
    [{ store: ["example_corp"], price: [1] }, { ...store, ...price }, false],
    [{ price: [100.5] }, { price: number("1005e-1") }, true],
    [{ price: ["100.50"] }, price, false],
    [{ price: [100.5] }, { price: text("100.5") }, false],
    [{ store: [{ prefix: "example" }] }, store, true],
    [{ store: [{ prefix: "corp" }] }, store, false],
    [{ store: [{ suffix: "corp" }] }, store, true],
    [{ store: [{ suffix: "example" }] }, store, false],
    [{ store: [{ "equals-ignore-case": "EXAMPLE_Corp" }] }, store, true],
    [{ store: ["EXAMPLE_Corp"] }, store, false],
    [{ store: [{ "anything-but": "example_corp" }] }, store, false],
    [{ store: [{ "anything-but": ["a", "b"] }] }, store, true],
    [{ store: [{ "anything-but": ["a"] }] }, {}, false],
    [{ store: [{ "anything-but": { prefix: "example" } }] }, store, false],
    [{ store: [{ "anything-but": { prefix: "other" } }] }, store, true],
    [{ price: [{ "anything-but": [100.5] }] }, price, false],
    [{ store: [{ exists: true }] }, store, true],
    [{ store: [{ exists: true }] }, {}, false],
    [{ store: [{ exists: false }] }, store, false],
    [{ store: [{ exists: false }] }, {}, true],
    [{ store: ["example_corp", { exists: false }] }, {}, true],
    [{ price: [{ numeric: ["=", 100.5] }] }, price, true],
    [{ price: [{ numeric: [">", 100.5] }] }, price, false],
    [{ price: [{ numeric: [">=", 100.5, "<", 101] }] }, price, true],
    [{ price: [{ numeric: [">", 0, "<=", 100] }] }, price, false],
    [{ price: [{ numeric: ["<", 1000] }] }, { price: text("1") }, false],
    [{ ip: [{ cidr: "10.0.0.0/24" }] }, { ip: text("10.0.0.255") }, true],
    [{ ip: [{ cidr: "10.0.0.0/24" }] }, { ip: text("10.0.1.0") }, false],
    [{ sports: ["soccer"] }, { sports: array("rugby", "soccer") }, true],
    [{ sports: ["tennis"] }, { sports: array("rugby", "soccer") }, false],
    [{ sports: [true] }, { sports: array("rugby", true) }, true],
    [
      { sports: ["soccer"] },
      { sports: { DataType: "String.Array", StringValue: "[broken" } },
      false,
    ],
    [{ raw: ["AQI="] }, { raw: { DataType: "Binary", BinaryValue: "AQI=" } }, false],
    [{ $or: [{ a: ["1"] }, { b: ["2"] }] }, { b: text("2") }, true],
    [{ $or: [{ a: ["1"] }, { b: ["2"] }] }, { c: text("2") }, false],
    [{ c: ["3"], $or: [{ a: ["1"] }, { b: ["2"] }] }, { b: text("2") }, false],
    [{ c: ["3"], $or: [{ a: ["1"] }, { b: ["2"] }] }, { b: text("2"), c: text("3") }, true],
    [{ constructor: [{ exists: true }] }, {}, false],
    [{}, {}, true],
  ])("%j with %j: %s", (policy, attributes, wanted) => {
    const matches = compileFilterPolicy(JSON.stringify(policy), "MessageAttributes");

    expect(matches({ text: "", attributes })).toBe(wanted);
  });
});

describe("on the body", () => {
  test.each([
    [{ type: ["Placed"] }, { type: "Placed" }, true],
    [{ type: ["Placed"] }, { type: "Shipped" }, false],
    [{ order: { total: [{ numeric: [">", 10] }] } }, { order: { total: 11 } }, true],
    [{ order: { total: [{ numeric: [">", 10] }] } }, { order: { total: "11" } }, false],
    [{ order: { total: [1] } }, { order: 5 }, false],
    [{ items: { name: ["pen"] } }, { items: [{ name: "ink" }, { name: "pen" }] }, true],
    [{ items: { name: ["pen"] } }, { items: [] }, false],
    [{ tags: ["a"] }, { tags: ["b", "a"] }, true],
    [{ paid: [true] }, { paid: true }, true],
    [{ paid: [null] }, { paid: null }, true],
    [{ paid: [null] }, {}, false],
    [{ order: { note: [{ exists: false }] } }, { order: { total: 1 } }, true],
    [{ order: { note: [{ exists: false }] } }, { order: { note: "x" } }, false],
    [{ order: { $or: [{ a: [1] }, { b: [2] }] } }, { order: { b: 2 } }, true],
    [{ order: { $or: [{ a: [1] }, { b: [2] }] } }, { order: { b: 1 } }, false],
  ])("%j with %j: %s", (policy, body, wanted) => {
    const matches = compileFilterPolicy(JSON.stringify(policy), "MessageBody");

    expect(matches({ text: JSON.stringify(body), attributes: {} })).toBe(wanted);
  });

  test.each(["no json", "[]", '"text"', "5"])(
    "a body that is no object is not wanted: %s",
    (body) => {
      const matches = compileFilterPolicy('{"a":[{"exists":false}]}', "MessageBody");

      expect(matches({ text: body, attributes: {} })).toBe(false);
    },
  );

  test("a member called __proto__ is looked up as data", () => {
    const matches = compileFilterPolicy('{"__proto__":["x"]}', "MessageBody");

    expect(matches({ text: '{"__proto__":"x"}', attributes: {} })).toBe(true);
    expect(matches({ text: "{}", attributes: {} })).toBe(false);
  });
});

describe("what is no filter policy", () => {
  test.each([
    [
      { a: ["1"], b: ["1"], c: ["1"], d: ["1"], e: ["1"], f: ["1"] },
      "Filter policy can not have more than 5 keys",
    ],
    [{ a: Array.from({ length: 151 }, (_, index) => index) }, "Filter policy is too complex"],
    [{ a: [] }, "Empty arrays are not allowed"],
    [{ a: "value" }, '"a" must be an object or an array'],
    [{ a: [["value"]] }, "Match value must be String, number, true, false, or null"],
    [{ a: [{ suffix: "x", prefix: "y" }] }, "Only one key allowed in match expression"],
    [{ a: [{ wildcard: "x*" }] }, "Unrecognized match type wildcard"],
    [{ a: [{ suffix: 100 }] }, "suffix match pattern must be a string"],
    [{ a: [{ exists: "no" }] }, "exists match pattern must be either true or false."],
    [{ a: [{ "anything-but": { suffix: "x" } }] }, "Unsupported anything-but pattern: suffix"],
    [{ a: [{ numeric: [] }] }, "Invalid member in numeric match: ]"],
    [{ a: [{ numeric: ["operator"] }] }, "Unrecognized numeric range operator: operator"],
    [{ a: [{ numeric: [">="] }] }, "Value of >= must be numeric"],
    [{ a: [{ numeric: ["<", 100, ">", 10] }] }, "Too many elements in numeric expression"],
    [{ a: [{ numeric: [">", 3, "<", 1] }] }, "Bottom must be less than top"],
    [
      { a: [{ numeric: [">", 20, "<", 30, "<", 50] }] },
      "Too many terms in numeric range expression",
    ],
    [{ a: [{ cidr: "10.0.0.0" }] }, "Malformed CIDR 10.0.0.0"],
  ])("%j", (policy, expected) => {
    expect(refusal(() => compileFilterPolicy(JSON.stringify(policy), "MessageBody"))).toBe(
      `InvalidParameter: Invalid parameter: FilterPolicy: ${expected}`,
    );
  });

  test("nesting on attributes", () => {
    expect(refusal(() => compileFilterPolicy('{"a":{"b":["c"]}}', "MessageAttributes"))).toBe(
      "InvalidParameter: Invalid parameter: Filter policy scope MessageAttributes does not support nested filter policy",
    );
  });
});
