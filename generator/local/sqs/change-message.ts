import { maximumVisibilitySeconds } from "./queue-settings.ts";
import type { QueuedMessage, QueueState } from "./queue-state.ts";
import { parseReceiptHandle, type Receipt } from "./receipt-handle.ts";
import { invalidValue } from "./sqs-errors.ts";
import type { SqsService } from "./sqs-service.ts";

/** Deletes what the handle stands for; deleting twice is no error. */
// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_DeleteMessage.html
export function deleteMessage(service: SqsService, queue: QueueState, handle: string): void {
  const receipt = parseReceiptHandle(handle, queue.settings.name);
  const message = queue.messages.get(receipt.order);
  if (message === undefined) return;
  checkNotExpired(queue, { message, receipt, handle });
  service.commit({ type: "delete", queue: queue.settings.name, order: receipt.order });
}

/** Makes the message invisible for so many seconds from now; 0 gives it back at once. */
// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ChangeMessageVisibility.html
export function changeVisibility(
  service: SqsService,
  queue: QueueState,
  { handle, seconds }: { handle: string; seconds: number },
): void {
  checkSeconds(seconds);
  const receipt = parseReceiptHandle(handle, queue.settings.name);
  const message = queue.messages.get(receipt.order);
  if (message === undefined) {
    throw invalidValue(
      handle,
      "ReceiptHandle",
      "Message does not exist or is not available for visibility timeout change.",
    );
  }
  checkNotExpired(queue, { message, receipt, handle });
  const now = service.clock.now();
  const visibleAt = now + seconds * 1000;
  const lastReceivedAt = message.stored.lastReceivedAt ?? now;
  if (visibleAt - lastReceivedAt > maximumVisibilitySeconds * 1000) {
    throw invalidValue(
      seconds,
      "VisibilityTimeout",
      `Total VisibilityTimeout for the message is beyond the limit [${maximumVisibilitySeconds} seconds].`,
    );
  }
  service.commit({
    type: "visibility",
    queue: queue.settings.name,
    order: receipt.order,
    visibleAt,
  });
}

export function checkSeconds(seconds: number): void {
  if (Number.isInteger(seconds) && seconds >= 0 && seconds <= maximumVisibilitySeconds) return;
  throw invalidValue(
    seconds,
    "VisibilityTimeout",
    `Must be between 0 and ${maximumVisibilitySeconds}.`,
  );
}

/**
 * In a FIFO queue a handle works only while its own receive lasts, as the message may be on its
 * way to another consumer. A standard queue takes any handle it gave out for the message.
 */
function checkNotExpired(
  queue: QueueState,
  { message, receipt, handle }: { message: QueuedMessage; receipt: Receipt; handle: string },
): void {
  if (!queue.settings.fifo) return;
  const isCurrent = message.stored.receivesHere === receipt.receive;
  if (isCurrent && message.state === "inFlight") return;
  throw invalidValue(handle, "ReceiptHandle", "The receipt handle has expired.");
}
