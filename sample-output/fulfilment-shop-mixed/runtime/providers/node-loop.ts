import { describeError } from "../errors.ts";
import { log } from "../log.ts";

/** How the server reads its sources until it stops. */
export interface Loop {
  /** Runs `work` again and again until it answers "done" or the server stops; backs off while it fails. */
  repeat(source: string, work: () => Promise<"done" | undefined>): Promise<void>;
  /** Resolves after so long, at once when the server stops. */
  pause(milliseconds: number): Promise<void>;
}

/** Milliseconds before a source that fails is read again: doubles from the first to the longest. */
const firstPause = 250;
const longestPause = 30_000;
/** Failures in a row from which a source counts as failing. */
const failuresToReport = 3;

export function createLoop(stopping: AbortSignal): Loop & { failing(): readonly string[] } {
  const failures = new Map<string, number>();

  function pause(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const end = (): void => {
        clearTimeout(timer);
        stopping.removeEventListener("abort", end);
        resolve();
      };
      const timer = setTimeout(end, milliseconds);
      stopping.addEventListener("abort", end);
      if (stopping.aborted) end();
    });
  }

  async function repeat(source: string, work: () => Promise<"done" | undefined>): Promise<void> {
    while (!stopping.aborted) {
      try {
        if ((await work()) === "done") break;
        failures.delete(source);
      } catch (error) {
        const count = (failures.get(source) ?? 0) + 1;
        failures.set(source, count);
        const reason = describeError(error);
        log.error("A source could not be read or handled", { source, failures: count, reason });
        await pause(Math.random() * Math.min(longestPause, firstPause * 2 ** count));
      }
    }
    failures.delete(source);
  }

  const failing = () =>
    [...failures].flatMap(([source, count]) => (count < failuresToReport ? [] : [source]));
  return { pause, repeat, failing };
}

/** Gives up waiting after so many seconds; what runs is not interrupted. */
export async function withinSeconds<Value>(seconds: number, work: Promise<Value>): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_, reject) => {
    const error = new Error(`Not done within ${seconds} s; what was taken comes again.`);
    timer = setTimeout(() => reject(error), seconds * 1000);
  });
  return Promise.race([work, timeout]).finally(() => clearTimeout(timer));
}
