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

/** What ShipmentBoard is made of: table and queue, and what its roles may do with them. */
export function shipmentBoardResources(
  context: StackContext,
  timeouts: { readonly eventCollector: number },
  source: { readonly eventLog: Table; readonly events: Topic },
) {
  const queryDb = queryDbTable(context, "shipment-board-query-db");
  const collector = fifoQueue(context, "shipment-board-collector", timeouts.eventCollector);
  subscribe("shipment-board-collector-from-shipment", source.events, collector);
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

export type ShipmentBoardResources = ReturnType<typeof shipmentBoardResources>;

/** Connects route and queue of ShipmentBoard with the functions that host its roles. */
export function connectShipmentBoard(
  api: HttpApi,
  resources: ShipmentBoardResources,
  hosts: Readonly<Record<"eventCollector" | "query", HostFunction>>,
): void {
  httpTrigger(api, "shipment-board-query", {
    routes: ["GET /ordering/shipment-board/{id}"],
    host: hosts.query,
  });
  queueTrigger("shipment-board-event-collector", {
    source: resources.collector,
    host: hosts.eventCollector,
    batchSize: 10,
  });
}
