import { describe, expect, it } from "vitest";
import { type Decoded, describeProblems } from "../../runtime/decode.ts";
import {
  decodeProductCommand,
  decodeProductEvent,
  decodeProductRejection,
} from "./cases/every-type/codec.ts";
import { sample as product } from "./cases/every-type/sample.ts";
import { decodeOrderCommand, decodeOrderEvent, decodeOrderRejection } from "./cases/order/codec.ts";
import { sample as order } from "./cases/order/sample.ts";

function verdict(decoded: Decoded<unknown>): string {
  return decoded.ok ? "ok" : describeProblems(decoded.problems);
}

describe("an order command", () => {
  it("is returned as it came", () => {
    const decoded = decodeOrderCommand(order);
    expect(decoded.ok && decoded.value).toBe(order);
  });

  it.each([
    [{ type: "ConfirmOrder" }, "ok"],
    [{ type: "CancelOrder", reason: "out-of-stock" }, "ok"],
    [{ ...order, note: "ring twice" }, "ok"],
    [{ ...order, note: undefined }, "ok"],
    [{ ...order, lines: [] }, "ok"],
    [null, "$: expected object, found null"],
    ["PlaceOrder", '$: expected object, found string "PlaceOrder"'],
    [[order], "$: expected object, found array of 1"],
    [{}, '$.type: expected "PlaceOrder" or "CancelOrder" or "ConfirmOrder", found missing'],
    [
      { ...order, type: "placeOrder" },
      '$.type: expected "PlaceOrder" or "CancelOrder" or "ConfirmOrder", found string "placeOrder"',
    ],
    [
      { ...order, type: ["PlaceOrder"] },
      '$.type: expected "PlaceOrder" or "CancelOrder" or "ConfirmOrder", found array of 1',
    ],
    [{ type: "PlaceOrder", lines: [] }, "$.customerId: expected string, found missing"],
    [{ ...order, note: null }, "$.note: expected string, found null"],
    [
      { ...order, nota: "ring twice" },
      '$.nota: expected no property but type, customerId, lines, note, found string "ring twice"',
    ],
    [
      {
        ...order,
        lines: [
          { sku: "a", quantity: 1 },
          { sku: 7, quantity: "1", price: 3 },
        ],
      },
      '$.lines[1].sku: expected string, found number 7; $.lines[1].quantity: expected number, found string "1"; $.lines[1].price: expected no property but sku, quantity, found number 3',
    ],
    [{ ...order, lines: [null] }, "$.lines[0]: expected object, found null"],
    [
      { type: "CancelOrder", reason: "bored" },
      '$.reason: expected "changed-mind" or "out-of-stock", found string "bored"',
    ],
    [
      { type: "ConfirmOrder", force: true },
      "$.force: expected no property but type, found boolean true",
    ],
  ])("%j", (input, expected) => expect(verdict(decodeOrderCommand(input))).toBe(expected));
});

describe("an order event", () => {
  const placed = { type: "OrderPlaced", at: "2026-11-24T09:30:00Z", lines: [] };

  it.each([
    [placed, "ok"],
    [{ type: "OrderCancelled", by: "a newer version" }, "ok"],
    [{ ...placed, lines: [{ sku: "a", quantity: 1, discount: 2 }], by: "a newer version" }, "ok"],
    [
      { ...placed, at: "2026-02-30T09:30:00Z" },
      '$.at: expected date-time such as 2026-11-24T09:30:00Z, found string "2026-02-30T09:30:00Z"',
    ],
    [
      { type: "OrderShipped" },
      '$.type: expected "OrderPlaced" or "OrderCancelled", found string "OrderShipped"',
    ],
  ])("%j", (input, expected) => expect(verdict(decodeOrderEvent(input))).toBe(expected));
});

it("a union of one message checks its type", () => {
  expect(verdict(decodeOrderRejection({ type: "OrderAlreadyPlaced" }))).toBe("ok");
  expect(verdict(decodeOrderRejection({ type: "Other" }))).toBe(
    '$.type: expected "OrderAlreadyPlaced", found string "Other"',
  );
});

it("never is decoded from nothing", () => {
  expect(verdict(decodeProductRejection({ type: "Any" }))).toBe(
    "$: expected nothing: ProductRejection is never, found object",
  );
});

