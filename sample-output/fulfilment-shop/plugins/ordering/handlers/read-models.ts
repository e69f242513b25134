import { route } from "../../../runtime/routing.ts";
import { collectOrderSummaryEvents } from "../order-summary/roles/event-collector.ts";
import { answerOrderSummaryQuery } from "../order-summary/roles/query.ts";
import { collectShipmentBoardEvents } from "../shipment-board/roles/event-collector.ts";
import { answerShipmentBoardQuery } from "../shipment-board/roles/query.ts";

/** Function read-models. It hosts OrderSummary (event-collector, query),
 * ShipmentBoard (event-collector, query). */
export const handler = route({
  http: {
    "GET /ordering/order-summary/{id}": answerOrderSummaryQuery,
    "GET /ordering/shipment-board/{id}": answerShipmentBoardQuery,
  },
  queues: {
    "order-summary-collector.fifo": collectOrderSummaryEvents,
    "shipment-board-collector.fifo": collectShipmentBoardEvents,
  },
});
