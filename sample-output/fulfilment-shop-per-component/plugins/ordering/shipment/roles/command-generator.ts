import { sqs } from "../../../../runtime/clients/sqs.ts";
import { commandEndpoint, outcomeEndpoint, sendTo } from "../../../../runtime/command-generator.ts";
import { queueUrl } from "../../../../runtime/environment.ts";
import { decodeShipmentCommand } from "../codec.ts";
import { shipmentOutcomes } from "../stores.ts";

/** POST /ordering/shipment/{id}: checks a command and puts it on the queue of Shipment. */
export const acceptShipmentCommand = commandEndpoint({
  name: "ordering/shipment",
  decodeCommand: decodeShipmentCommand,
  dispatch: sendTo(sqs, () => queueUrl("shipment-commands.fifo")),
});

/** GET /ordering/shipment/{id}/commands/{commandId}: what became of a command. */
export const answerShipmentOutcome = outcomeEndpoint(shipmentOutcomes);
