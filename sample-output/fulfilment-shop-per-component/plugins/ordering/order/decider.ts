import { accept, type Decider, reject } from "../../../runtime/decider.ts";
import type { OrderCommand, OrderEvent, OrderRejection } from "./messages.ts";

/** What the decisions about an order depend on; built from its events, never stored. */
export interface OrderState {
  readonly exists: boolean;
}

/**
 * The behaviour of Order. The rules below are a start: they only know whether
 * an order exists. Put the real ones here, and what they need into the state.
 */
export const order: Decider<OrderState, OrderCommand, OrderEvent, OrderRejection> = {
  initialState: { exists: false },

  decide(command, state) {
    switch (command.type) {
      case "PlaceOrder":
        if (state.exists) return reject({ type: "OrderAlreadyPlaced" });
        return accept({
          type: "OrderPlaced",
          customerId: command.customerId,
          lines: command.lines,
        });
      case "CancelOrder":
        if (!state.exists) return reject({ type: "OrderNotPlaced" });
        return accept({
          type: "OrderCancelled",
          reason: command.reason,
        });
    }
  },

  evolve(_state, event) {
    switch (event.type) {
      case "OrderPlaced":
      case "OrderCancelled":
        return { exists: true };
    }
  },
};
