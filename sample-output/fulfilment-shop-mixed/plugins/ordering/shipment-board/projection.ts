import type { EventContext } from "../../../runtime/projection.ts";
import type { ShipmentEvent } from "../shipment/messages.ts";
import type { ShipmentBoardRow } from "./row.ts";

/**
 * Keeps the row of one shipment up to date. It runs again when the read model is rebuilt, so
 * it must depend on its arguments only. This one is a start: it lists the events.
 */
export function shipmentBoardProjection(
  row: ShipmentBoardRow | undefined,
  event: ShipmentEvent,
  context: EventContext,
): ShipmentBoardRow {
  return {
    history: [...(row?.history ?? []), event.type],
    updatedAt: context.time,
  };
}
