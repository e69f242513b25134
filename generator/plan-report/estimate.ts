import {
  coldStartsAfterIdle,
  concurrencyAt,
  environmentsAt,
  expectedColdStarts,
} from "../cost/cold-starts.ts";
import { type CommandCost, commandCost } from "../cost/command-cost.ts";
import type { LoadProfile } from "../cost/load-profile.ts";
import type { PluginPlan } from "../plan/deployment-plan.ts";
import { workloadOf } from "./workload-of.ts";

/** What an app's functions come to under a load. */
export interface Estimate extends CommandCost {
  /** On the path of one command from the request to the rows, when no environment is warm. */
  readonly coldStartsAfterIdle: number;
  readonly coldStartsPerMillion: number;
  /** Messages handled at the same time, on average; each in an environment of its own. */
  readonly concurrency: number;
  /** Execution environments that serve the load. */
  readonly environments: number;
}

export function estimate(plans: readonly PluginPlan[], load: LoadProfile): Estimate {
  const workload = workloadOf(plans);
  const { commandsPerSecond, durationMilliseconds } = load;
  return {
    ...commandCost(workload, load),
    coldStartsAfterIdle: coldStartsAfterIdle(workload),
    coldStartsPerMillion: expectedColdStarts(workload, commandsPerSecond) * 1_000_000,
    concurrency: Number(
      concurrencyAt(workload, commandsPerSecond, durationMilliseconds).toFixed(9),
    ),
    environments: environmentsAt(workload, commandsPerSecond, durationMilliseconds),
  };
}
