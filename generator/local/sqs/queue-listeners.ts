import type { Clock } from "../ports.ts";
import { type QueueState, settleQueue } from "./queue-state.ts";

/** Calls back when a message may have become visible, once for all that happens in one go. */
export function addListener(queue: QueueState, clock: Clock, listener: () => void): () => void {
  queue.listeners.add(listener);
  scheduleWakeUp(queue, clock);
  return () => {
    queue.listeners.delete(listener);
  };
}

/** Wakes the listeners when the next waiting message becomes visible. */
export function scheduleWakeUp(queue: QueueState, clock: Clock): void {
  const at = queue.waiting.firstDue();
  if (at === undefined || queue.listeners.size === 0) return;
  if (queue.wakeUp !== undefined && queue.wakeUp.at <= at) return;
  queue.wakeUp?.cancel();
  const wake = (): void => {
    queue.wakeUp = undefined;
    settleQueue(queue, clock.now());
    scheduleWakeUp(queue, clock);
  };
  queue.wakeUp = { at, cancel: clock.schedule(at - clock.now(), wake) };
}
