import { eventCollector } from "../../../../runtime/event-collector.ts";
import { decodeShipmentEvent } from "../../shipment/codec.ts";
import { shipmentEvents } from "../../shipment/stores.ts";
import { shipmentBoardProjection } from "../projection.ts";
import { shipmentBoardRows } from "../stores.ts";

/** Queue shipment-board-collector: applies the events of Shipment to the rows of ShipmentBoard. */
export const collectShipmentBoardEvents = eventCollector(
  {
    name: "ordering/shipment-board",
    projection: shipmentBoardProjection,
    rows: shipmentBoardRows,
    log: shipmentEvents,
  },
  decodeShipmentEvent,
);
