import type { LoadProfile } from "../cost/load-profile.ts";
import type { AppModel } from "../model/app-model.ts";
import type { FunctionPlan, PluginPlan } from "../plan/deployment-plan.ts";
import { compareResources, type ResourceComparison } from "./compare-resources.ts";
import { type Estimate, estimate } from "./estimate.ts";
import { type SizeReport, sizeReport } from "./function-report.ts";
import { integrationType, lastingResources, mappingType, queueType } from "./lasting-resources.ts";
import { type LimitsUsed, limitsUsed } from "./limits-used.ts";

/** An app as it would be under some settings. */
export interface PlannedApp {
  readonly model: AppModel;
  readonly plans: readonly PluginPlan[];
}

export interface FunctionState {
  readonly parts: readonly string[];
  readonly memory: SizeReport;
  readonly timeout: SizeReport;
}

/** What becomes of a function, and of the role and the log group that go with it. */
export interface FunctionChange {
  readonly plugin: string;
  readonly name: string;
  /** `change`: it stays under its name, and hosts other parts or has other sizes. */
  readonly action: "create" | "remove" | "change" | "keep";
  readonly before?: FunctionState;
  readonly after?: FunctionState;
}

/** A mapping or an integration that another function takes over, its place in queue or stream kept. */
export interface RePointing {
  readonly kind: "mapping" | "integration";
  readonly name: string;
  readonly from: string;
  readonly to: string;
}

/** Seconds that a queue hides messages follow the timeout of the function behind it. */
export interface VisibilityChange {
  readonly queue: string;
  readonly from: number;
  readonly to: number;
}

/** All that another strategy does to an app, for people and programs alike. */
export interface StrategyEffect {
  readonly functions: readonly FunctionChange[];
  /** Each function has one of its own. */
  readonly roles: {
    readonly created: number;
    readonly removed: number;
    readonly kept: number;
  };
  /** They go with their functions, and what is in them as well. */
  readonly logGroupsRemoved: readonly string[];
  readonly rePointed: readonly RePointing[];
  readonly visibility: readonly VisibilityChange[];
  readonly resources: ResourceComparison;
  readonly limits: { readonly before?: LimitsUsed; readonly after?: LimitsUsed };
  readonly estimate: {
    readonly load: LoadProfile;
    readonly before: Estimate;
    readonly after: Estimate;
  };
}

export function strategyEffect(
  before: PlannedApp,
  after: PlannedApp,
  load: LoadProfile,
): StrategyEffect {
  const functions = functionChanges(before.plans, after.plans);
  const resources = compareResources(
    before.plans.flatMap(lastingResources),
    after.plans.flatMap(lastingResources),
  );
  const count = (...actions: readonly FunctionChange["action"][]) =>
    functions.filter(({ action }) => actions.includes(action)).length;
  const limitsBefore = limitsUsed(before.model, before.plans);
  const limitsAfter = limitsUsed(after.model, after.plans);
  return {
    functions,
    roles: { created: count("create"), removed: count("remove"), kept: count("keep", "change") },
    logGroupsRemoved: functions
      .filter(({ action }) => action === "remove")
      .map(({ name }) => `${name}-logs`),
    rePointed: rePointings(resources),
    visibility: visibilityChanges(resources),
    resources,
    limits: {
      ...(limitsBefore !== undefined && { before: limitsBefore }),
      ...(limitsAfter !== undefined && { after: limitsAfter }),
    },
    estimate: {
      load,
      before: estimate(before.plans, load),
      after: estimate(after.plans, load),
    },
  };
}

function functionChanges(
  before: readonly PluginPlan[],
  after: readonly PluginPlan[],
): readonly FunctionChange[] {
  return after.flatMap((now) => {
    const then = before.find(({ project }) => project === now.project);
    const earlier = new Map((then?.functions ?? []).map((each) => [each.name, each]));
    const later = new Map(now.functions.map((each) => [each.name, each]));
    const names = [...new Set([...earlier.keys(), ...later.keys()])].sort();
    return names.map((name) =>
      functionChange(now.plugin.name, name, { was: earlier.get(name), is: later.get(name) }),
    );
  });
}

function functionChange(
  plugin: string,
  name: string,
  { was, is }: { readonly was: FunctionPlan | undefined; readonly is: FunctionPlan | undefined },
): FunctionChange {
  const before = was && stateOf(was);
  const after = is && stateOf(is);
  const action =
    before === undefined
      ? "create"
      : after === undefined
        ? "remove"
        : isSame(before, after)
          ? "keep"
          : "change";
  return {
    plugin,
    name,
    action,
    ...(before !== undefined && { before }),
    ...(after !== undefined && { after }),
  };
}

function stateOf(each: FunctionPlan): FunctionState {
  return {
    parts: each.units.map(({ key }) => key),
    memory: sizeReport(each, "memory", each.memory.value),
    timeout: sizeReport(each, "timeout", each.timeout.value),
  };
}

function isSame(a: FunctionState, b: FunctionState): boolean {
  return (
    a.memory.value === b.memory.value &&
    a.timeout.value === b.timeout.value &&
    a.parts.join() === b.parts.join()
  );
}

function rePointings({ updated }: ResourceComparison): readonly RePointing[] {
  const all = updated.flatMap(({ type, name, property, from, to }): readonly RePointing[] => {
    const ends = { name, from: String(from), to: String(to) };
    if (type === mappingType && property === "functionName") return [{ kind: "mapping", ...ends }];
    if (type === integrationType && property === "integrationUri") {
      return [{ kind: "integration", ...ends }];
    }
    return [];
  });
  return all.sort((a, b) => (a.name < b.name ? -1 : 1));
}

function visibilityChanges({ updated }: ResourceComparison): readonly VisibilityChange[] {
  return updated.flatMap(({ type, name, property, from, to }) =>
    type === queueType && property === "visibilityTimeoutSeconds"
      ? [{ queue: name, from: Number(from), to: Number(to) }]
      : [],
  );
}
