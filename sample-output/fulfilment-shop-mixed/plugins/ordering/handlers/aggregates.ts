import { route } from "../../../runtime/routing.ts";
import {
  acceptShipmentCommand,
  answerShipmentOutcome,
} from "../shipment/roles/command-generator.ts";
import { handleShipmentCommands } from "../shipment/roles/command-topic.ts";
import { relayShipmentCommits } from "../shipment/roles/event-topic.ts";

/** Function aggregates. It hosts Shipment (command-generator, command-topic, event-topic). */
export const handler = route({
  http: {
    "POST /ordering/shipment/{id}": acceptShipmentCommand,
    "GET /ordering/shipment/{id}/commands/{commandId}": answerShipmentOutcome,
  },
  queues: {
    "shipment-commands.fifo": handleShipmentCommands,
  },
  streams: {
    "shipment-event-log": relayShipmentCommits,
  },
});
