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

  const orderSummaryEventCollectorFunction = hostFunction(context, {
    name: "order-summary-event-collector",
    entry: handler("order-summary-event-collector.ts"),
    memory: 1024,
    timeout: 30,
    permissions: [...components.orderSummary.permissions.eventCollector],
  });

  const orderSummaryQueryFunction = hostFunction(context, {
    name: "order-summary-query",
    entry: handler("order-summary-query.ts"),
    memory: 1024,
    timeout: 30,
    permissions: [...components.orderSummary.permissions.query],
  });
  allowApi(api, orderSummaryQueryFunction);

  const shipmentBoardEventCollectorFunction = hostFunction(context, {
    name: "shipment-board-event-collector",
    entry: handler("shipment-board-event-collector.ts"),
    memory: 1024,
    timeout: 30,
    permissions: [...components.shipmentBoard.permissions.eventCollector],
  });

  const shipmentBoardQueryFunction = hostFunction(context, {
    name: "shipment-board-query",
    entry: handler("shipment-board-query.ts"),
    memory: 1024,
    timeout: 30,
    permissions: [...components.shipmentBoard.permissions.query],
  });
  allowApi(api, shipmentBoardQueryFunction);

  const shipmentCommandGeneratorFunction = hostFunction(context, {
    name: "shipment-command-generator",
    entry: handler("shipment-command-generator.ts"),
    memory: 1024,
    timeout: 30,
    permissions: [...components.shipment.permissions.commandGenerator],
  });
  allowApi(api, shipmentCommandGeneratorFunction);

  const shipmentCommandTopicFunction = hostFunction(context, {
    name: "shipment-command-topic",
    entry: handler("shipment-command-topic.ts"),
    memory: 1024,
    timeout: 30,
    permissions: [...components.shipment.permissions.commandTopic],
  });

  const shipmentEventTopicFunction = hostFunction(context, {
    name: "shipment-event-topic",
    entry: handler("shipment-event-topic.ts"),
    memory: 1024,
    timeout: 30,
    permissions: [...components.shipment.permissions.eventTopic],
  });

  return {
    order: {
      commandGenerator: orderCommandGeneratorFunction,
      commandTopic: orderCommandTopicFunction,
      eventTopic: orderEventTopicFunction,
    },
    orderSummary: {
      eventCollector: orderSummaryEventCollectorFunction,
      query: orderSummaryQueryFunction,
    },
    shipment: {
      commandGenerator: shipmentCommandGeneratorFunction,
      commandTopic: shipmentCommandTopicFunction,
      eventTopic: shipmentEventTopicFunction,
    },
    shipmentBoard: {
      eventCollector: shipmentBoardEventCollectorFunction,
      query: shipmentBoardQueryFunction,
    },
  };
}

function handler(file: string): string {
  return fileURLToPath(new URL(`../handlers/${file}`, import.meta.url));
}
