import { accept, type Decider, reject } from "../../../runtime/decider.ts";
import type { OrderCommand, OrderEvent, OrderRejection } from "./messages.ts";

export interface OrderState {
  readonly status: "new" | "placed" | "cancelled";
  readonly skus: readonly string[];
}

/** Commands with one event, several, none, a rejection, and one that no code survives. */
export const order: Decider<OrderState, OrderCommand, OrderEvent, OrderRejection> = {
  initialState: { status: "new", skus: [] },

  decide(command, state) {
    if (command.type === "BreakOrder") return breakDown(command.how);
    if (command.type === "PlaceOrder") {
      if (state.status !== "new") return reject({ type: "OrderAlreadyPlaced" });
      const lines = command.skus.map((sku) => ({ type: "LineAdded", sku }) as const);
      return accept<OrderEvent>({ type: "OrderPlaced", customerId: command.customerId }, ...lines);
    }
    if (state.status === "new") return reject({ type: "OrderNotPlaced" });
    if (command.type === "AddNote") return accept({ type: "NoteAdded", text: command.text });
    if (state.status === "cancelled") return reject({ type: "OrderIsCancelled" });
    if (command.type === "CancelOrder") {
      return accept({ type: "OrderCancelled", reason: command.reason });
    }
    if (state.skus.includes(command.sku)) return accept();
    return accept({ type: "LineAdded", sku: command.sku });
  },

  evolve(state, event) {
    switch (event.type) {
      case "OrderPlaced":
        return { ...state, status: "placed" };
      case "LineAdded":
        return { ...state, skus: [...state.skus, event.sku] };
      case "OrderCancelled":
        return { ...state, status: "cancelled" };
      case "NoteAdded":
        return state;
    }
  },
};

/** A mistake of the domain code: an exception, or the end of the whole process. */
function breakDown(how: string): never {
  if (how === "exit") process.exit(1);
  throw new Error("BreakOrder breaks");
}
