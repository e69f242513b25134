import { route } from "../../../runtime/routing.ts";
import { acceptOrderCommand, answerOrderOutcome } from "../order/roles/command-generator.ts";
import { handleOrderCommands } from "../order/roles/command-topic.ts";
import { relayOrderCommits } from "../order/roles/event-topic.ts";

/** Function order. It hosts Order (command-generator, command-topic, event-topic). */
export const handler = route({
  http: {
    "POST /ordering/order/{id}": acceptOrderCommand,
    "GET /ordering/order/{id}/commands/{commandId}": answerOrderOutcome,
  },
  queues: {
    "order-commands.fifo": handleOrderCommands,
  },
  streams: {
    "order-event-log": relayOrderCommits,
  },
});
