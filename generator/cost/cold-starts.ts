import { assumptions } from "./load-profile.ts";
import type { FunctionLoad, Workload } from "./workload.ts";

/** Cold starts of the first command after all environments are gone. */
export function coldStartsAfterIdle({ functions }: Workload): number {
  return sum(functions, ({ coldStarts }) => coldStarts);
}

/**
 * Cold starts per command under a steady load whose commands come at random: a function is cold when
 * none came for as long as Lambda keeps an environment (Poisson: e^(−rate × time)).
 */
export function expectedColdStarts({ functions }: Workload, commandsPerSecond: number): number {
  return sum(functions, (each) => each.coldStarts * coldShare(each, commandsPerSecond));
}

/** Share of a function's commands that find it cold. */
export function coldShare({ share }: FunctionLoad, commandsPerSecond: number): number {
  return Math.exp(-commandsPerSecond * share * assumptions.keepAliveSeconds);
}

/** Seconds between commands beyond which a function is cold more often than not. */
export function halfColdInterval(): number {
  return assumptions.keepAliveSeconds / Math.LN2;
}

/** Messages handled at the same time, on average: rate × duration. No two share an environment. */
export function concurrencyAt(
  { functions }: Workload,
  commandsPerSecond: number,
  durationMilliseconds: number,
): number {
  const messages = sum(functions, ({ requests, deliveries }) => requests + deliveries);
  return commandsPerSecond * messages * (durationMilliseconds / 1000);
}

/** Environments that serve a load: as many as are busy at once, at least one for each function it reaches. */
export function environmentsAt(
  { functions }: Workload,
  commandsPerSecond: number,
  durationMilliseconds: number,
): number {
  return sum(functions, ({ requests, deliveries }) => {
    const busy = commandsPerSecond * (requests + deliveries) * (durationMilliseconds / 1000);
    // Rounded first: 20 × 3 × 0.05 is a little more than 3 in binary.
    return Math.ceil(Number(busy.toFixed(9)));
  });
}

function sum<Item>(items: readonly Item[], value: (item: Item) => number): number {
  return items.reduce((total, item) => total + value(item), 0);
}
