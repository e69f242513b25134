import { route } from "../../../runtime/routing.ts";
import { handleShipmentCommands } from "../shipment/roles/command-topic.ts";

/** Function shipment-command-topic. It hosts Shipment (command-topic). */
export const handler = route({
  queues: {
    "shipment-commands.fifo": handleShipmentCommands,
  },
});
