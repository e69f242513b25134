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
  /** The fault of the call, if any; `step` says which kind of call of which source's handler it is. */
  next(step: string): Fault | undefined;
}

export interface RandomFaults extends Faults {
  /** The faults that were injected at each step. */
  readonly injected: ReadonlyMap<string, ReadonlySet<Fault>>;
}

export const faultKinds: readonly Fault[] = [
  "crash-before",
  "crash-after",
  "refused",
  "answer-lost",
];

/** Often enough that each step soon had each fault, seldom enough that most calls go well. */
const firstTimes = 0.6;
const later = 0.015;

/** Faults by the seed: at every step first those that it has not had yet, then any. */
export function randomFaults(random: RandomSource): RandomFaults {
  const injected = new Map<string, Set<Fault>>();
  return {
    injected,
    next(step) {
      const had = injected.get(step) ?? new Set();
      injected.set(step, had);
      const missing = faultKinds.filter((kind) => !had.has(kind));
      if (!random.chance(missing.length > 0 ? firstTimes : later)) return undefined;
      const fault = random.pick(missing.length > 0 ? missing : faultKinds);
      had.add(fault);
      return fault;
    },
  };
}
