import type { OnLocalEvent } from "./local-events.ts";
import type { LocalSqs, QueueDefinition } from "./ports.ts";

/** Tells when messages arrive in a dead-letter queue. The answer stops that. */
export function watchDeadLetters(
  queues: readonly QueueDefinition[],
  {
    sqs,
    reasonOf,
    onEvent,
  }: {
    readonly sqs: LocalSqs;
    /** Why the last message from this queue failed. */
    readonly reasonOf: (queue: string) => string | undefined;
    readonly onEvent: OnLocalEvent;
  },
): () => void {
  const stops = queues.flatMap(({ name }) => {
    const sources = queues
      .filter(({ redrive }) => redrive?.deadLetterQueueArn === sqs.queueArn(name))
      .map((queue) => queue.name);
    if (sources.length === 0) return [];
    let known = countMessages(sqs, name);
    const compare = (): void => {
      const total = countMessages(sqs, name);
      const messages = total - known;
      known = total;
      if (messages <= 0) return;
      const reason = sources.map(reasonOf).find((text) => text !== undefined);
      onEvent({
        type: "dead-letter",
        queue: name,
        sources,
        messages,
        total,
        ...(reason === undefined ? {} : { reason }),
      });
    };
    return [sqs.onMessage(name, compare)];
  });
  return () => {
    for (const stop of stops) stop();
  };
}

function countMessages(sqs: LocalSqs, name: string): number {
  const queue = sqs.queues().find((status) => status.name === name);
  return queue === undefined ? 0 : queue.visible + queue.inFlight + queue.delayed;
}
