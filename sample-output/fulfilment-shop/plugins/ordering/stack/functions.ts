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
  const aggregatesFunction = hostFunction(context, {
    name: "aggregates",
    entry: handler("aggregates.ts"),
    memory: 1024,
    timeout: 30,
    permissions: [
      ...components.order.permissions.commandGenerator,
      ...components.order.permissions.commandTopic,
      ...components.order.permissions.eventTopic,
      ...components.shipment.permissions.commandGenerator,
      ...components.shipment.permissions.commandTopic,
      ...components.shipment.permissions.eventTopic,
    ],
  });
  allowApi(api, aggregatesFunction);

  const readModelsFunction = hostFunction(context, {
    name: "read-models",
    entry: handler("read-models.ts"),
    memory: 1024,
    timeout: 30,
    permissions: [
      ...components.orderSummary.permissions.eventCollector,
      ...components.orderSummary.permissions.query,
      ...components.shipmentBoard.permissions.eventCollector,
      ...components.shipmentBoard.permissions.query,
    ],
  });
  allowApi(api, readModelsFunction);

  return {
    order: {
      commandGenerator: aggregatesFunction,
      commandTopic: aggregatesFunction,
      eventTopic: aggregatesFunction,
    },
    orderSummary: {
      eventCollector: readModelsFunction,
      query: readModelsFunction,
    },
    shipment: {
      commandGenerator: aggregatesFunction,
      commandTopic: aggregatesFunction,
      eventTopic: aggregatesFunction,
    },
    shipmentBoard: {
      eventCollector: readModelsFunction,
      query: readModelsFunction,
    },
  };
}

function handler(file: string): string {
  return fileURLToPath(new URL(`../handlers/${file}`, import.meta.url));
}
