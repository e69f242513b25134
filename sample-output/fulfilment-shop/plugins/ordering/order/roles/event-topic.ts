import { sns } from "../../../../runtime/clients/sns.ts";
import { topicArn } from "../../../../runtime/environment.ts";
import { eventTopic } from "../../../../runtime/event-topic.ts";

/** Stream of order-event-log: publishes the commits of Order in order. */
export const relayOrderCommits = eventTopic(sns, () => topicArn("order-events.fifo"));
