import type { StackContext } from "../../../../runtime/stack/context.ts";
import type { HostFunction } from "../../../../runtime/stack/functions.ts";
import { type HttpApi, httpTrigger } from "../../../../runtime/stack/http-api.ts";
import { allow, appendOnly, consume, readStream } from "../../../../runtime/stack/permissions.ts";
import { failureQueue, fifoQueue } from "../../../../runtime/stack/queues.ts";
import { eventLogTable, outcomeTable } from "../../../../runtime/stack/tables.ts";
import { commitTopic } from "../../../../runtime/stack/topics.ts";
import { queueTrigger, streamTrigger } from "../../../../runtime/stack/triggers.ts";

/** What Order is made of: tables, queue and topic, and what its roles may do with them. */
export function orderResources(context: StackContext, timeouts: { readonly commandTopic: number }) {
  const eventLog = eventLogTable(context, "order-event-log");
  const outcomes = outcomeTable(context, "order-outcomes");
  const commands = fifoQueue(context, "order-commands", timeouts.commandTopic);
  const events = commitTopic(context, "order-events");
  const relayFailures = failureQueue(context, "order-relay-failures");
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

export type OrderResources = ReturnType<typeof orderResources>;

/** Connects routes, queue and stream of Order with the functions that host its roles. */
export function connectOrder(
  context: StackContext,
  api: HttpApi,
  resources: OrderResources,
  hosts: Readonly<Record<"commandGenerator" | "commandTopic" | "eventTopic", HostFunction>>,
): void {
  httpTrigger(api, "order-command-generator", {
    routes: ["POST /ordering/order/{id}", "GET /ordering/order/{id}/commands/{commandId}"],
    host: hosts.commandGenerator,
  });
  queueTrigger("order-command-topic", {
    source: resources.commands,
    host: hosts.commandTopic,
    batchSize: 10,
  });
  streamTrigger(context, "order-event-topic", {
    table: resources.eventLog,
    failures: resources.relayFailures,
    host: hosts.eventTopic,
  });
}
