import type { AppModel } from "../model/app-model.ts";
import type { PluginPlan } from "../plan/deployment-plan.ts";
import { functionStatements } from "./permissions.ts";
import { type PolicySize, policySize } from "./policy-size.ts";

/** The longest name of a stack that the stack library takes, for the worst case. */
const longestStack = "s".repeat(12);

/** https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const environmentBytes = 4096;

/** Longest names in characters, as in `generator/plan/check-plan.ts`. */
const nameCharacters = { function: 64, queue: 80, table: 255 } as const;

export interface LimitUsed {
  /** What comes closest to the limit. */
  readonly subject: string;
  readonly used: number;
  readonly limit: number;
}

/** How close an app comes to limits of AWS, with the longest stack name there may be. */
export interface LimitsUsed {
  /** Bytes of a function's environment, keys and values. */
  readonly environment: LimitUsed;
  /** Characters of the largest policy document. */
  readonly policy: LimitUsed & Pick<PolicySize, "kind" | "documents" | "statements">;
  /** Characters of the name closest to its limit. */
  readonly name: LimitUsed & { readonly kind: keyof typeof nameCharacters };
}

/** Undefined for an app without functions. */
export function limitsUsed(app: AppModel, plans: readonly PluginPlan[]): LimitsUsed | undefined {
  const environment = closest(plans.filter(hasFunctions).map((plan) => environmentOf(app, plan)));
  const policy = closest(plans.flatMap((plan) => policiesOf(app, plan)));
  const name = closest(plans.flatMap(namesOf));
  if (environment === undefined || policy === undefined || name === undefined) return undefined;
  return { environment, policy, name };
}

/** The policies of each function, in the order of the plan's functions. */
export function policiesOf(app: AppModel, plan: PluginPlan) {
  const place = { region: app.region, prefix: prefixOf(plan) };
  return plan.functions.map((each) => {
    const { characters, ...size } = policySize(functionStatements(plan, each), place);
    return { subject: each.name, used: characters, ...size };
  });
}

function hasFunctions({ functions }: PluginPlan): boolean {
  return functions.length > 0;
}

function prefixOf({ project }: PluginPlan): string {
  return `${project}-${longestStack}-`;
}

function environmentOf({ region }: AppModel, plan: PluginPlan): LimitUsed {
  const account = "000000000000";
  // The same three for every function: runtime/stack/context.ts.
  const variables = {
    RESOURCE_PREFIX: prefixOf(plan),
    QUEUE_URL_BASE: `https://sqs.${region}.amazonaws.com/${account}`,
    TOPIC_ARN_BASE: `arn:aws:sns:${region}:${account}`,
  };
  const used = Object.entries(variables).flat().join("").length;
  return { subject: plan.project, used, limit: environmentBytes };
}

function namesOf(plan: PluginPlan) {
  const of = (kind: keyof typeof nameCharacters, names: readonly string[]) =>
    names.map((name) => ({
      kind,
      subject: name,
      used: prefixOf(plan).length + name.length,
      limit: nameCharacters[kind],
    }));
  return [
    ...of(
      "function",
      plan.functions.map(({ name }) => name),
    ),
    ...plan.components.flatMap(({ tables, fifoQueues, standardQueues }) => [
      ...of("table", tables),
      ...of(
        "queue",
        fifoQueues.map((name) => `${name}-dlq.fifo`),
      ),
      ...of("queue", standardQueues),
    ]),
  ];
}

/** The first of those that use the largest share. */
function closest<Item extends LimitUsed>(items: readonly Item[]): Item | undefined {
  return items.reduce<Item | undefined>(
    (most, item) =>
      most === undefined || item.used / item.limit > most.used / most.limit ? item : most,
    undefined,
  );
}
