import { route } from "../../../runtime/routing.ts";
import { collectShipmentBoardEvents } from "../shipment-board/roles/event-collector.ts";
import { answerShipmentBoardQuery } from "../shipment-board/roles/query.ts";

/** Function shipment-board. It hosts ShipmentBoard (event-collector, query). */
export const handler = route({
  http: {
    "GET /ordering/shipment-board/{id}": answerShipmentBoardQuery,
  },
  queues: {
    "shipment-board-collector.fifo": collectShipmentBoardEvents,
  },
});
