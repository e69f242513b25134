import { route } from "../../../runtime/routing.ts";
import { collectOrderSummaryEvents } from "../order-summary/roles/event-collector.ts";

/** Function order-summary-event-collector. It hosts OrderSummary (event-collector). */
export const handler = route({
  queues: {
    "order-summary-collector.fifo": collectOrderSummaryEvents,
  },
});
