import { stackContext } from "../../../runtime/stack/context.ts";
import { httpApi } from "../../../runtime/stack/http-api.ts";
import { applyOverrides } from "../../../runtime/stack/overrides.ts";
import { connectOrder, orderResources } from "./components/order.ts";
import { connectOrderSummary, orderSummaryResources } from "./components/order-summary.ts";
import { connectShipment, shipmentResources } from "./components/shipment.ts";
import { connectShipmentBoard, shipmentBoardResources } from "./components/shipment-board.ts";
import { createFunctions, timeouts } from "./functions.ts";
import { overrides } from "./overrides.ts";

if (process.env.STACK_TRACES) Error.stackTraceLimit = 30;
applyOverrides(overrides);

const context = stackContext({ logRetentionDays: 30 });
const api = httpApi(context, "api", { kind: "iam" });

const order = orderResources(context, timeouts.order);
const shipment = shipmentResources(context, timeouts.shipment);
const orderSummary = orderSummaryResources(context, timeouts.orderSummary, order);
const shipmentBoard = shipmentBoardResources(context, timeouts.shipmentBoard, shipment);
const hosts = createFunctions(context, api, { order, orderSummary, shipment, shipmentBoard });

connectOrder(context, api, order, hosts.order);
connectOrderSummary(api, orderSummary, hosts.orderSummary);
connectShipment(context, api, shipment, hosts.shipment);
connectShipmentBoard(api, shipmentBoard, hosts.shipmentBoard);

/** Address of the API. */
export const apiUrl = api.api.apiEndpoint;

/** Tables by their name in the stack. */
export const tables = {
  "order-event-log": order.eventLog.name,
  "order-outcomes": order.outcomes.name,
  "order-summary-query-db": orderSummary.queryDb.name,
  "shipment-event-log": shipment.eventLog.name,
  "shipment-outcomes": shipment.outcomes.name,
  "shipment-board-query-db": shipmentBoard.queryDb.name,
};
