import { deduplicationKey, type RememberedMessage } from "../deduplication-memory.ts";
import type { QueueSettings } from "./queue-settings.ts";
import {
  insertMessage,
  type QueueState,
  removeMessage,
  type StoredMessage,
  updateMessage,
} from "./queue-state.ts";

/** What the journal holds: everything that happens to queues, one entry per atomic step. */
export type QueueChange =
  | { readonly type: "queue"; readonly settings: QueueSettings; readonly at: number }
  | { readonly type: "send"; readonly queue: string; readonly message: StoredMessage }
  | {
      readonly type: "receive";
      readonly queue: string;
      readonly orders: readonly number[];
      readonly at: number;
      readonly visibleAt: number;
    }
  | {
      readonly type: "visibility";
      readonly queue: string;
      readonly order: number;
      readonly visibleAt: number;
    }
  | { readonly type: "delete"; readonly queue: string; readonly order: number }
  | {
      /** To a dead-letter queue, or back; each message gets a new place in its new queue. */
      readonly type: "move";
      readonly from: string;
      readonly orders: readonly number[];
      readonly to: string;
      readonly messages: readonly StoredMessage[];
    }
  | { readonly type: "purge"; readonly queue: string; readonly at: number }
  | { readonly type: "delete-queue"; readonly queue: string; readonly at: number }
  // The rest appears in snapshots only.
  | { readonly type: "message"; readonly queue: string; readonly message: StoredMessage }
  | {
      readonly type: "remembered";
      readonly queue: string;
      readonly key: string;
      readonly message: RememberedMessage;
    }
  | { readonly type: "next-order"; readonly order: number };

type ChangeOfOneQueue = Exclude<
  Extract<QueueChange, { readonly queue: string }>,
  { readonly type: "delete-queue" }
>;

export interface ChangeTarget {
  readonly queues: Map<string, QueueState>;
  nextOrder: number;
  createQueue(settings: QueueSettings, at: number): QueueState;
}

/** Carries out one change, the same way live and when the journal is read back. */
export function applyChange(target: ChangeTarget, change: QueueChange, now: number): void {
  switch (change.type) {
    case "queue":
      setQueue(target, change.settings, change.at);
      break;
    case "next-order":
      target.nextOrder = Math.max(target.nextOrder, change.order);
      break;
    case "delete-queue":
      target.queues.get(change.queue)?.wakeUp?.cancel();
      target.queues.delete(change.queue);
      break;
    case "move":
      moveMessages(target, change, now);
      break;
    default: {
      const queue = target.queues.get(change.queue);
      if (queue !== undefined) applyToQueue(target, queue, { change, now });
    }
  }
}

function applyToQueue(
  target: ChangeTarget,
  queue: QueueState,
  { change, now }: { change: ChangeOfOneQueue; now: number },
): void {
  switch (change.type) {
    case "send":
      addMessage(target, queue, { message: change.message, now });
      remember(queue, change.message);
      break;
    case "message":
      addMessage(target, queue, { message: change.message, now });
      break;
    case "remembered":
      queue.deduplication.remember(change.key, change.message);
      break;
    case "receive":
      receiveMessages(queue, change, now);
      break;
    case "visibility":
      changeVisibility(queue, change, now);
      break;
    case "delete":
      deleteMessages(queue, [change.order]);
      break;
    case "purge":
      deleteMessages(queue, [...queue.messages.keys()]);
      queue.deduplication.forgetAll();
      queue.purgedAt = change.at;
  }
}

/** 20 digits that grow with each message. */
// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/FIFO-key-terms.html
export function sequenceNumberOf({ order }: StoredMessage): string {
  return `1${String(order).padStart(19, "0")}`;
}

export function messageDeduplicationKey(
  settings: QueueSettings,
  id: string,
  groupId: string,
): string {
  return deduplicationKey(
    id,
    groupId,
    settings.deduplicationScope === "messageGroup" ? "messageGroup" : "whole",
  );
}

function setQueue(target: ChangeTarget, settings: QueueSettings, at: number): void {
  const queue = target.queues.get(settings.name);
  if (queue === undefined) {
    target.queues.set(settings.name, target.createQueue(settings, at));
    return;
  }
  queue.settings = settings;
  queue.modifiedAt = at;
}

function addMessage(
  target: ChangeTarget,
  queue: QueueState,
  { message, now }: { message: StoredMessage; now: number },
): void {
  target.nextOrder = Math.max(target.nextOrder, message.order + 1);
  insertMessage(queue, message, now);
}

function remember(queue: QueueState, message: StoredMessage): void {
  const { deduplicationId, groupId } = message;
  if (!queue.settings.fifo || deduplicationId === undefined || groupId === undefined) return;
  queue.deduplication.remember(messageDeduplicationKey(queue.settings, deduplicationId, groupId), {
    at: message.sentAt,
    messageId: message.id,
    sequenceNumber: sequenceNumberOf(message),
  });
}

function receiveMessages(
  queue: QueueState,
  change: Extract<QueueChange, { type: "receive" }>,
  now: number,
): void {
  for (const order of change.orders) {
    const message = queue.messages.get(order);
    if (message === undefined) continue;
    const { stored } = message;
    const received: StoredMessage = {
      ...stored,
      visibleAt: change.visibleAt,
      receiveCount: stored.receiveCount + 1,
      receivesHere: stored.receivesHere + 1,
      firstReceivedAt: stored.firstReceivedAt ?? change.at,
      lastReceivedAt: change.at,
    };
    updateMessage(queue, message, received, now);
  }
}

function changeVisibility(
  queue: QueueState,
  change: Extract<QueueChange, { type: "visibility" }>,
  now: number,
): void {
  const message = queue.messages.get(change.order);
  if (message === undefined) return;
  updateMessage(queue, message, { ...message.stored, visibleAt: change.visibleAt }, now);
}

function moveMessages(
  target: ChangeTarget,
  change: Extract<QueueChange, { type: "move" }>,
  now: number,
): void {
  const from = target.queues.get(change.from);
  if (from !== undefined) deleteMessages(from, change.orders);
  const to = target.queues.get(change.to);
  if (to === undefined) return;
  for (const message of change.messages) addMessage(target, to, { message, now });
}

function deleteMessages(queue: QueueState, orders: readonly number[]): void {
  for (const order of orders) {
    const message = queue.messages.get(order);
    if (message !== undefined) removeMessage(queue, message);
  }
}
