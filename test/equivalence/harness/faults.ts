import type { RandomSource } from "../../local/dynamodb/support/random-source.ts";

/** What goes wrong around one call of the SDK. */
export type Fault =
  /** The process ends before the request leaves it, or before the answer gets back. */
  | "crash-before"
  | "crash-after"
  /** The service refuses, or its answer gets lost. */
  | "refused"
  | "answer-lost";

export interface Faults {
  /** The fault of the call, if any; `step` says which call of which kind of invocation it is. */
  next(step: string): Fault | undefined;
  /** How often each fault was injected at each step. */
  readonly injected: ReadonlyMap<string, number>;
}

const kinds: readonly Fault[] = ["crash-before", "crash-after", "refused", "answer-lost"];

/** Faults by the seed, each kind with the same probability. */
export function randomFaults(random: RandomSource, probability: number): Faults {
  const injected = new Map<string, number>();
  return {
    injected,
    next(step) {
      if (!random.chance(probability)) return undefined;
      const fault = random.pick(kinds);
      const place = `${step}: ${fault}`;
      injected.set(place, (injected.get(place) ?? 0) + 1);
      return fault;
    },
  };
}

/** One fault at the calls that `wanted` picks; all others go well. */
export function plannedFaults(wanted: (step: string) => Fault | undefined): Faults {
  return { injected: new Map(), next: wanted };
}
