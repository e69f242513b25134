import { randomUUID } from "node:crypto";
import type { Message } from "@aws-sdk/client-sqs";
import { dispatch } from "../dispatch.ts";
import { log } from "../log.ts";
import type { Delivery, Provider, Result } from "../provider.ts";
import { httpRequest, type RoutedRequest } from "./node-http.ts";
import { queueMessage } from "./node-queue.ts";
import { type SdkRecord, streamRecord } from "./node-stream.ts";
import { dataProvisioning, queueActions, streamActions } from "./requirements.ts";

/** What the server takes in: a request, a message of a queue or a record of a table's stream. */
export type NodeArrival =
  | { readonly request: RoutedRequest }
  | { readonly queue: string; readonly message: Message }
  | { readonly table: string; readonly record: SdkRecord };

/** What a run is started with: when the server gives up on it, in milliseconds since 1970. */
export interface NodeRun {
  readonly deadline: number;
}

type NodeHandler = (arrivals: readonly NodeArrival[], run: NodeRun) => Promise<Result>;

function event(arrival: NodeArrival): Delivery {
  if ("request" in arrival) {
    const { request } = arrival;
    return { kind: "http", source: request.routeKey, input: httpRequest(request) };
  }
  return "queue" in arrival
    ? { kind: "queues", source: arrival.queue, input: queueMessage(arrival.queue, arrival.message) }
    : { kind: "streams", source: arrival.table, input: streamRecord(arrival.record) };
}

/** A long-running process. Every batch comes from one poll of one source. */
export const nodeServer: Provider<NodeArrival, NodeRun, NodeHandler> = {
  event,
  context({ deadline }) {
    const requestId = randomUUID();
    const remainingMilliseconds = () => Math.max(0, deadline - Date.now());
    return { requestId, remainingMilliseconds, log: log.with({ requestId }) };
  },
  groupBySource(arrivals) {
    const [first, ...rest] = arrivals.map(event);
    if (first === undefined) return [];
    const input = [first, ...rest].map((each) => each.input);
    return [first.kind === "http" ? first : { ...first, input }];
  },
  asEventHandler: (routes) => async (arrivals, run) => {
    const [delivery] = nodeServer.groupBySource(arrivals);
    if (delivery === undefined) return { batchItemFailures: [] };
    return dispatch(routes, delivery, nodeServer.context(run));
  },
  provisioning: {
    data: dataProvisioning,
    queue: {
      batchSize: 10,
      parallelBatches: 2,
      actions: [...queueActions, "sqs:ChangeMessageVisibility"],
    },
    stream: {
      batchSize: 100,
      parallelBatchesPerShard: 1,
      startingPosition: "TRIM_HORIZON",
      actions: [...streamActions, "dynamodb:DescribeTable"],
    },
    http: { timeoutSeconds: 30 },
    tables: { "node-checkpoints": { partitionKey: "id", expiresAt: "expiresAt" } },
  },
};
