import { eventCollector } from "../../../../runtime/event-collector.ts";
import { decodeOrderEvent } from "../../order/codec.ts";
import { orderEvents } from "../../order/stores.ts";
import { orderSummaryProjection } from "../projection.ts";
import { orderSummaryRows } from "../stores.ts";

/** Queue order-summary-collector: applies the events of Order to the rows of OrderSummary. */
export const collectOrderSummaryEvents = eventCollector(
  {
    name: "ordering/order-summary",
    projection: orderSummaryProjection,
    rows: orderSummaryRows,
    log: orderEvents,
  },
  decodeOrderEvent,
);
