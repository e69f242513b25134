import type { AppModel, Architecture } from "../model/app-model.ts";
import type { FunctionPlan, PluginPlan, Unit } from "../plan/deployment-plan.ts";
import { hostOf, visibilityFactor } from "./lasting-resources.ts";
import { policiesOf } from "./limits-used.ts";
import { functionStatements, type PlannedStatement } from "./permissions.ts";

/** A size with the reason for it. */
export interface SizeReport {
  readonly value: number;
  /** Parts that asked for it: those with the maximum, or those whose wishes add up. */
  readonly because: readonly string[];
  /** Where in `reventless.json`; `memory` is the app's own, or the default where the app has none. */
  readonly setting: string;
}

export interface TriggerReport {
  readonly kind: "http" | "queue" | "stream";
  /** The route, or the name of queue or table in the stack. */
  readonly source: string;
  readonly batchSize?: number;
  readonly maximumConcurrency?: number;
  /** Seconds that a queue hides a message which is being handled. */
  readonly visibility?: number;
}

export interface PartReport {
  /** `order/command-topic`. */
  readonly part: string;
  readonly triggers: readonly TriggerReport[];
}

export interface FunctionReport {
  /** In the stack. */
  readonly name: string;
  /** On AWS, with `<stack>` for the stack's name. */
  readonly physicalName: string;
  readonly role: string;
  readonly parts: readonly PartReport[];
  readonly memory: SizeReport;
  readonly timeout: SizeReport;
  readonly ephemeralStorage: SizeReport;
  readonly architecture: Architecture;
  readonly reservedConcurrency?: SizeReport;
  readonly provisionedConcurrency?: SizeReport;
  readonly behindApi: boolean;
  readonly permissions: readonly PlannedStatement[];
  readonly policy: {
    readonly kind: "inline" | "managed";
    readonly documents: number;
    readonly characters: number;
    readonly limit: number;
  };
}

export interface PluginReport {
  readonly plugin: string;
  readonly project: string;
  readonly functions: readonly FunctionReport[];
}

type Size =
  | "memory"
  | "timeout"
  | "ephemeralStorage"
  | "reservedConcurrency"
  | "provisionedConcurrency";

/** Everything about a plugin's functions that somebody may want to know before they are deployed. */
export function reportPlugin(app: AppModel, plan: PluginPlan): PluginReport {
  const sizes = policiesOf(app, plan);
  return {
    plugin: plan.plugin.name,
    project: plan.project,
    functions: plan.functions.map((each, index): FunctionReport => {
      const { kind = "inline", documents = 0, used = 0, limit = 0 } = sizes[index] ?? {};
      const { reservedConcurrency, provisionedConcurrency } = each;
      const physicalName = `${plan.project}-<stack>-${each.name}`;
      return {
        name: each.name,
        physicalName,
        role: physicalName,
        parts: each.units.map((unit) => partReport(plan, unit)),
        memory: sizeReport(each, "memory", each.memory.value),
        timeout: sizeReport(each, "timeout", each.timeout.value),
        ephemeralStorage: sizeReport(each, "ephemeralStorage", each.ephemeralStorage.value),
        architecture: each.architecture,
        ...(reservedConcurrency !== undefined && {
          reservedConcurrency: sizeReport(each, "reservedConcurrency", reservedConcurrency.value),
        }),
        ...(provisionedConcurrency !== undefined && {
          provisionedConcurrency: sizeReport(
            each,
            "provisionedConcurrency",
            provisionedConcurrency.value,
          ),
        }),
        behindApi: each.behindApi,
        permissions: functionStatements(plan, each),
        policy: { kind, documents, characters: used, limit },
      };
    }),
  };
}

/** What is reserved adds up, so all who reserve are named; of other sizes those with the maximum. */
export function sizeReport({ units }: FunctionPlan, size: Size, value: number): SizeReport {
  const causes = units.filter((unit) =>
    size === "reservedConcurrency" ? unit[size] !== undefined : unit[size] === value,
  );
  const setting = causes[0]?.origins[size] ?? size;
  return { value, because: causes.map(({ key }) => key), setting };
}

function partReport(plan: PluginPlan, unit: Unit): PartReport {
  return {
    part: unit.key,
    triggers: unit.triggers.map(({ kind, source }): TriggerReport => {
      if (kind === "http") return { kind, source };
      if (kind === "streams") return { kind: "stream", source, batchSize: streamBatchSize };
      const { batchSize, maximumConcurrency } = unit;
      return {
        kind: "queue",
        source,
        batchSize,
        ...(maximumConcurrency !== undefined && { maximumConcurrency }),
        visibility: visibilityFactor * hostOf(plan, unit).timeout.value,
      };
    }),
  };
}

/** As in `runtime/stack/triggers.ts`. */
const streamBatchSize = 100;
