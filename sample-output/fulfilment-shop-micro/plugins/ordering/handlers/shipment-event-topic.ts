import { route } from "../../../runtime/routing.ts";
import { relayShipmentCommits } from "../shipment/roles/event-topic.ts";

/** Function shipment-event-topic. It hosts Shipment (event-topic). */
export const handler = route({
  streams: {
    "shipment-event-log": relayShipmentCommits,
  },
});
