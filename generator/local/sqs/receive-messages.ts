import { offerLane, takeTurn } from "./lanes.ts";
import { moveToDeadLetterQueue } from "./move-messages.ts";
import type { QueuedMessage, QueueState, StoredMessage } from "./queue-state.ts";
import type { SqsService } from "./sqs-service.ts";

/**
 * Takes up to `max` visible messages and hides them for the visibility timeout. A batch is filled
 * from one group as far as it goes, then from the next. A group gives its messages from the first
 * one up to the first that is not visible, so nothing overtakes a message that is in flight.
 */
// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/FIFO-queues-understanding-logic.html
export function receiveMessages(
  service: SqsService,
  queue: QueueState,
  { max, visibilitySeconds }: { max: number; visibilitySeconds?: number | undefined },
): readonly StoredMessage[] {
  const { received, exhausted } = takeVisible(service, queue, max);
  try {
    moveToDeadLetterQueue(service, queue, exhausted);
    hideMessages(service, queue, {
      received,
      seconds: visibilitySeconds ?? queue.settings.visibilityTimeoutSeconds,
    });
  } finally {
    // Taking a turn and a failed write to the journal must not leave a group without a turn.
    for (const { lane } of [...received, ...exhausted]) offerLane(queue, lane);
  }
  return received.map(({ stored }) => stored);
}

function hideMessages(
  service: SqsService,
  queue: QueueState,
  { received, seconds }: { received: readonly QueuedMessage[]; seconds: number },
): void {
  if (received.length === 0) return;
  const at = service.clock.now();
  service.commit({
    type: "receive",
    queue: queue.settings.name,
    orders: received.map(({ stored }) => stored.order),
    at,
    visibleAt: at + seconds * 1000,
  });
}

function takeVisible(
  service: SqsService,
  queue: QueueState,
  max: number,
): { received: readonly QueuedMessage[]; exhausted: readonly QueuedMessage[] } {
  const limit = receiveLimit(service, queue);
  const received: QueuedMessage[] = [];
  const exhausted: QueuedMessage[] = [];
  while (received.length < max) {
    const lane = takeTurn(queue);
    if (lane === undefined) break;
    let message = lane.head;
    while (message?.state === "visible" && received.length < max) {
      const group = message.stored.receivesHere >= limit ? exhausted : received;
      group.push(message);
      message = message.next;
    }
  }
  return { received, exhausted };
}

/** A queue whose dead-letter queue does not exist goes on delivering. */
function receiveLimit(service: SqsService, { settings }: QueueState): number {
  const { redrive } = settings;
  if (redrive === undefined) return Number.POSITIVE_INFINITY;
  const target = service.findQueueByArn(redrive.deadLetterQueueArn);
  return target === undefined ? Number.POSITIVE_INFINITY : redrive.maxReceiveCount;
}
