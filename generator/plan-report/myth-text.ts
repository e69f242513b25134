import type { ComparedStrategy } from "./strategy-comparison.ts";
import { grouped } from "./text-columns.ts";

/** What is often expected of fewer functions, and how it is. */
export function mythSentences(compared: readonly ComparedStrategy[]): readonly string[] {
  const whole = compared.filter(({ strategy }) => strategy !== "now");
  const requests = new Set(whole.map(requestsOf));
  const [only] = requests;
  const environments = whole.map(
    ({ strategy, estimate }) => `${strategy} ${grouped(estimate.environments)}`,
  );
  const concurrency = whole[0]?.estimate.concurrency ?? 0;
  const busy = `${Number(concurrency.toFixed(2))} ${concurrency === 1 ? "message" : "messages"}`;
  return [
    "Cold starts follow concurrency, not the number of functions: an environment handles one message at a time, and parts that run at the same time need one each, in one function as well. Sharing only makes it likelier that an idle environment is warm.",
    `At this load ${busy} are handled at the same time under every strategy, by so many environments: ${environments.join(", ")}. One that idles costs nothing, and memory is per environment, never shared.`,
    ...(only === undefined || requests.size > 1
      ? []
      : [
          `Lambda requests do not fall under single: ${grouped(only)} for a million commands under every strategy, as queues, streams and mappings are the same.`,
        ]),
    "What differs: the blast radius of a failure, a deployment or a role; sizes, as a shared function takes the largest of its parts; and how fast bursts ramp up, 1,000 environments in 10 s for each function.",
  ];
}

function requestsOf({ estimate }: ComparedStrategy): number {
  const line = estimate.lines.find(({ item }) => item === "Lambda requests");
  return Math.round(line?.quantity ?? 0);
}
