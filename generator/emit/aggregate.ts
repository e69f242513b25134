import {
  type AggregateMessages,
  type MessageModel,
  renderCodec,
  rootNames,
} from "../codec/index.ts";
import type { AggregateModel } from "../model/app-model.ts";
import { kebabCase } from "../model/names.ts";
import { componentShape } from "../plan/component-kinds.ts";
import type { PluginPlan } from "../plan/deployment-plan.ts";
import { emitSeeds } from "./aggregate-seeds.ts";
import { type Import, imports, list, typeList } from "./code-text.ts";
import { stackImports } from "./component-stack.ts";
import type { EmittedFile } from "./emitted-file.ts";
import { renderCode } from "./render-code.ts";
import { variableOf } from "./variable-names.ts";

export interface AggregateInput {
  readonly plan: PluginPlan;
  readonly aggregate: AggregateModel;
  /** The types of its messages file, as they are now. */
  readonly messages: MessageModel;
  /** What a new aggregate's own files start from; absent for one that exists. */
  readonly seed?: AggregateMessages;
}

/** The files of one aggregate: what is the user's, and what is derived. */
export function emitAggregate(input: AggregateInput): readonly EmittedFile[] {
  const { plan, aggregate } = input;
  const view = aggregateView(input);
  const folder = `plugins/${plan.kebab}/${view.kebab}`;
  const derived = (path: string, text: string): EmittedFile => ({ path, text, owner: "generator" });
  return [
    ...(input.seed === undefined ? [] : emitSeeds(folder, view, input.seed)),
    derived(`${folder}/codec.ts`, codecText(aggregate.name, input.messages)),
    derived(`${folder}/stores.ts`, renderCode("aggregate/stores.ts", view)),
    derived(
      `${folder}/roles/command-generator.ts`,
      renderCode(`aggregate/command-generator-${aggregate.commands}.ts`, view),
    ),
    derived(`${folder}/roles/command-topic.ts`, renderCode("aggregate/command-topic.ts", view)),
    derived(`${folder}/roles/event-topic.ts`, renderCode("aggregate/event-topic.ts", view)),
    derived(
      `plugins/${plan.kebab}/stack/components/${view.kebab}.ts`,
      renderCode("aggregate/stack.ts", view),
    ),
  ];
}

export function codecText(aggregate: string, model: MessageModel): string {
  const roots = rootNames(aggregate);
  return renderCodec({
    model,
    roots: [
      { name: roots.command, unknownProperties: "refused" },
      { name: roots.event, unknownProperties: "ignored" },
    ],
    messagesSpecifier: "./messages.ts",
    decodeSpecifier: "../../../runtime/decode.ts",
  });
}

function aggregateView({ plan, aggregate }: AggregateInput) {
  const shape = componentShape(plan.plugin.name, aggregate);
  const { name, camel, kebab } = shape.names;
  const variable = variableOf(camel);
  const routes = shape.roles[0]?.triggers.map(({ source }) => source) ?? [];
  const sync = aggregate.commands === "sync";
  const unit = plan.units.find(({ key }) => key === `${shape.names.kebab}/command-topic`);
  const stores: Import = { names: [`${camel}Events`, `${camel}Outcomes`], from: "../stores.ts" };
  const decider: Import = { names: [variable], from: "../decider.ts" };
  const codec: Import = { names: [`decode${name}Command`], from: "../codec.ts" };
  return {
    ...shape.names,
    variable,
    phrase: `a ${kebabCase(name).replaceAll("-", " ")}`.replace(/^a (?=[aeio])/, "an "),
    commandRoute: routes[0] ?? "",
    outcomeRoute: routes[1] ?? "",
    sync,
    batchSize: unit?.batchSize ?? 10,
    maximumConcurrency: unit?.maximumConcurrency,
    storesImports: imports([
      ...runtimeImports("../../../runtime", {
        "clients/dynamodb": ["dynamoDb"],
        "dynamodb-event-store": ["dynamoDbEventStore"],
        "dynamodb-outcome-store": ["dynamoDbOutcomeStore"],
        environment: ["physicalName"],
        "outcome-store": ["type OutcomeStore"],
      }),
      { names: [`decode${name}Event`], from: "./codec.ts" },
      { names: [`type ${name}Rejection`], from: "./messages.ts" },
    ]),
    generatorImports: imports(
      sync
        ? [
            ...runtimeImports("../../../../runtime", {
              "command-generator": ["answerWith", "commandEndpoint", "outcomeEndpoint"],
              "command-handling": ["handleCommand"],
            }),
            codec,
            decider,
            stores,
          ]
        : [
            ...runtimeImports("../../../../runtime", {
              "clients/sqs": ["sqs"],
              "command-generator": ["commandEndpoint", "outcomeEndpoint", "sendTo"],
              environment: ["queueUrl"],
            }),
            codec,
            { names: [`${camel}Outcomes`], from: "../stores.ts" },
          ],
    ),
    topicImports: imports([
      ...runtimeImports("../../../../runtime", { "command-topic": ["commandTopic"] }),
      codec,
      decider,
      stores,
    ]),
    outcomeHandler: list({
      open: `export const answer${name}Outcome = outcomeEndpoint(`,
      items: [`${camel}Outcomes`],
      close: ");",
    }),
    commandsStatement: list({
      open: "const commands = fifoQueue(",
      items: ["context", `"${kebab}-commands"`, "timeouts.commandTopic"],
      close: ");",
      depth: 1,
    }),
    failuresStatement: list({
      open: "const relayFailures = failureQueue(",
      items: ["context", `"${kebab}-relay-failures"`],
      close: ");",
      depth: 1,
    }),
    imports: stackImports([
      ["http-api", ["type HttpApi", "httpTrigger"]],
      ["functions", ["type HostFunction"]],
      ["context", ["type StackContext"]],
      ["tables", ["eventLogTable", "outcomeTable"]],
      ["queues", ["failureQueue", "fifoQueue"]],
      ["topics", ["commitTopic"]],
      ["permissions", ["allow", "appendOnly", "consume", "readStream"]],
      ["triggers", ["queueTrigger", "streamTrigger"]],
    ]),
    resourcesType: typeList({
      open: `export type ${name}Resources = ReturnType<`,
      items: [`typeof ${camel}Resources`],
      close: ">;",
    }),
    resourcesSignature: list({
      open: `export function ${camel}Resources(`,
      items: ["context: StackContext", "timeouts: { readonly commandTopic: number }"],
      close: ") {",
    }),
    routesProperty: list({
      open: "routes: [",
      items: routes.map((route) => `"${route}"`),
      close: "],",
      depth: 2,
    }),
  };
}

function runtimeImports(
  folder: string,
  modules: Readonly<Record<string, readonly string[]>>,
): readonly Import[] {
  return Object.entries(modules).map(([module, names]) => ({
    names,
    from: `${folder}/${module}.ts`,
  }));
}

/** Names and texts of an aggregate, for its templates. */
export type AggregateView = ReturnType<typeof aggregateView>;
