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
      ...components.shipment.permissions.commandGenerator,
      ...components.shipment.permissions.commandTopic,
      ...components.shipment.permissions.eventTopic,
    ],
  });
  allowApi(api, aggregatesFunction);

  const orderCommandGeneratorFunction = hostFunction(context, {
    name: "order-command-generator",
    entry: handler("order-command-generator.ts"),
    memory: 1024,
    timeout: 30,
    permissions: [...components.order.permissions.commandGenerator],
  });
  allowApi(api, orderCommandGeneratorFunction);

  const orderCommandTopicFunction = hostFunction(context, {
    name: "order-command-topic",
    entry: handler("order-command-topic.ts"),
    memory: 1024,
    timeout: 30,
    permissions: [...components.order.permissions.commandTopic],
  });

  const orderEventTopicFunction = hostFunction(context, {
    name: "order-event-topic",
    entry: handler("order-event-topic.ts"),
    memory: 1024,
    timeout: 30,
    permissions: [...components.order.permissions.eventTopic],
  });

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
      commandGenerator: orderCommandGeneratorFunction,
      commandTopic: orderCommandTopicFunction,
      eventTopic: orderEventTopicFunction,
    },
    orderSummary: {
      eventCollector: orderSummaryFunction,
      query: orderSummaryFunction,
    },
    shipment: {
      commandGenerator: aggregatesFunction,
      commandTopic: aggregatesFunction,
      eventTopic: aggregatesFunction,
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
