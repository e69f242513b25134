import type { ComponentModel } from "../model/app-model.ts";
import { type ComponentNames, componentNames } from "../plan/component-kinds.ts";
import type { FunctionPlan, PluginPlan, Unit } from "../plan/deployment-plan.ts";

/** Something that a statement of a policy is about. */
export interface StackResource {
  readonly kind: "queue" | "table" | "stream" | "topic" | "logs";
  /** In the stack. */
  readonly name: string;
}

/** One statement of a function's policy, before ARNs are known. */
export interface PlannedStatement {
  readonly effect: "Allow" | "Deny";
  readonly actions: readonly string[];
  readonly resource: StackResource;
}

/** What a function may do, in the order of its policy: write its logs, then what its parts need. */
export function functionStatements(
  plan: PluginPlan,
  { name, units }: Pick<FunctionPlan, "name" | "units">,
): readonly PlannedStatement[] {
  const logs = allow({ kind: "logs", name }, "logs:CreateLogStream", "logs:PutLogEvents");
  return [logs, ...units.flatMap((unit) => unitStatements(plan, unit))];
}

/**
 * What a part needs. The emitted `stack/components/*.ts` say the same in code; a test compares both
 * for every role.
 */
function unitStatements(plan: PluginPlan, unit: Unit): readonly PlannedStatement[] {
  const { names, type } = unit.component;
  const component = plan.plugin.components.find(({ name }) => name === names.name);
  const statements = statementsOfRoles[`${type}/${unit.role}`];
  if (component === undefined || statements === undefined) {
    throw new Error(`The permissions of ${unit.key} are not known.`);
  }
  const source = component.kind === "read-model" ? component.from : component.name;
  return statements({ names, component, source: componentNames(plan.plugin.name, source) });
}

interface RoleInput {
  readonly names: ComponentNames;
  readonly component: ComponentModel;
  /** The aggregate whose events a read model is made of; the component itself otherwise. */
  readonly source: ComponentNames;
}

const statementsOfRoles: Readonly<
  Record<string, (input: RoleInput) => readonly PlannedStatement[]>
> = {
  "aggregates/command-generator": ({ names, component }) =>
    component.kind === "aggregate" && component.commands === "sync"
      ? decide(names)
      : [
          allow(commands(names), "sqs:SendMessage"),
          allow(table(names, "outcomes"), "dynamodb:GetItem"),
        ],
  "aggregates/command-topic": ({ names }) => [consume(commands(names)), ...decide(names)],
  "aggregates/event-topic": ({ names: { kebab } }) => [
    allow(
      { kind: "stream", name: `${kebab}-event-log` },
      "dynamodb:DescribeStream",
      "dynamodb:GetRecords",
      "dynamodb:GetShardIterator",
      "dynamodb:ListStreams",
    ),
    allow({ kind: "topic", name: `${kebab}-events.fifo` }, "sns:Publish"),
    allow({ kind: "queue", name: `${kebab}-relay-failures` }, "sqs:SendMessage"),
  ],
  "read-models/event-collector": ({ names, source }) => [
    consume({ kind: "queue", name: `${names.kebab}-collector.fifo` }),
    allow(table(names, "query-db"), "dynamodb:GetItem", "dynamodb:PutItem"),
    allow(table(source, "event-log"), "dynamodb:Query"),
  ],
  "read-models/query": ({ names }) => [allow(table(names, "query-db"), "dynamodb:GetItem")],
};

function decide(names: ComponentNames): readonly PlannedStatement[] {
  const log = table(names, "event-log");
  return [
    allow(log, "dynamodb:Query", "dynamodb:PutItem", "dynamodb:ConditionCheckItem"),
    {
      effect: "Deny",
      actions: ["dynamodb:UpdateItem", "dynamodb:DeleteItem", "dynamodb:BatchWriteItem"],
      resource: log,
    },
    allow(table(names, "outcomes"), "dynamodb:GetItem", "dynamodb:PutItem"),
  ];
}

function consume(queue: StackResource): PlannedStatement {
  return allow(queue, "sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes");
}

function allow(resource: StackResource, ...actions: readonly string[]): PlannedStatement {
  return { effect: "Allow", actions, resource };
}

function commands({ kebab }: ComponentNames): StackResource {
  return { kind: "queue", name: `${kebab}-commands.fifo` };
}

function table({ kebab }: ComponentNames, suffix: string): StackResource {
  return { kind: "table", name: `${kebab}-${suffix}` };
}
