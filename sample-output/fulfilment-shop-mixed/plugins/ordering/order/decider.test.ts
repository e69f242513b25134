import { describe, expect, it } from "vitest";
import { given } from "../../../runtime/testing.ts";
import { order } from "./decider.ts";
import type { CancelOrder, OrderPlaced, PlaceOrder } from "./messages.ts";

const placeOrderCommand: PlaceOrder = {
  type: "PlaceOrder",
  customerId: "customerId-1",
  lines: [{ sku: "sku-1", quantity: 1 }],
};

const cancelOrderCommand: CancelOrder = {
  type: "CancelOrder",
  reason: "reason-1",
};

const orderPlacedEvent: OrderPlaced = {
  type: "OrderPlaced",
  customerId: "customerId-1",
  lines: [{ sku: "sku-1", quantity: 1 }],
};

describe("Order", () => {
  it("accepts PlaceOrder", () => {
    const decision = given(order, []).when(placeOrderCommand);

    expect(decision).toEqual({
      outcome: "accepted",
      events: [
        {
          type: "OrderPlaced",
          customerId: placeOrderCommand.customerId,
          lines: placeOrderCommand.lines,
        },
      ],
    });
  });

  it("rejects PlaceOrder after OrderPlaced", () => {
    const decision = given(order, [orderPlacedEvent]).when(placeOrderCommand);

    expect(decision).toEqual({
      outcome: "rejected",
      rejection: { type: "OrderAlreadyPlaced" },
    });
  });

  it("accepts CancelOrder after OrderPlaced", () => {
    const decision = given(order, [orderPlacedEvent]).when(cancelOrderCommand);

    expect(decision).toEqual({
      outcome: "accepted",
      events: [{ type: "OrderCancelled", reason: cancelOrderCommand.reason }],
    });
  });

  it("rejects CancelOrder before anything else", () => {
    const decision = given(order, []).when(cancelOrderCommand);

    expect(decision).toEqual({
      outcome: "rejected",
      rejection: { type: "OrderNotPlaced" },
    });
  });
});
