import { route } from "../../../runtime/routing.ts";
import { acceptOrderCommand, answerOrderOutcome } from "../order/roles/command-generator.ts";
import { handleOrderCommands } from "../order/roles/command-topic.ts";
import { relayOrderCommits } from "../order/roles/event-topic.ts";
import {
  acceptShipmentCommand,
  answerShipmentOutcome,
} from "../shipment/roles/command-generator.ts";
import { handleShipmentCommands } from "../shipment/roles/command-topic.ts";
import { relayShipmentCommits } from "../shipment/roles/event-topic.ts";

/** Function aggregates. It hosts Order (command-generator, command-topic, event-topic),
 * Shipment (command-generator, command-topic, event-topic). */
export const handler = route({
  http: {
    "POST /ordering/order/{id}": acceptOrderCommand,
    "GET /ordering/order/{id}/commands/{commandId}": answerOrderOutcome,
    "POST /ordering/shipment/{id}": acceptShipmentCommand,
    "GET /ordering/shipment/{id}/commands/{commandId}": answerShipmentOutcome,
  },
  queues: {
    "order-commands.fifo": handleOrderCommands,
    "shipment-commands.fifo": handleShipmentCommands,
  },
  streams: {
    "order-event-log": relayOrderCommits,
    "shipment-event-log": relayShipmentCommits,
  },
});
