import { rowEndpoint } from "../../../../runtime/query.ts";
import { shipmentBoardRows } from "../stores.ts";

/** GET /ordering/shipment-board/{id}: one row of ShipmentBoard. */
export const answerShipmentBoardQuery = rowEndpoint(shipmentBoardRows);
