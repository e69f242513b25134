import type { Table } from "@pulumi/aws/dynamodb/table.js";
import type { Topic } from "@pulumi/aws/sns/topic.js";
import type { StackContext } from "../../../../runtime/stack/context.ts";
import type { HostFunction } from "../../../../runtime/stack/functions.ts";
import { type HttpApi, httpTrigger } from "../../../../runtime/stack/http-api.ts";
import { allow, consume } from "../../../../runtime/stack/permissions.ts";
import { fifoQueue } from "../../../../runtime/stack/queues.ts";
import { queryDbTable } from "../../../../runtime/stack/tables.ts";
import { subscribe } from "../../../../runtime/stack/topics.ts";
import { queueTrigger } from "../../../../runtime/stack/triggers.ts";

/** What OrderSummary is made of: table and queue, and what its roles may do with them. */
export function orderSummaryResources(
  context: StackContext,
  timeouts: { readonly eventCollector: number },
  source: { readonly eventLog: Table; readonly events: Topic },
) {
  const queryDb = queryDbTable(context, "order-summary-query-db");
  const collector = fifoQueue(context, "order-summary-collector", timeouts.eventCollector);
  subscribe("order-summary-collector-from-order", source.events, collector);
  return {
    queryDb,
    collector,
    permissions: {
      eventCollector: [
        consume(collector.queue),
        allow(queryDb.arn, "dynamodb:GetItem", "dynamodb:PutItem"),
        // What the queue did not bring is read from the log.
        allow(source.eventLog.arn, "dynamodb:Query"),
      ],
      query: [allow(queryDb.arn, "dynamodb:GetItem")],
    },
  };
}

export type OrderSummaryResources = ReturnType<typeof orderSummaryResources>;

/** Connects route and queue of OrderSummary with the functions that host its roles. */
export function connectOrderSummary(
  api: HttpApi,
  resources: OrderSummaryResources,
  hosts: Readonly<Record<"eventCollector" | "query", HostFunction>>,
): void {
  httpTrigger(api, "order-summary-query", {
    routes: ["GET /ordering/order-summary/{id}"],
    host: hosts.query,
  });
  queueTrigger("order-summary-event-collector", {
    source: resources.collector,
    host: hosts.eventCollector,
    batchSize: 10,
  });
}
