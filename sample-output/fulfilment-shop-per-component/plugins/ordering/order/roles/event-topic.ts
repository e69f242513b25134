import { sns } from "../../../../runtime/clients/sns.ts";
import { topicArn } from "../../../../runtime/environment.ts";
import { eventTopic } from "../../../../runtime/event-topic.ts";

const topic = () => topicArn("order-events.fifo");

/** Stream of order-event-log: publishes the commits of Order in order. */
export const relayOrderCommits = eventTopic(sns, topic);
