import type { Sizes } from "../model/app-model.ts";
import type { FunctionPlan, Unit } from "./deployment-plan.ts";

/** A setting that AWS would refuse or that takes from others what they need. */
export interface SettingProblem {
  /** In `reventless.json`, as in `plugins.Ordering.aggregates.Order.memory`. */
  readonly path: string;
  readonly message: string;
}

/** What is wrong with the settings of those who share a function. */
export function checkSizes(host: FunctionPlan): readonly SettingProblem[] {
  return [
    ...checkArchitecture(host),
    ...checkOffSwitch(host),
    ...checkProvisioned(host),
    ...checkQueues(host),
  ];
}

function checkArchitecture({ name, units }: FunctionPlan): readonly SettingProblem[] {
  const [first] = units;
  const other = units.find(({ architecture }) => architecture !== first?.architecture);
  if (first === undefined || other === undefined) return [];
  const [wider, closer] =
    depthOf(first, "architecture") > depthOf(other, "architecture")
      ? [other, first]
      : [first, other];
  return [
    problem(
      closer,
      "architecture",
      `expected "${wider.architecture}" as of ${wider.key} in the same function ${name}, found "${closer.architecture}"; make them the same, or give one of the components a strategy of its own`,
    ),
  ];
}

/** How close to the unit a setting was made. */
function depthOf(unit: Unit, setting: keyof Sizes): number {
  return unit.origins[setting]?.split(".").length ?? 0;
}

/** 0 reserves nothing and lets nothing run. */
function checkOffSwitch({ name, units }: FunctionPlan): readonly SettingProblem[] {
  const off = units.find(({ reservedConcurrency }) => reservedConcurrency === 0);
  const on = units.find(({ reservedConcurrency }) => reservedConcurrency !== 0);
  if (off === undefined || on === undefined) return [];
  return [
    problem(
      off,
      "reservedConcurrency",
      `expected 1 or more, as the function ${name} also hosts ${on.key}, found 0, which would switch it off as well; set 0 for all it hosts, or give one of the components a strategy of its own`,
    ),
  ];
}

/** https://docs.aws.amazon.com/lambda/latest/dg/provisioned-concurrency.html */
function checkProvisioned(host: FunctionPlan): readonly SettingProblem[] {
  const { name, units, provisionedConcurrency, reservedConcurrency } = host;
  const unit = units.find(({ key }) => key === provisionedConcurrency?.because);
  if (unit === undefined || provisionedConcurrency === undefined) return [];
  if (reservedConcurrency === undefined) return [];
  if (provisionedConcurrency.value <= reservedConcurrency.value) return [];
  return [
    problem(
      unit,
      "provisionedConcurrency",
      `expected at most the ${reservedConcurrency.value} that are reserved for the function ${name} (${reservedConcurrency.because}), found ${provisionedConcurrency.value}; lower it or raise reservedConcurrency`,
    ),
  ];
}

/**
 * Lambda polls without regard to what is reserved: batches beyond it are throttled until their
 * messages end as dead letters
 * (https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html).
 */
function checkQueues({ name, units, reservedConcurrency }: FunctionPlan) {
  const limited = limitedQueues(units);
  const sum = limited.reduce((total, { maximumConcurrency = 0 }) => total + maximumConcurrency, 0);
  // Nothing is polled while the function is switched off on purpose.
  if (reservedConcurrency === undefined || reservedConcurrency.value === 0) return [];
  const last = limited.at(-1);
  if (last === undefined || sum <= reservedConcurrency.value) return [];
  const found =
    limited.length === 1
      ? String(sum)
      : `${sum} of ${limited.map(({ key }) => key).join(", ")} together`;
  return [
    problem(
      last,
      "maximumConcurrency",
      `expected at most the ${reservedConcurrency.value} that are reserved for the function ${name} (${reservedConcurrency.because}), found ${found}; lower it or raise reservedConcurrency`,
    ),
  ];
}

/** Those with a queue of their own and a limit to it. */
function limitedQueues(units: readonly Unit[]): readonly Unit[] {
  return units.filter(
    ({ triggers, maximumConcurrency }) =>
      maximumConcurrency !== undefined && triggers.some(({ kind }) => kind === "queues"),
  );
}

function problem(unit: Unit, setting: keyof Sizes, message: string): SettingProblem {
  return { path: unit.origins[setting] ?? setting, message };
}
