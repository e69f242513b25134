import { createRandomSource } from "../../local/dynamodb/support/random-source.ts";

/** Lets one of the waiting calls go on at a time, picked by the seed: the same seed, the same order. */
export interface Scheduler {
  /** Waits for its turn. */
  turn(): Promise<void>;
  /** True once in a while, by the seed. */
  chance(probability: number): boolean;
  /** Runs all tasks to their end; a failure names the seed. */
  run<Result>(tasks: readonly (() => Promise<Result>)[]): Promise<readonly Result[]>;
}

// Kept before a test puts the scheduler in the place of the timers.
const { setImmediate } = globalThis;

export function createScheduler(seed: number): Scheduler {
  const random = createRandomSource(seed);
  const waiting: (() => void)[] = [];

  async function run<Result>(tasks: readonly (() => Promise<Result>)[]) {
    let isDone = false;
    const all = Promise.all(tasks.map((task) => task())).finally(() => {
      isDone = true;
    });
    all.catch(() => {});
    while (!isDone) {
      // Everything that can go on without a turn does so first.
      await new Promise((resolve) => setImmediate(resolve));
      const [next] = waiting.splice(random.below(waiting.length), 1);
      next?.();
    }
    return all;
  }

  return {
    turn: () => new Promise((resolve) => waiting.push(resolve)),
    chance: random.chance,
    run,
  };
}
