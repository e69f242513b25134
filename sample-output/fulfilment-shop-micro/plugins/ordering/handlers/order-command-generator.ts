import { route } from "../../../runtime/routing.ts";
import { acceptOrderCommand, answerOrderOutcome } from "../order/roles/command-generator.ts";

/** Function order-command-generator. It hosts Order (command-generator). */
export const handler = route({
  http: {
    "POST /ordering/order/{id}": acceptOrderCommand,
    "GET /ordering/order/{id}/commands/{commandId}": answerOrderOutcome,
  },
});
