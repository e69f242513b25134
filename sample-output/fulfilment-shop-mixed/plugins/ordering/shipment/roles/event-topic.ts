import { sns } from "../../../../runtime/clients/sns.ts";
import { topicArn } from "../../../../runtime/environment.ts";
import { eventTopic } from "../../../../runtime/event-topic.ts";

const topic = () => topicArn("shipment-events.fifo");

/** Stream of shipment-event-log: publishes the commits of Shipment in order. */
export const relayShipmentCommits = eventTopic(sns, topic);
