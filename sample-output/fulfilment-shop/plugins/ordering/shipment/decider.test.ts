import { describe, expect, it } from "vitest";
import { given } from "../../../runtime/testing.ts";
import { shipment } from "./decider.ts";
import type { DispatchShipment, ScheduleShipment, ShipmentScheduled } from "./messages.ts";

const scheduleShipmentCommand: ScheduleShipment = {
  type: "ScheduleShipment",
  orderId: "orderId-1",
};

const dispatchShipmentCommand: DispatchShipment = {
  type: "DispatchShipment",
  carrier: "carrier-1",
};

const shipmentScheduledEvent: ShipmentScheduled = {
  type: "ShipmentScheduled",
  orderId: "orderId-1",
};

describe("Shipment", () => {
  it("accepts ScheduleShipment", () => {
    const decision = given(shipment, []).when(scheduleShipmentCommand);

    expect(decision).toEqual({
      outcome: "accepted",
      events: [{ type: "ShipmentScheduled", orderId: scheduleShipmentCommand.orderId }],
    });
  });

  it("rejects ScheduleShipment after ShipmentScheduled", () => {
    const decision = given(shipment, [shipmentScheduledEvent]).when(scheduleShipmentCommand);

    expect(decision).toEqual({
      outcome: "rejected",
      rejection: { type: "ShipmentAlreadyScheduled" },
    });
  });

  it("accepts DispatchShipment after ShipmentScheduled", () => {
    const decision = given(shipment, [shipmentScheduledEvent]).when(dispatchShipmentCommand);

    expect(decision).toEqual({
      outcome: "accepted",
      events: [{ type: "ShipmentDispatched", carrier: dispatchShipmentCommand.carrier }],
    });
  });

  it("rejects DispatchShipment before anything else", () => {
    const decision = given(shipment, []).when(dispatchShipmentCommand);

    expect(decision).toEqual({
      outcome: "rejected",
      rejection: { type: "ShipmentNotScheduled" },
    });
  });
});
