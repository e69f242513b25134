import { commandTopic } from "../../../../runtime/command-topic.ts";
import { decodeOrderCommand } from "../codec.ts";
import { order } from "../decider.ts";
import { orderEvents, orderOutcomes } from "../stores.ts";

/** Queue order-commands: decides commands and stores the events of Order. */
export const handleOrderCommands = commandTopic(
  {
    name: "ordering/order",
    decider: order,
    events: orderEvents,
    outcomes: orderOutcomes,
  },
  decodeOrderCommand,
);
