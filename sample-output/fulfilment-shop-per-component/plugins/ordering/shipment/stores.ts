import { dynamoDb } from "../../../runtime/clients/dynamodb.ts";
import { dynamoDbEventStore } from "../../../runtime/dynamodb-event-store.ts";
import { dynamoDbOutcomeStore } from "../../../runtime/dynamodb-outcome-store.ts";
import { physicalName } from "../../../runtime/environment.ts";
import type { OutcomeStore } from "../../../runtime/outcome-store.ts";
import { decodeShipmentEvent } from "./codec.ts";
import type { ShipmentRejection } from "./messages.ts";

type Outcomes = OutcomeStore<ShipmentRejection>;

const eventLogName = () => physicalName("shipment-event-log");
const outcomesName = () => physicalName("shipment-outcomes");

/** The event log of Shipment. */
export const shipmentEvents = dynamoDbEventStore({
  client: dynamoDb,
  tableName: eventLogName,
  decodeEvent: decodeShipmentEvent,
});

/** What became of the commands for Shipment. */
export const shipmentOutcomes: Outcomes = dynamoDbOutcomeStore({
  client: dynamoDb,
  tableName: outcomesName,
  eventLogName,
});
