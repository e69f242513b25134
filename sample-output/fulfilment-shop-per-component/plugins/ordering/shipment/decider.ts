import { accept, type Decider, reject } from "../../../runtime/decider.ts";
import type { ShipmentCommand, ShipmentEvent, ShipmentRejection } from "./messages.ts";

/** What the decisions about a shipment depend on; built from its events, never stored. */
export interface ShipmentState {
  readonly exists: boolean;
}

/**
 * The behaviour of Shipment. The rules below are a start: they only know whether
 * a shipment exists. Put the real ones here, and what they need into the state.
 */
export const shipment: Decider<ShipmentState, ShipmentCommand, ShipmentEvent, ShipmentRejection> = {
  initialState: { exists: false },

  decide(command, state) {
    switch (command.type) {
      case "ScheduleShipment":
        if (state.exists) return reject({ type: "ShipmentAlreadyScheduled" });
        return accept({
          type: "ShipmentScheduled",
          orderId: command.orderId,
        });
      case "DispatchShipment":
        if (!state.exists) return reject({ type: "ShipmentNotScheduled" });
        return accept({
          type: "ShipmentDispatched",
          carrier: command.carrier,
        });
    }
  },

  evolve(_state, event) {
    switch (event.type) {
      case "ShipmentScheduled":
      case "ShipmentDispatched":
        return { exists: true };
    }
  },
};
