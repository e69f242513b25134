import { route } from "../../../runtime/routing.ts";
import {
  acceptShipmentCommand,
  answerShipmentOutcome,
} from "../shipment/roles/command-generator.ts";

/** Function shipment-command-generator. It hosts Shipment (command-generator). */
export const handler = route({
  http: {
    "POST /ordering/shipment/{id}": acceptShipmentCommand,
    "GET /ordering/shipment/{id}/commands/{commandId}": answerShipmentOutcome,
  },
});
