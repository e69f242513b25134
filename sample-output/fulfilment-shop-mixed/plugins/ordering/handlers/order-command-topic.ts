import { route } from "../../../runtime/routing.ts";
import { handleOrderCommands } from "../order/roles/command-topic.ts";

/** Function order-command-topic. It hosts Order (command-topic). */
export const handler = route({
  queues: {
    "order-commands.fifo": handleOrderCommands,
  },
});
