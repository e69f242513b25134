import type { RandomSource } from "../../local/dynamodb/support/random-source.ts";

/** Lets one of the waiting steps go on at a time, picked by the seed. */
export interface Turns {
  readonly waiting: number;
  /** Waits for its turn. Labels make the choice independent of which step began to wait first. */
  take(label: string): Promise<void>;
  releaseOne(): void;
}

export function createTurns(random: RandomSource): Turns {
  const waiting: { readonly label: string; readonly go: () => void }[] = [];
  return {
    get waiting() {
      return waiting.length;
    },
    take: (label) => new Promise((go) => waiting.push({ label, go })),
    releaseOne() {
      waiting.sort((a, b) => (a.label < b.label ? -1 : 1));
      const [next] = waiting.splice(random.below(waiting.length), 1);
      next?.go();
    },
  };
}

// Kept before anything takes the place of the timers.
const { setImmediate } = globalThis;

/** Everything that can go on without a turn does so. */
export function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
