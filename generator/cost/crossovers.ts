import type { Architecture } from "../model/app-model.ts";
import type { CommandCost } from "./command-cost.ts";
import type { LoadProfile } from "./load-profile.ts";
import { prices } from "./prices.ts";
import type { FunctionLoad } from "./workload.ts";

/**
 * Share of the time that an environment has to be busy for provisioned concurrency to be cheaper than
 * on demand: capacity + busy × provisioned duration < busy × duration.
 */
export function provisionedBreakEven(architecture: Architecture): number {
  const capacity = prices.provisionedConcurrency[architecture].dollars;
  const onDemand = prices.lambdaDuration[architecture].dollars;
  const provisioned = prices.provisionedDuration[architecture].dollars;
  return capacity / (onDemand - provisioned);
}

/** Commands per second from which on one provisioned environment of a function saves money. */
export function provisionedFrom(
  { requests, deliveries, architecture }: FunctionLoad,
  { architecture: assumed = architecture, durationMilliseconds }: LoadProfile,
): number {
  const busySecondsPerCommand = (requests + deliveries) * (durationMilliseconds / 1000);
  return provisionedBreakEven(assumed) / busySecondsPerCommand;
}

export type StrategyCrossover =
  | { readonly kind: "equal" }
  /** One of them is never dearer. */
  | { readonly kind: "always"; readonly cheaper: "first" | "second" }
  /** Below so many commands a month the one, above it the other. */
  | {
      readonly kind: "at";
      readonly commandsPerMonth: number;
      readonly below: "first" | "second";
    };

/** Less than a thousandth of a cent per million commands is no difference. */
const negligible = 0.000_01;

/** Where two ways to deploy the same app cost the same: one pays more by the command, the other by the month. */
export function strategyCrossover(first: CommandCost, second: CommandCost): StrategyCrossover {
  const perMillion = signOf(first.dollarsPerMillion - second.dollarsPerMillion);
  const fixed = signOf(first.fixedDollarsPerMonth - second.fixedDollarsPerMonth);
  if (perMillion === 0 && fixed === 0) return { kind: "equal" };
  if (perMillion >= 0 && fixed >= 0) return { kind: "always", cheaper: "second" };
  if (perMillion <= 0 && fixed <= 0) return { kind: "always", cheaper: "first" };
  const difference = Math.abs(first.fixedDollarsPerMonth - second.fixedDollarsPerMonth);
  const saved = Math.abs(first.dollarsPerMillion - second.dollarsPerMillion);
  return {
    kind: "at",
    commandsPerMonth: (difference / saved) * 1_000_000,
    below: fixed < 0 ? "first" : "second",
  };
}

function signOf(difference: number): -1 | 0 | 1 {
  if (Math.abs(difference) < negligible) return 0;
  return difference < 0 ? -1 : 1;
}
