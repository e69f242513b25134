import { route } from "../../../runtime/routing.ts";
import { relayOrderCommits } from "../order/roles/event-topic.ts";

/** Function order-event-topic. It hosts Order (event-topic). */
export const handler = route({
  streams: {
    "order-event-log": relayOrderCommits,
  },
});
