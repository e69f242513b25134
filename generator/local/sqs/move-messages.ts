import { randomUUID } from "node:crypto";
import type { QueuedMessage, QueueState, StoredMessage } from "./queue-state.ts";
import type { SqsService } from "./sqs-service.ts";

/** Moves messages that were received too often; they keep their id, attributes and receive count. */
// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html
export function moveToDeadLetterQueue(
  service: SqsService,
  source: QueueState,
  messages: readonly QueuedMessage[],
): void {
  const arn = source.settings.redrive?.deadLetterQueueArn;
  const target = arn === undefined ? undefined : service.findQueueByArn(arn);
  if (target === undefined || messages.length === 0) return;
  const now = service.clock.now();
  const moved = messages.map(({ stored }) => ({
    ...stored,
    order: service.nextOrder(),
    // The retention of a standard message goes on; that of a FIFO message starts again.
    retainedFrom: target.settings.fifo ? now : stored.retainedFrom,
    deadLetterSourceArn: source.arn,
    visibleAt: now,
    receivesHere: 0,
  }));
  commitMove(service, { from: source, to: target, messages, moved });
}

/** Sends a dead letter on; AWS counts it as a new message, with a new id and retention. */
// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-configure-dead-letter-queue-redrive.html
export function redriveMessages(
  service: SqsService,
  move: { from: QueueState; to: QueueState; messages: readonly QueuedMessage[] },
): void {
  const now = service.clock.now();
  const moved = move.messages.map(({ stored }) => {
    const {
      deadLetterSourceArn: _source,
      firstReceivedAt: _first,
      lastReceivedAt: _last,
      ...kept
    } = stored;
    return {
      ...kept,
      id: randomUUID(),
      order: service.nextOrder(),
      sentAt: now,
      retainedFrom: now,
      visibleAt: now,
      receiveCount: 0,
      receivesHere: 0,
    };
  });
  commitMove(service, { ...move, moved });
}

function commitMove(
  service: SqsService,
  move: {
    from: QueueState;
    to: QueueState;
    messages: readonly QueuedMessage[];
    moved: readonly StoredMessage[];
  },
): void {
  service.commit({
    type: "move",
    from: move.from.settings.name,
    orders: move.messages.map(({ stored }) => stored.order),
    to: move.to.settings.name,
    messages: move.moved,
  });
}
