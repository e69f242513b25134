import type { Clock } from "./ports.ts";

/** setTimeout runs anything longer at once: https://nodejs.org/api/timers.html#settimeoutcallback-delay-args */
const longestTimeoutMs = 2 ** 31 - 1;

/** Real time; its timers never keep the process alive. */
export const systemClock: Clock = {
  now: () => Date.now(),
  schedule: scheduleTimeout,
};

function scheduleTimeout(delayMs: number, task: () => void): () => void {
  const due = Date.now() + delayMs;
  let timer: NodeJS.Timeout;
  const arm = (): void => {
    const remaining = Math.max(0, due - Date.now());
    timer =
      remaining > longestTimeoutMs
        ? setTimeout(arm, longestTimeoutMs)
        : setTimeout(task, remaining);
    timer.unref();
  };
  arm();
  return () => clearTimeout(timer);
}

export interface ManualClock extends Clock {
  /** Moves time forward; tasks that fall due run in order, each at its own time, also those that tasks schedule. */
  advance(ms: number): void;
}

interface ScheduledTask {
  readonly due: number;
  readonly run: () => void;
}

/** A clock that stands still until a test moves it. */
export function manualClock(start: number): ManualClock {
  let time = start;
  const tasks = new Set<ScheduledTask>();

  function nextTask(limit: number): ScheduledTask | undefined {
    let next: ScheduledTask | undefined;
    // The set keeps the order of scheduling, so of two tasks due together the older one wins.
    for (const task of tasks) {
      if (task.due <= limit && (next === undefined || task.due < next.due)) next = task;
    }
    return next;
  }

  return {
    now: () => time,
    schedule(delayMs, run) {
      const task = { due: time + Math.max(0, delayMs), run };
      tasks.add(task);
      return () => {
        tasks.delete(task);
      };
    },
    advance(ms) {
      const end = time + ms;
      for (let task = nextTask(end); task !== undefined; task = nextTask(end)) {
        tasks.delete(task);
        time = Math.max(time, task.due);
        task.run();
      }
      time = end;
    },
  };
}
