import type { StackContext } from "../../../../runtime/stack/context.ts";
import type { HostFunction } from "../../../../runtime/stack/functions.ts";
import { type HttpApi, httpTrigger } from "../../../../runtime/stack/http-api.ts";
import { allow, appendOnly, consume, readStream } from "../../../../runtime/stack/permissions.ts";
import { failureQueue, fifoQueue } from "../../../../runtime/stack/queues.ts";
import { eventLogTable, outcomeTable } from "../../../../runtime/stack/tables.ts";
import { commitTopic } from "../../../../runtime/stack/topics.ts";
import { queueTrigger, streamTrigger } from "../../../../runtime/stack/triggers.ts";

/** What Shipment is made of: tables, queue and topic, and what its roles may do with them. */
export function shipmentResources(
  context: StackContext,
  timeouts: { readonly commandTopic: number },
) {
  const eventLog = eventLogTable(context, "shipment-event-log");
  const outcomes = outcomeTable(context, "shipment-outcomes");
  const commands = fifoQueue(context, "shipment-commands", timeouts.commandTopic);
  const events = commitTopic(context, "shipment-events");
  const relayFailures = failureQueue(context, "shipment-relay-failures");
  return {
    eventLog,
    outcomes,
    commands,
    events,
    relayFailures,
    permissions: {
      commandGenerator: [
        allow(commands.queue.arn, "sqs:SendMessage"),
        allow(outcomes.arn, "dynamodb:GetItem"),
      ],
      commandTopic: [
        consume(commands.queue),
        allow(eventLog.arn, "dynamodb:Query", "dynamodb:PutItem", "dynamodb:ConditionCheckItem"),
        appendOnly(eventLog),
        allow(outcomes.arn, "dynamodb:GetItem", "dynamodb:PutItem"),
      ],
      eventTopic: [
        readStream(eventLog),
        allow(events.arn, "sns:Publish"),
        allow(relayFailures.arn, "sqs:SendMessage"),
      ],
    },
  };
}

export type ShipmentResources = ReturnType<typeof shipmentResources>;

/** Connects routes, queue and stream of Shipment with the functions that host its roles. */
export function connectShipment(
  context: StackContext,
  api: HttpApi,
  resources: ShipmentResources,
  hosts: Readonly<Record<"commandGenerator" | "commandTopic" | "eventTopic", HostFunction>>,
): void {
  httpTrigger(api, "shipment-command-generator", {
    routes: ["POST /ordering/shipment/{id}", "GET /ordering/shipment/{id}/commands/{commandId}"],
    host: hosts.commandGenerator,
  });
  queueTrigger("shipment-command-topic", {
    source: resources.commands,
    host: hosts.commandTopic,
    batchSize: 10,
  });
  streamTrigger(context, "shipment-event-topic", {
    table: resources.eventLog,
    failures: resources.relayFailures,
    host: hosts.eventTopic,
  });
}
