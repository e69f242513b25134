import { route } from "../../../runtime/routing.ts";
import { collectShipmentBoardEvents } from "../shipment-board/roles/event-collector.ts";

/** Function shipment-board-event-collector. It hosts ShipmentBoard (event-collector). */
export const handler = route({
  queues: {
    "shipment-board-collector.fifo": collectShipmentBoardEvents,
  },
});
