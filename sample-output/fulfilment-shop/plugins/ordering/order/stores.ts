import { dynamoDb } from "../../../runtime/clients/dynamodb.ts";
import { dynamoDbEventStore } from "../../../runtime/dynamodb-event-store.ts";
import { dynamoDbOutcomeStore } from "../../../runtime/dynamodb-outcome-store.ts";
import { physicalName } from "../../../runtime/environment.ts";
import { decodeOrderEvent } from "./codec.ts";
import type { OrderEvent, OrderRejection } from "./messages.ts";

const eventLogName = () => physicalName("order-event-log");
const outcomesName = () => physicalName("order-outcomes");

/** The event log of Order. */
export const orderEvents = dynamoDbEventStore<OrderEvent>({
  client: dynamoDb,
  tableName: eventLogName,
  decodeEvent: decodeOrderEvent,
});

/** What became of the commands for Order. */
export const orderOutcomes = dynamoDbOutcomeStore<OrderRejection>({
  client: dynamoDb,
  tableName: outcomesName,
  eventLogName,
});
