import type { EventContext } from "../../../runtime/projection.ts";
import type { OrderEvent } from "../order/messages.ts";
import type { OrderSummaryRow } from "./row.ts";

/**
 * Keeps the row of one order up to date. It runs again when the read model is rebuilt, so
 * it must depend on its arguments only. This one is a start: it lists the events.
 */
export function orderSummaryProjection(
  row: OrderSummaryRow | undefined,
  event: OrderEvent,
  context: EventContext,
): OrderSummaryRow {
  return {
    history: [...(row?.history ?? []), event.type],
    updatedAt: context.time,
  };
}
