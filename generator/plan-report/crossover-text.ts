import { halfColdInterval } from "../cost/cold-starts.ts";
import { provisionedBreakEven, provisionedFrom, strategyCrossover } from "../cost/crossovers.ts";
import { assumptions, type LoadProfile, secondsPerMonth } from "../cost/load-profile.ts";
import type { Workload } from "../cost/workload.ts";
import { describeRate } from "./load-text.ts";
import type { ComparedStrategy } from "./strategy-comparison.ts";

/** Where something else becomes cheaper, in sentences; the numbers behind them are `crossovers`. */
export interface Crossovers {
  /** Share of the time that an environment is busy. */
  readonly provisionedBreakEven: number;
  /** The function with the most to do for a command, and commands per second. */
  readonly provisioned?: { readonly function: string; readonly commandsPerSecond: number };
  /** Seconds between commands. */
  readonly halfColdInterval: number;
  readonly strategies: readonly {
    readonly first: string;
    readonly second: string;
    readonly crossover: ReturnType<typeof strategyCrossover>;
  }[];
}

export function crossoversOf(
  workload: Workload,
  compared: readonly ComparedStrategy[],
  load: LoadProfile,
): Crossovers {
  const busiest = [...workload.functions]
    .filter(({ requests, deliveries }) => requests + deliveries > 0)
    .sort((a, b) => provisionedFrom(a, load) - provisionedFrom(b, load))[0];
  const architecture = load.architecture ?? busiest?.architecture ?? "arm64";
  const whole = compared.filter(({ strategy }) => strategy !== "now");
  return {
    provisionedBreakEven: provisionedBreakEven(architecture),
    ...(busiest !== undefined && {
      provisioned: {
        function: busiest.name,
        commandsPerSecond: provisionedFrom(busiest, load),
      },
    }),
    halfColdInterval: halfColdInterval(),
    strategies: whole.slice(1).flatMap((second, index) => {
      const first = whole[index];
      if (first === undefined) return [];
      const crossover = strategyCrossover(first.estimate, second.estimate);
      return [{ first: first.strategy, second: second.strategy, crossover }];
    }),
  };
}

/** One sentence a line of thought. */
export function crossoverSentences(crossovers: Crossovers): readonly string[] {
  const { provisioned, strategies } = crossovers;
  const busy = Math.round(crossovers.provisionedBreakEven * 100);
  const minutes = (crossovers.halfColdInterval / 60).toFixed(1);
  return [
    ...(provisioned === undefined
      ? []
      : [
          `Provisioned concurrency is cheaper than on demand for an environment that is busy more than ${busy} % of the time: the first one of ${provisioned.function} from a steady ${describeRate(provisioned.commandsPerSecond)} on.`,
        ]),
    `A function is cold for more than half of its commands when they come less often than every ${minutes} minutes, if Lambda keeps an environment for ${assumptions.keepAliveSeconds / 60}.`,
    ...strategies.map(({ first, second, crossover }) => {
      if (crossover.kind === "equal") return `${first} and ${second} cost the same.`;
      if (crossover.kind === "always") {
        return `${crossover.cheaper === "first" ? first : second} is never dearer than ${crossover.cheaper === "first" ? second : first}.`;
      }
      const [below, above] = crossover.below === "first" ? [first, second] : [second, first];
      const rate = describeRate(crossover.commandsPerMonth / secondsPerMonth);
      return `${below} is cheaper than ${above} below ${rate}, and dearer above.`;
    }),
  ];
}
