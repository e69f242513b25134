import type { HttpRoute } from "../http-api/http-route.ts";
import type { FunctionSettings } from "../lambda/function-settings.ts";
import type { QueueMapping } from "../mappings/queue-poller.ts";
import type { StreamMapping } from "../mappings/stream-poller.ts";
import type {
  QueueDefinition,
  SubscriptionDefinition,
  TableDefinition,
  TopicDefinition,
} from "../ports.ts";
import type { StackResource } from "./stack-graph.ts";

export type PlannedRoute = Omit<HttpRoute, "invoke">;

export interface PlannedStreamMapping extends StreamMapping {
  readonly onFailureQueue?: string;
}

/** Everything that the stacks want to run, in the words of the local services. */
export interface StackPlan {
  readonly tables: readonly TableDefinition[];
  readonly queues: readonly QueueDefinition[];
  readonly topics: readonly TopicDefinition[];
  readonly subscriptions: readonly SubscriptionDefinition[];
  readonly functions: readonly FunctionSettings[];
  readonly queueMappings: readonly QueueMapping[];
  readonly streamMappings: readonly PlannedStreamMapping[];
  readonly routes: readonly PlannedRoute[];
  /** What the stacks declare and the local run leaves out, a line each. */
  readonly notRun: readonly string[];
}

/** What a part of the plan is made from. */
export interface PlanInput {
  /** Of all stacks together, as one may use what another declares. */
  readonly resources: readonly StackResource[];
  ofType(type: string): readonly StackResource[];
  /** Adds what AWS would refuse at deployment. */
  refuse(resource: StackResource, message: string): void;
}

/** AWS would refuse the deployment; every reason is listed. */
export class StackRefusal extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(
      `AWS would refuse to deploy this stack:\n${problems.map((line) => `  - ${line}`).join("\n")}`,
    );
    this.name = "StackRefusal";
    this.problems = problems;
  }
}
