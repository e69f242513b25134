import { commandTopic } from "../../../../runtime/command-topic.ts";
import { decodeShipmentCommand } from "../codec.ts";
import { shipment } from "../decider.ts";
import { shipmentEvents, shipmentOutcomes } from "../stores.ts";

/** Queue shipment-commands: decides commands and stores the events of Shipment. */
export const handleShipmentCommands = commandTopic(
  {
    name: "ordering/shipment",
    decider: shipment,
    events: shipmentEvents,
    outcomes: shipmentOutcomes,
  },
  decodeShipmentCommand,
);
