import { coldStartsAfterIdle, environmentsAt, expectedColdStarts } from "../cost/cold-starts.ts";
import { type CommandCost, commandCost } from "../cost/command-cost.ts";
import type { LoadProfile } from "../cost/load-profile.ts";
import type { PluginPlan } from "../plan/deployment-plan.ts";
import { workloadOf } from "./workload-of.ts";

/** What an app's functions come to under a load. */
export interface Estimate extends CommandCost {
  /** On the path of one command from the request to the rows, when no environment is warm. */
  readonly coldStartsAfterIdle: number;
  readonly coldStartsPerMillion: number;
  /** Execution environments busy at the same time. */
  readonly environments: number;
}

export function estimate(plans: readonly PluginPlan[], load: LoadProfile): Estimate {
  const workload = workloadOf(plans);
  const { commandsPerSecond, durationMilliseconds } = load;
  return {
    ...commandCost(workload, load),
    coldStartsAfterIdle: coldStartsAfterIdle(workload),
    coldStartsPerMillion: expectedColdStarts(workload, commandsPerSecond) * 1_000_000,
    environments: environmentsAt(workload, commandsPerSecond, durationMilliseconds),
  };
}
