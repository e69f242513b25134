import { createDeduplicationMemory, type DeduplicationMemory } from "../deduplication-memory.ts";
import type { MessageAttribute } from "../ports.ts";
import { createDueQueue, type DueQueue } from "./due-queue.ts";
import { appendToLane, laneFor, offerLane, removeFromLane } from "./lanes.ts";
import type { QueueSettings } from "./queue-settings.ts";

/** A message as the journal keeps it. Times are milliseconds since the Unix epoch. */
export interface StoredMessage {
  readonly id: string;
  /** Unique and increasing over all queues: identity in its queue, place in its group, sequence number. */
  readonly order: number;
  readonly body: string;
  readonly attributes: Readonly<Record<string, MessageAttribute>>;
  readonly groupId?: string;
  readonly deduplicationId?: string;
  readonly traceHeader?: string;
  readonly sentAt: number;
  /** Start of the retention period; differs from sentAt for what moved to a FIFO dead-letter queue. */
  readonly retainedFrom: number;
  readonly deadLetterSourceArn?: string;
  readonly visibleAt: number;
  /** Receives over the message's life, as ApproximateReceiveCount shows them. */
  readonly receiveCount: number;
  /** Receives from this queue, which maxReceiveCount limits. */
  readonly receivesHere: number;
  readonly firstReceivedAt?: number;
  readonly lastReceivedAt?: number;
}

export type MessageState = "visible" | "inFlight" | "delayed";

export interface QueuedMessage {
  stored: StoredMessage;
  state: MessageState | "gone";
  readonly lane: Lane;
  previous: QueuedMessage | undefined;
  next: QueuedMessage | undefined;
}

/**
 * Messages that must come out in order: a message group, or one message of a standard queue.
 * Only a lane whose first message is visible can give anything; it then holds a turn.
 */
export interface Lane {
  readonly groupId: string | undefined;
  head: QueuedMessage | undefined;
  tail: QueuedMessage | undefined;
  turn: number | undefined;
}

export interface QueueState {
  settings: QueueSettings;
  readonly arn: string;
  readonly createdAt: number;
  modifiedAt: number;
  purgedAt: number | undefined;
  /** By order. */
  readonly messages: Map<number, QueuedMessage>;
  /** FIFO only, by group id. */
  readonly lanes: Map<string, Lane>;
  readonly turns: DueQueue<Lane>;
  nextTurn: number;
  /** Delayed and in-flight messages, by the time they become visible. */
  readonly waiting: DueQueue<QueuedMessage>;
  /** All messages, by the start of their retention. */
  readonly retained: DueQueue<QueuedMessage>;
  readonly counts: Record<MessageState, number>;
  readonly deduplication: DeduplicationMemory;
  readonly listeners: Set<() => void>;
  notifying: boolean;
  wakeUp: { readonly at: number; readonly cancel: () => void } | undefined;
}

export function createQueueState(settings: QueueSettings, arn: string, now: number): QueueState {
  return {
    settings,
    arn,
    createdAt: now,
    modifiedAt: now,
    purgedAt: undefined,
    messages: new Map(),
    lanes: new Map(),
    turns: createDueQueue((turn, lane) => lane.turn === turn),
    nextTurn: 0,
    waiting: createDueQueue(
      (due, message) =>
        message.stored.visibleAt === due &&
        (message.state === "inFlight" || message.state === "delayed"),
    ),
    retained: createDueQueue((_, message) => message.state !== "gone"),
    counts: { visible: 0, inFlight: 0, delayed: 0 },
    deduplication: createDeduplicationMemory(),
    listeners: new Set(),
    notifying: false,
    wakeUp: undefined,
  };
}

export function insertMessage(queue: QueueState, stored: StoredMessage, now: number): void {
  const message = appendToLane(laneFor(queue, stored), { stored, state: stateAt(stored, now) });
  queue.messages.set(stored.order, message);
  queue.retained.push(stored.retainedFrom, message);
  enterState(queue, message);
}

export function removeMessage(queue: QueueState, message: QueuedMessage): void {
  leaveState(queue, message);
  message.state = "gone";
  queue.messages.delete(message.stored.order);
  removeFromLane(queue, message);
}

/** Replaces what is stored of a message, and with it when the message is visible. */
export function updateMessage(
  queue: QueueState,
  message: QueuedMessage,
  stored: StoredMessage,
  now: number,
): void {
  leaveState(queue, message);
  message.stored = stored;
  message.state = stateAt(stored, now);
  enterState(queue, message);
}

/** Brings the queue up to the time: what has expired goes, what was waiting becomes visible. */
export function settleQueue(queue: QueueState, now: number): void {
  const retentionMs = queue.settings.messageRetentionSeconds * 1000;
  for (
    let expired = queue.retained.takeUpTo(now - retentionMs);
    expired !== undefined;
    expired = queue.retained.takeUpTo(now - retentionMs)
  ) {
    removeMessage(queue, expired);
  }
  for (
    let due = queue.waiting.takeUpTo(now);
    due !== undefined;
    due = queue.waiting.takeUpTo(now)
  ) {
    updateMessage(queue, due, due.stored, now);
  }
}

function stateAt(stored: StoredMessage, now: number): MessageState {
  if (stored.visibleAt <= now) return "visible";
  return stored.receivesHere > 0 ? "inFlight" : "delayed";
}

function enterState(queue: QueueState, message: QueuedMessage): void {
  if (message.state === "gone") return;
  queue.counts[message.state] += 1;
  if (message.state !== "visible") queue.waiting.push(message.stored.visibleAt, message);
  offerLane(queue, message.lane);
}

function leaveState(queue: QueueState, message: QueuedMessage): void {
  if (message.state !== "gone") queue.counts[message.state] -= 1;
}
