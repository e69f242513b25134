import { fileURLToPath } from "node:url";
import type { StackContext } from "../../../runtime/stack/context.ts";
import { hostFunction } from "../../../runtime/stack/functions.ts";
import { allowApi, type HttpApi } from "../../../runtime/stack/http-api.ts";
import type { OrderResources } from "./components/order.ts";
import type { OrderSummaryResources } from "./components/order-summary.ts";
import type { ShipmentResources } from "./components/shipment.ts";
import type { ShipmentBoardResources } from "./components/shipment-board.ts";

/** Seconds that the function behind each queue may take; the queue's visibility follows from it. */
export const timeouts = {
  order: { commandTopic: 30 },
  orderSummary: { eventCollector: 30 },
  shipment: { commandTopic: 30 },
  shipmentBoard: { eventCollector: 30 },
};

/** Makes the functions, each with what its roles may do, and tells which one hosts which role. */
export function createFunctions(
  context: StackContext,
  api: HttpApi,
  components: {
    readonly order: OrderResources;
    readonly orderSummary: OrderSummaryResources;
    readonly shipment: ShipmentResources;
    readonly shipmentBoard: ShipmentBoardResources;
  },
) {
  const orderFunction = hostFunction(context, {
    name: "order",
    entry: handler("order.ts"),
    memory: 1024,
    timeout: 30,
    permissions: [
      ...components.order.permissions.commandGenerator,
      ...components.order.permissions.commandTopic,
      ...components.order.permissions.eventTopic,
    ],
  });
  allowApi(api, orderFunction);

  const orderSummaryFunction = hostFunction(context, {
    name: "order-summary",
    entry: handler("order-summary.ts"),
    memory: 1024,
    timeout: 30,
    permissions: [
      ...components.orderSummary.permissions.eventCollector,
      ...components.orderSummary.permissions.query,
    ],
  });
  allowApi(api, orderSummaryFunction);

  const shipmentFunction = hostFunction(context, {
    name: "shipment",
    entry: handler("shipment.ts"),
    memory: 1024,
    timeout: 30,
    permissions: [
      ...components.shipment.permissions.commandGenerator,
      ...components.shipment.permissions.commandTopic,
      ...components.shipment.permissions.eventTopic,
    ],
  });
  allowApi(api, shipmentFunction);

  const shipmentBoardFunction = hostFunction(context, {
    name: "shipment-board",
    entry: handler("shipment-board.ts"),
    memory: 1024,
    timeout: 30,
    permissions: [
      ...components.shipmentBoard.permissions.eventCollector,
      ...components.shipmentBoard.permissions.query,
    ],
  });
  allowApi(api, shipmentBoardFunction);

  return {
    order: {
      commandGenerator: orderFunction,
      commandTopic: orderFunction,
      eventTopic: orderFunction,
    },
    orderSummary: {
      eventCollector: orderSummaryFunction,
      query: orderSummaryFunction,
    },
    shipment: {
      commandGenerator: shipmentFunction,
      commandTopic: shipmentFunction,
      eventTopic: shipmentFunction,
    },
    shipmentBoard: {
      eventCollector: shipmentBoardFunction,
      query: shipmentBoardFunction,
    },
  };
}

function handler(file: string): string {
  return fileURLToPath(new URL(`../handlers/${file}`, import.meta.url));
}
