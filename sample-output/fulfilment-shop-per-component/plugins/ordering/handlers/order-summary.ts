import { route } from "../../../runtime/routing.ts";
import { collectOrderSummaryEvents } from "../order-summary/roles/event-collector.ts";
import { answerOrderSummaryQuery } from "../order-summary/roles/query.ts";

/** Function order-summary. It hosts OrderSummary (event-collector, query). */
export const handler = route({
  http: {
    "GET /ordering/order-summary/{id}": answerOrderSummaryQuery,
  },
  queues: {
    "order-summary-collector.fifo": collectOrderSummaryEvents,
  },
});
