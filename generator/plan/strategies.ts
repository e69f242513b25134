import type { StrategyName } from "../model/app-model.ts";

/** What a strategy may group by. */
export interface GroupingInput {
  /** `aggregates`. */
  readonly type: string;
  /** `order`. */
  readonly component: string;
  /** `command-topic`. */
  readonly role: string;
}

/** The whole difference between the strategies: units with the same key share a function of that name. */
export const groupingKeys: Readonly<Record<StrategyName, (unit: GroupingInput) => string>> = {
  single: ({ type }) => type,
  "per-component": ({ component }) => component,
  micro: ({ component, role }) => `${component}-${role}`,
};