describe("a product command", () => {
  it("is valid as sampled", () => expect(verdict(decodeProductCommand(product))).toBe("ok"));

  it.each([
    [{ price: null }, "ok"],
    [{ price: "free" }, "ok"],
    [{ price: { from: 2 } }, "ok"],
    [{ price: "paid" }, '$.price: expected "free", found string "paid"'],
    [{ price: true }, '$.price: expected number, object, "free" or null, found boolean true'],
    [{ price: { from: null } }, "$.price.from: expected number, found null"],
    [{ visible: null }, "ok"],
    [{ visible: 0 }, "$.visible: expected boolean or null, found number 0"],
    [{ comment: null }, "ok"],
    [{ comment: undefined }, "$.comment: expected string or null, found missing"],
    [{ remark: undefined }, "ok"],
    [{ size: "medium" }, '$.size: expected "large" or "small", found string "medium"'],
    [{ rating: 4 }, "$.rating: expected 1 or 2 or 3 or 10, found number 4"],
    [{ dimensions: [1, 2, 3] }, "ok"],
    [{ dimensions: [1] }, "$.dimensions: expected array of 2 to 3, found array of 1"],
    [{ dimensions: [1, 2, "3"] }, '$.dimensions[2]: expected number, found string "3"'],
    [{ track: ["a", 1, 2, 3] }, "ok"],
    [{ track: [] }, "$.track: expected array of 1 or more, found array of 0"],
    [{ track: ["a", 1, "2"] }, '$.track[2]: expected number, found string "2"'],
    [{ matrix: [[1], [2, null]] }, "$.matrix[1][1]: expected number, found null"],
    [{ prices: { eur: 1, usd: "2" } }, '$.prices.usd: expected number, found string "2"'],
    [{ byCountry: { de: { tax: null } } }, "$.byCountry.de.tax: expected number, found null"],
    [{ limits: { low: 1, high: 2 } }, "ok"],
    [{ limits: { mid: 1 } }, "$.limits.mid: expected no property but low, high, found number 1"],
    [{ payment: { type: "card", last4: "1234" } }, "ok"],
    [{ payment: { type: "invoice", due: null } }, "ok"],
    [
      { payment: { type: "invoice", due: "2026-02-30" } },
      '$.payment.due: expected date such as 2026-11-24 or null, found string "2026-02-30"',
    ],
    [
      { payment: { type: "cash" } },
      '$.payment.type: expected "card" or "invoice", found string "cash"',
    ],
    [{ page: { items: [], next: 1 } }, "$.page.next: expected string or null, found number 1"],
    [{ names: ["a", null, 1] }, "$.names[2]: expected string or null, found number 1"],
    [{ "content-type": 1 }, '$["content-type"]: expected string, found number 1'],
    [{ by: 1 }, "$.by: expected string, found number 1"],
    [
      { category: { name: "a", children: [{ name: "b", children: [{ name: 1, children: [] }] }] } },
      "$.category.children[0].children[0].name: expected string, found number 1",
    ],
  ])("with %j", (change, expected) => {
    expect(verdict(decodeProductCommand({ ...product, ...change }))).toBe(expected);
  });

  it("may nest its categories only as deep as DynamoDB items nest", () => {
    const nested = (depth: number): unknown => ({
      name: "c",
      children: depth === 1 ? [] : [nested(depth - 1)],
    });
    expect(verdict(decodeProductCommand({ ...product, category: nested(15) }))).toBe("ok");
    const path = `$.category${".children[0]".repeat(15)}`;
    expect(verdict(decodeProductCommand({ ...product, category: nested(16) }))).toBe(
      `${path}.children: expected at most 32 levels of nesting, found array of 0`,
    );
  });

  it("inside an event tolerates unknown properties, but not another type", () => {
    const added = { type: "ProductAdded", command: { ...product, more: 1 } };
    expect(verdict(decodeProductEvent(added))).toBe("ok");
    expect(verdict(decodeProductEvent({ ...added, command: { ...product, type: "Retire" } }))).toBe(
      '$.command.type: expected "AddProduct", found string "Retire"',
    );
  });
});
