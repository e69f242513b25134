import { expect, it } from "vitest";
import type { ShipmentEvent } from "../shipment/messages.ts";
import { shipmentBoardProjection } from "./projection.ts";

const event: ShipmentEvent = {
  type: "ShipmentScheduled",
  orderId: "orderId-1",
};

it("starts a row with the first event", () => {
  const context = { id: "1", version: 1, time: "2026-11-24T09:30:00.000Z" };
  const row = shipmentBoardProjection(undefined, event, context);

  expect(row).toEqual({
    history: [event.type],
    updatedAt: "2026-11-24T09:30:00.000Z",
  });
});

it("adds later events to the row", () => {
  const before = { history: [event.type], updatedAt: "2026-11-24T09:30:00.000Z" };
  const context = { id: "1", version: 2, time: "2026-11-24T10:00:00.000Z" };
  const row = shipmentBoardProjection(before, event, context);

  expect(row).toEqual({
    history: [event.type, event.type],
    updatedAt: "2026-11-24T10:00:00.000Z",
  });
});
