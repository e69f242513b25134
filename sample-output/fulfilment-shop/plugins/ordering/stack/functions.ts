import { fileURLToPath } from "node:url";
import type { StackContext } from "../../../runtime/stack/context.ts";
import { hostFunction } from "../../../runtime/stack/functions.ts";
import { allowApi, type HttpApi } from "../../../runtime/stack/http-api.ts";
import type { orderResources } from "./components/order.ts";
import type { orderSummaryResources } from "./components/order-summary.ts";

/** Seconds that the function behind each queue may take; the queue's visibility follows from it. */
export const timeouts = {
  order: { commandTopic: 30 },
  orderSummary: { eventCollector: 30 },
};

/** Makes the functions, each with what its roles may do, and tells which one hosts which role. */
export function createFunctions(
  context: StackContext,
  api: HttpApi,
  components: {
    readonly order: ReturnType<typeof orderResources>;
    readonly orderSummary: ReturnType<typeof orderSummaryResources>;
  },
) {
  const { order, orderSummary } = components;

  const aggregates = hostFunction(context, "aggregates", {
    entry: handler("aggregates.ts"),
    memory: 1024,
    timeout: 30,
    permissions: [
      ...order.permissions.commandGenerator,
      ...order.permissions.commandTopic,
      ...order.permissions.eventTopic,
    ],
  });
  allowApi(api, aggregates);

  const readModels = hostFunction(context, "read-models", {
    entry: handler("read-models.ts"),
    memory: 1024,
    timeout: 30,
    permissions: [...orderSummary.permissions.eventCollector, ...orderSummary.permissions.query],
  });
  allowApi(api, readModels);

  return {
    order: {
      commandGenerator: aggregates,
      commandTopic: aggregates,
      eventTopic: aggregates,
    },
    orderSummary: {
      eventCollector: readModels,
      query: readModels,
    },
  };
}

function handler(file: string): string {
  return fileURLToPath(new URL(`../handlers/${file}`, import.meta.url));
}
