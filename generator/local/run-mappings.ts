import { join } from "node:path";
import { fileJournal } from "./journal.ts";
import type { OnLocalEvent } from "./local-events.ts";
import type { MappingEvent, Poller } from "./mappings/mapping-events.ts";
import { type QueueMapping, startQueuePoller } from "./mappings/queue-poller.ts";
import { startStreamPoller } from "./mappings/stream-poller.ts";
import type { Clock } from "./ports.ts";
import type { RunningFunctions } from "./run-functions.ts";
import type { LocalServices } from "./stack/bring-up.ts";
import type { PlannedStreamMapping, StackPlan } from "./stack/stack-plan.ts";

export interface MappingSurroundings {
  readonly services: LocalServices;
  readonly functions: RunningFunctions;
  readonly clock: Clock;
  /** Gets a checkpoint journal per stream mapping. */
  readonly directory: string;
  readonly retryDelaySeconds: number | undefined;
  readonly onEvent: OnLocalEvent;
}

export interface RunningMappings {
  /** Stops what is gone or changed, then starts what is new; the others never pause. */
  replace(plan: Pick<StackPlan, "queueMappings" | "streamMappings">): Promise<void>;
  /** Why the last batch from this queue failed. */
  lastReason(queue: string): string | undefined;
  close(): Promise<void>;
}

export function runMappings(surroundings: MappingSurroundings): RunningMappings {
  const pollers = new Map<string, Poller>();
  const reasons = new Map<string, string>();
  const onEvent = (event: MappingEvent): void => {
    if (event.type === "batch" && event.reason !== undefined) {
      reasons.set(event.source, event.reason);
    }
    surroundings.onEvent(event);
  };

  async function stop(keys: readonly string[]): Promise<void> {
    const stopping = keys.map((key) => pollers.get(key)?.stop());
    for (const key of keys) pollers.delete(key);
    await Promise.all(stopping);
  }

  return {
    async replace({ queueMappings, streamMappings }) {
      const wanted = new Map<string, () => Poller>();
      for (const mapping of queueMappings) {
        wanted.set(JSON.stringify(mapping), () => pollQueue(mapping, surroundings, onEvent));
      }
      for (const mapping of streamMappings) {
        const label = surroundings.services.dynamodb.streamLabel?.(mapping.tableName);
        const key = JSON.stringify([mapping, label]);
        wanted.set(key, () => pollStream(mapping, surroundings, onEvent));
      }
      await stop([...pollers.keys()].filter((key) => !wanted.has(key)));
      for (const [key, start] of wanted) if (!pollers.has(key)) pollers.set(key, start());
    },
    lastReason: (queue) => reasons.get(queue),
    close: () => stop([...pollers.keys()]),
  };
}

function pollQueue(
  mapping: QueueMapping,
  { services, functions, clock, retryDelaySeconds }: MappingSurroundings,
  onEvent: (event: MappingEvent) => void,
): Poller {
  return startQueuePoller({
    mapping,
    sqs: services.sqs,
    clock,
    invoke: (event) => functions.invoke(mapping.functionName, event),
    onEvent,
    retryDelaySeconds,
  });
}

function pollStream(
  mapping: PlannedStreamMapping,
  { services, functions, clock, directory, retryDelaySeconds }: MappingSurroundings,
  onEvent: (event: MappingEvent) => void,
): Poller {
  // A stream that begins anew has other sequence numbers, so it needs a checkpoint of its own.
  const label = services.dynamodb.streamLabel?.(mapping.tableName) ?? [];
  const parts = [mapping.tableName, mapping.name].concat(label);
  const file = parts.join("--").replace(/[^\w.-]/g, "_");
  const journal = fileJournal(join(directory, `${file}.jsonl`));
  const { onFailureQueue } = mapping;
  const poller = startStreamPoller({
    mapping,
    dynamodb: services.dynamodb,
    clock,
    journal,
    invoke: (event) => functions.invoke(mapping.functionName, event),
    onEvent,
    retryDelaySeconds,
    ...(onFailureQueue === undefined
      ? {}
      : { onDiscarded: (body: string) => services.sqs.send(onFailureQueue, { body }) }),
  });
  return {
    async stop() {
      await poller.stop();
      journal.close();
    },
  };
}
