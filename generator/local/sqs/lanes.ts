import type { Lane, QueuedMessage, QueueState, StoredMessage } from "./queue-state.ts";

/** The lane of the message's group; a message of a standard queue has one to itself. */
export function laneFor(queue: QueueState, { groupId }: StoredMessage): Lane {
  if (!queue.settings.fifo || groupId === undefined) return createLane(undefined);
  const existing = queue.lanes.get(groupId);
  if (existing !== undefined) return existing;
  const lane = createLane(groupId);
  queue.lanes.set(groupId, lane);
  return lane;
}

function createLane(groupId: string | undefined): Lane {
  return { groupId, head: undefined, tail: undefined, turn: undefined };
}

export function appendToLane(
  lane: Lane,
  { stored, state }: Pick<QueuedMessage, "stored" | "state">,
): QueuedMessage {
  const message: QueuedMessage = { stored, state, lane, previous: lane.tail, next: undefined };
  if (lane.tail === undefined) lane.head = message;
  else lane.tail.next = message;
  lane.tail = message;
  return message;
}

export function removeFromLane(queue: QueueState, { lane, previous, next }: QueuedMessage): void {
  if (previous === undefined) lane.head = next;
  else previous.next = next;
  if (next === undefined) lane.tail = previous;
  else next.previous = previous;
  if (lane.head === undefined && lane.groupId !== undefined) queue.lanes.delete(lane.groupId);
  offerLane(queue, lane);
}

/** The lane whose turn it is, which thereby gives its turn away; its first message is visible. */
export function takeTurn(queue: QueueState): Lane | undefined {
  const lane = queue.turns.takeUpTo(Number.POSITIVE_INFINITY);
  if (lane !== undefined) lane.turn = undefined;
  return lane;
}

/** Gives a lane a turn at the end of the line, or takes it away when nothing can be had from it. */
export function offerLane(queue: QueueState, lane: Lane): void {
  if (lane.head?.state !== "visible") {
    lane.turn = undefined;
    return;
  }
  if (lane.turn === undefined) {
    lane.turn = queue.nextTurn++;
    queue.turns.push(lane.turn, lane);
  }
  notifyListeners(queue);
}

function notifyListeners(queue: QueueState): void {
  if (queue.notifying || queue.listeners.size === 0) return;
  queue.notifying = true;
  queueMicrotask(() => {
    queue.notifying = false;
    for (const listener of [...queue.listeners]) listener();
  });
}
