import {
  type AggregateMessages,
  type Declaration,
  type MessageModel,
  modelOfMessages,
  renderCodec,
  renderMessagesFile,
  rootNames,
} from "../codec/index.ts";
import type { AggregateModel } from "../model/app-model.ts";
import { camelCase, kebabCase } from "../model/names.ts";
import { componentShape } from "../plan/component-kinds.ts";
import type { PluginPlan } from "../plan/deployment-plan.ts";
import { fits, imports, list } from "./code-text.ts";
import { stackImports } from "./component-stack.ts";
import type { EmittedFile } from "./emitted-file.ts";
import { sampleField, sampleMessage } from "./sample-messages.ts";
import { renderTemplate } from "./templates.ts";

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
    derived(`${folder}/stores.ts`, renderTemplate("aggregate/stores.ts", view)),
    derived(
      `${folder}/roles/command-generator.ts`,
      renderTemplate(`aggregate/command-generator-${aggregate.commands}.ts`, view),
    ),
    derived(`${folder}/roles/command-topic.ts`, renderTemplate("aggregate/command-topic.ts", view)),
    derived(`${folder}/roles/event-topic.ts`, renderTemplate("aggregate/event-topic.ts", view)),
    derived(
      `plugins/${plan.kebab}/stack/components/${view.kebab}.ts`,
      renderTemplate("aggregate/stack.ts", view),
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
  const { name, camel } = shape.names;
  const routes = shape.roles[0]?.triggers.map(({ source }) => source) ?? [];
  const sync = aggregate.commands === "sync";
  const unit = plan.units.find(({ key }) => key === `${shape.names.kebab}/command-topic`);
  return {
    ...shape.names,
    phrase: `a ${kebabCase(name).replaceAll("-", " ")}`.replace(/^a (?=[aeio])/, "an "),
    commandRoute: routes[0] ?? "",
    outcomeRoute: routes[1] ?? "",
    sync,
    batchSize: unit?.batchSize ?? 10,
    importMessages: imports([
      { names: [`type ${name}Event`, `type ${name}Rejection`], from: "./messages.ts" },
    ]),
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

type View = ReturnType<typeof aggregateView>;

function emitSeeds(folder: string, view: View, seed: AggregateMessages): readonly EmittedFile[] {
  const seeded = (path: string, text: string): EmittedFile => ({ path, text, owner: "user" });
  return [
    seeded(
      `${folder}/messages.ts`,
      renderMessagesFile({ messages: seed, decodeSpecifier: "../../../runtime/decode.ts" }),
    ),
    seeded(`${folder}/decider.ts`, renderTemplate("aggregate/decider.ts", deciderView(view, seed))),
    seeded(
      `${folder}/decider.test.ts`,
      renderTemplate("aggregate/decider.test.ts", deciderTestView(view, seed)),
    ),
  ];
}

/** The event a new decider answers a command with: the one at the same place in the list. */
function eventFor(seed: AggregateMessages, index: number): Declaration | undefined {
  return seed.events[Math.min(index, seed.events.length - 1)];
}

/** Rejections without fields can be used as they are: the first for too late, the last for too early. */
function guardRejections(seed: AggregateMessages) {
  const plain = seed.rejections.filter(({ properties }) => properties.length === 0);
  return { exists: plain[0]?.name, missing: plain.at(plain.length > 1 ? 1 : 0)?.name };
}

function guardOf(seed: AggregateMessages, index: number): string | undefined {
  const rejections = guardRejections(seed);
  const rejection = index === 0 ? rejections.exists : rejections.missing;
  if (rejection === undefined || (index > 0 && seed.rejections.length < 2)) return undefined;
  return guardStatement(index === 0 ? "state.exists" : "!state.exists", rejection);
}

function guardStatement(condition: string, rejection: string): string {
  const flat = `        if (${condition}) return reject({ type: "${rejection}" });`;
  return fits(flat)
    ? flat
    : `        if (${condition}) {\n          return reject({ type: "${rejection}" });\n        }`;
}

function deciderView(view: View, seed: AggregateMessages) {
  const model = modelOfMessages(seed);
  const commands = seed.commands.map((command, index) => {
    const event = eventFor(seed, index);
    return {
      type: command.name,
      guard: guardOf(seed, index),
      fields: event === undefined ? [] : eventFields(model, command, event),
    };
  });
  const guarded = commands.some(({ guard }) => guard !== undefined);
  const { name, camel } = view;
  const typeArguments = [`${name}State`, `${name}Command`, `${name}Event`, `${name}Rejection`];
  const texts = commands.flatMap(({ fields }) => fields.map(({ typeNames }) => typeNames));
  return {
    ...view,
    importDecider: imports([
      {
        names: ["accept", "type Decider", ...(guarded ? ["reject"] : []), "unreachable"],
        from: "../../../runtime/decider.ts",
      },
    ]),
    importIso: isoImport(texts.flat()),
    importMessages: imports([
      {
        names: [`type ${name}Command`, `type ${name}Event`, `type ${name}Rejection`],
        from: "./messages.ts",
      },
    ]),
    declaration: list({
      open: `export const ${camel}: Decider<`,
      items: typeArguments,
      close: "> = {",
    }).replace(/,\n> = \{$/, "\n> = {"),
    decideSignature: guarded ? "decide(command, state) {" : "decide(command) {",
    commands: commands.map((command) => ({
      ...command,
      fields: command.fields.map(({ text }) => text),
    })),
    events: seed.events.map((event) => ({ type: event.name })),
  };
}

/** `IsoDate` and `IsoDateTime` are the only types a sample asserts before a user wrote brands. */
function isoImport(typeNames: readonly string[]): string {
  const names = [...new Set(typeNames)].map((name) => `type ${name}`);
  return names.length === 0 ? "" : `${imports([{ names, from: "../../../runtime/decode.ts" }])}\n`;
}

/** Fields of the command where names and types agree, sample values otherwise. */
function eventFields(model: MessageModel, command: Declaration, event: Declaration) {
  const fields = event.properties
    .filter(({ optional }) => !optional)
    .map(({ name, type }) => {
      const given = command.properties.find((property) => property.name === name);
      const same = given !== undefined && !given.optional && equal(given.type, type);
      return same
        ? { text: `${name}: command.${name},`, typeNames: [] }
        : sampleField(model, name, type, 5);
    });
  return [{ text: `type: "${event.name}",`, typeNames: [] }, ...fields];
}

function equal(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function deciderTestView(view: View, seed: AggregateMessages) {
  const model = modelOfMessages(seed);
  const firstEvent = seed.events[0];
  const history = firstEvent === undefined ? [] : [camelCase(firstEvent.name)];
  const commandSamples = seed.commands.map((command) =>
    sampleMessage(seed, command, camelCase(command.name)),
  );
  const eventSamples =
    firstEvent === undefined ? [] : [sampleMessage(seed, firstEvent, camelCase(firstEvent.name))];
  const cases = seed.commands.flatMap((command, index) => {
    const event = eventFor(seed, index);
    const before = index === 0 ? [] : history;
    const fields = event === undefined ? [] : expectedFields(model, command, event);
    const accepted = {
      title: `accepts ${command.name}${index === 0 ? "" : ` after ${firstEvent?.name}`}`,
      history: before.join(", "),
      command: camelCase(command.name),
      expected: ['outcome: "accepted",', ...eventList(fields)],
    };
    const rejection = rejectionFor(seed, index);
    if (rejection === undefined) return [accepted];
    return [
      accepted,
      {
        title: `rejects ${command.name} ${index === 0 ? `after ${firstEvent?.name}` : "before anything else"}`,
        history: (index === 0 ? history : []).join(", "),
        command: camelCase(command.name),
        expected: ['outcome: "rejected",', `rejection: { type: "${rejection}" },`],
      },
    ];
  });
  const typeNames = [...commandSamples, ...eventSamples].flatMap((sample) => sample.typeNames);
  return {
    ...view,
    samples: [...commandSamples, ...eventSamples],
    importIso: isoImport(typeNames),
    importMessages: imports([
      {
        names: [...new Set([...commandSamples, ...eventSamples].map(({ type }) => `type ${type}`))],
        from: "./messages.ts",
      },
    ]),
    cases: cases.map((each, index) => ({ ...each, more: index < cases.length - 1 })),
  };
}

function rejectionFor(seed: AggregateMessages, index: number): string | undefined {
  if (guardOf(seed, index) === undefined) return undefined;
  const rejections = guardRejections(seed);
  return index === 0 ? rejections.exists : rejections.missing;
}

function eventList(fields: readonly string[]): readonly string[] {
  const flat = `events: [{ ${fields.map((field) => field.replace(/,$/, "")).join(", ")} }],`;
  if (!flat.includes("\n") && fits(`      ${flat}`)) return [flat];
  return ["events: [", "  {", ...fields.map((field) => `    ${field}`), "  },", "],"];
}

function expectedFields(
  model: MessageModel,
  command: Declaration,
  event: Declaration,
): readonly string[] {
  return eventFields(model, command, event).map(({ text }) =>
    text.replace(/: command\./, `: ${camelCase(command.name)}.`),
  );
}
