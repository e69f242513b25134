import { route } from "../../../runtime/routing.ts";
import { answerShipmentBoardQuery } from "../shipment-board/roles/query.ts";

/** Function shipment-board-query. It hosts ShipmentBoard (query). */
export const handler = route({
  http: {
    "GET /ordering/shipment-board/{id}": answerShipmentBoardQuery,
  },
});
