import { sqs } from "../../../../runtime/clients/sqs.ts";
import { commandEndpoint, outcomeEndpoint, sendTo } from "../../../../runtime/command-generator.ts";
import { queueUrl } from "../../../../runtime/environment.ts";
import { decodeOrderCommand } from "../codec.ts";
import { orderOutcomes } from "../stores.ts";

/** POST /ordering/order/{id}: checks a command and puts it on the queue of Order. */
export const acceptOrderCommand = commandEndpoint({
  name: "ordering/order",
  decodeCommand: decodeOrderCommand,
  dispatch: sendTo(sqs, () => queueUrl("order-commands.fifo")),
});

/** GET /ordering/order/{id}/commands/{commandId}: what became of a command. */
export const answerOrderOutcome = outcomeEndpoint(orderOutcomes);
