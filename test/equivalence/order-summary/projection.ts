import type { EventContext } from "../../../runtime/projection.ts";
import type { OrderEvent } from "../order/messages.ts";
import type { OrderSummaryRow } from "./row.ts";

/** Orders that are open; a cancelled one has no row any more. */
export function orderSummaryProjection(
  row: OrderSummaryRow | undefined,
  event: OrderEvent,
  context: EventContext,
): OrderSummaryRow | undefined {
  const updatedAt = context.time;
  switch (event.type) {
    case "OrderPlaced":
      return { customerId: event.customerId, skus: [], notes: [], updatedAt };
    case "LineAdded":
      return row && { ...row, skus: [...row.skus, event.sku], updatedAt };
    case "NoteAdded":
      return row && { ...row, notes: [...row.notes, event.text], updatedAt };
    case "OrderCancelled":
      return undefined;
  }
}
