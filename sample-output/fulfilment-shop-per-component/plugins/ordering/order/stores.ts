import { dynamoDb } from "../../../runtime/clients/dynamodb.ts";
import { dynamoDbEventStore } from "../../../runtime/dynamodb-event-store.ts";
import { dynamoDbOutcomeStore } from "../../../runtime/dynamodb-outcome-store.ts";
import { physicalName } from "../../../runtime/environment.ts";
import type { OutcomeStore } from "../../../runtime/outcome-store.ts";
import { decodeOrderEvent } from "./codec.ts";
import type { OrderRejection } from "./messages.ts";

type Outcomes = OutcomeStore<OrderRejection>;

const eventLogName = () => physicalName("order-event-log");
const outcomesName = () => physicalName("order-outcomes");

/** The event log of Order. */
export const orderEvents = dynamoDbEventStore({
  client: dynamoDb,
  tableName: eventLogName,
  decodeEvent: decodeOrderEvent,
});

/** What became of the commands for Order. */
export const orderOutcomes: Outcomes = dynamoDbOutcomeStore({
  client: dynamoDb,
  tableName: outcomesName,
  eventLogName,
});
