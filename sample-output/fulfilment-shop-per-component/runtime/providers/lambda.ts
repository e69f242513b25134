import type { Provider } from "../provider.ts";
import {
  invocationContext,
  invocationDelivery,
  type LambdaContext,
  type LambdaHandler,
  recordDelivery,
  route,
} from "../routing.ts";
import { dataProvisioning, queueActions, streamActions } from "./requirements.ts";

/** Lambda behind event source mappings and an HTTP API. Handlers need no more of it than `route`. */
export const lambda: Provider<unknown, LambdaContext, LambdaHandler> = {
  event(arrival) {
    const record = recordDelivery(arrival);
    return record.kind === "unknown" ? invocationDelivery(arrival) : record;
  },
  context: invocationContext,
  // One mapping brings the records of one source only, so the first one tells the source of all.
  groupBySource(arrivals) {
    if (arrivals.length === 0) return [];
    const first = lambda.event(arrivals[0]);
    return [first.kind === "http" ? first : { ...first, input: arrivals }];
  },
  asEventHandler: route,
  provisioning: {
    data: dataProvisioning,
    queue: { batchSize: 10, actions: queueActions },
    stream: {
      batchSize: 100,
      parallelBatchesPerShard: 1,
      startingPosition: "TRIM_HORIZON",
      actions: streamActions,
    },
    http: { timeoutSeconds: 30 },
    tables: {},
  },
};
