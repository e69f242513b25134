import { describe, expect, it } from "vitest";
import { given } from "../../../runtime/testing.ts";
import { order } from "./decider.ts";
import type { CancelOrder, OrderPlaced, PlaceOrder } from "./messages.ts";

const placeOrder: PlaceOrder = {
  type: "PlaceOrder",
  customerId: "customerId-1",
  lines: [{ sku: "sku-1", quantity: 1 }],
};

const cancelOrder: CancelOrder = {
  type: "CancelOrder",
  reason: "reason-1",
};

const orderPlaced: OrderPlaced = {
  type: "OrderPlaced",
  customerId: "customerId-1",
  lines: [{ sku: "sku-1", quantity: 1 }],
};

describe("Order", () => {
  it("accepts PlaceOrder", () => {
    expect(given(order, []).when(placeOrder)).toEqual({
      outcome: "accepted",
      events: [{ type: "OrderPlaced", customerId: placeOrder.customerId, lines: placeOrder.lines }],
    });
  });

  it("rejects PlaceOrder after OrderPlaced", () => {
    expect(given(order, [orderPlaced]).when(placeOrder)).toEqual({
      outcome: "rejected",
      rejection: { type: "OrderAlreadyPlaced" },
    });
  });

  it("accepts CancelOrder after OrderPlaced", () => {
    expect(given(order, [orderPlaced]).when(cancelOrder)).toEqual({
      outcome: "accepted",
      events: [{ type: "OrderCancelled", reason: cancelOrder.reason }],
    });
  });

  it("rejects CancelOrder before anything else", () => {
    expect(given(order, []).when(cancelOrder)).toEqual({
      outcome: "rejected",
      rejection: { type: "OrderNotPlaced" },
    });
  });
});
