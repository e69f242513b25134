import {
  type AggregateMessages,
  type Declaration,
  type MessageModel,
  modelOfMessages,
  renderMessagesFile,
} from "../codec/index.ts";
import { propertyAccess, propertyName } from "../codec/property-names.ts";
import { camelCase } from "../model/names.ts";
import type { AggregateView } from "./aggregate.ts";
import { fits, imports, property, typeList } from "./code-text.ts";
import type { EmittedFile } from "./emitted-file.ts";
import { renderCode } from "./render-code.ts";
import {
  assertedTypes,
  type SampleMessage,
  sampleField,
  sampleMessage,
} from "./sample-messages.ts";

/** What a new aggregate starts with: messages, a decider with simple rules, and its test. */
export function emitSeeds(
  folder: string,
  view: AggregateView,
  seed: AggregateMessages,
): readonly EmittedFile[] {
  const seeded = (path: string, text: string): EmittedFile => ({ path, text, owner: "user" });
  return [
    seeded(
      `${folder}/messages.ts`,
      renderMessagesFile({ messages: seed, decodeSpecifier: "../../../runtime/decode.ts" }),
    ),
    seeded(`${folder}/decider.ts`, renderCode("aggregate/decider.ts", deciderView(view, seed))),
    seeded(
      `${folder}/decider.test.ts`,
      renderCode("aggregate/decider.test.ts", deciderTestView(view, seed)),
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
  const head = `        if (${condition})`;
  const flat = `return reject({ type: "${rejection}" });`;
  if (fits(`${head} ${flat}`)) return `${head} ${flat}`;
  const body = fits(`          ${flat}`)
    ? [`          ${flat}`]
    : ["          return reject({", `            type: "${rejection}",`, "          });"];
  return [`${head} {`, ...body, "        }"].join("\n");
}

function deciderView(view: AggregateView, seed: AggregateMessages) {
  const model = modelOfMessages(seed);
  const commands = seed.commands.map((command, index) => {
    const event = eventFor(seed, index);
    return {
      type: command.name,
      guard: guardOf(seed, index),
      fields:
        event === undefined
          ? []
          : eventFields({ model, command, event, variable: "command", depth: 5 }),
    };
  });
  const guarded = commands.some(({ guard }) => guard !== undefined);
  const { name, variable } = view;
  const typeArguments = [`${name}State`, `${name}Command`, `${name}Event`, `${name}Rejection`];
  return {
    ...view,
    deciderImports: imports([
      {
        names: ["accept", "type Decider", ...(guarded ? ["reject"] : [])],
        from: "../../../runtime/decider.ts",
      },
      ...assertedTypes(
        commands.flatMap(({ fields }) => fields.flatMap((field) => field.typeNames)),
        {
          decode: "../../../runtime/decode.ts",
        },
      ),
      {
        names: [`type ${name}Command`, `type ${name}Event`, `type ${name}Rejection`],
        from: "./messages.ts",
      },
    ]),
    declaration: typeList({
      open: `export const ${variable}: Decider<`,
      items: typeArguments,
      close: "> = {",
    }),
    decideSignature: guarded ? "decide(command, state) {" : "decide(command) {",
    commands: commands.map((command) => ({
      ...command,
      fields: command.fields.map(({ text }) => text),
    })),
    events: seed.events.map((event) => ({ type: event.name })),
  };
}

interface FieldsOfEvent {
  readonly model: MessageModel;
  readonly command: Declaration;
  readonly event: Declaration;
  /** The command in code. */
  readonly variable: string;
  readonly depth: number;
}

/** Fields of the command where names and types agree, sample values otherwise. */
function eventFields({ model, command, event, variable, depth }: FieldsOfEvent) {
  const fields = event.properties
    .filter(({ optional }) => !optional)
    .map(({ name, type }) => {
      const given = command.properties.find((property) => property.name === name);
      const same = given !== undefined && !given.optional && equal(given.type, type);
      if (!same) return sampleField({ model, name, type, depth });
      const value = `${variable}${propertyAccess(name)}`;
      return { text: property(propertyName(name), value, depth), typeNames: [] };
    });
  return [{ text: property("type", `"${event.name}"`, depth), typeNames: [] }, ...fields];
}

function equal(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function deciderTestView(view: AggregateView, seed: AggregateMessages) {
  const model = modelOfMessages(seed);
  const variables = sampleVariables(view.variable, seed);
  const commandOf = (index: number) => variables.commands[index] ?? "";
  const firstEvent = seed.events[0];
  const samples: readonly SampleMessage[] = [
    ...seed.commands.map((command, index) => sampleMessage(model, command, commandOf(index))),
    ...(firstEvent === undefined || !needsHistory(seed)
      ? []
      : [sampleMessage(model, firstEvent, variables.event)]),
  ];
  const decision = (index: number, before: boolean) =>
    decisionStatement(view.variable, before ? variables.event : "", commandOf(index));
  const cases = seed.commands.flatMap((command, index) => {
    const event = eventFor(seed, index);
    const after = ` after ${firstEvent?.name}`;
    const input = { model, command, variable: commandOf(index), depth: 5 };
    const fields = event === undefined ? [] : eventFields({ ...input, event });
    const accepted = {
      typeNames: fields.flatMap(({ typeNames }) => typeNames),
      title: `accepts ${command.name}${index === 0 ? "" : after}`,
      decision: decision(index, index > 0),
      expected: ['outcome: "accepted",', ...expectedEvent(fields.map(({ text }) => text))],
    };
    const rejection = rejectionFor(seed, index);
    if (rejection === undefined) return [accepted];
    return [
      accepted,
      {
        typeNames: [],
        title: `rejects ${command.name}${index === 0 ? after : " before anything else"}`,
        decision: decision(index, index === 0),
        expected: ['outcome: "rejected",', ...expectedRejection(rejection)],
      },
    ];
  });
  return {
    ...view,
    samples,
    testImports: imports([
      { names: ["describe", "expect", "it"], from: "vitest" },
      ...assertedTypes(
        [...samples, ...cases].flatMap(({ typeNames }) => typeNames),
        {
          decode: "../../../runtime/decode.ts",
        },
      ),
      { names: ["given"], from: "../../../runtime/testing.ts" },
      { names: [view.variable], from: "./decider.ts" },
      {
        names: [...new Set(samples.map(({ type }) => `type ${type}`))],
        from: "./messages.ts",
      },
    ]),
    cases: cases.map((each, index) => ({ ...each, more: index < cases.length - 1 })),
  };
}

/** Whether a case begins with the first event: every later command, and a first one refused after it. */
function needsHistory(seed: AggregateMessages): boolean {
  return seed.commands.length > 1 || rejectionFor(seed, 0) !== undefined;
}

/** `placeOrderCommand` and `orderPlacedEvent`; numbers where the names would not fit or not differ. */
function sampleVariables(decider: string, seed: AggregateMessages) {
  const first = seed.events[0]?.name ?? "";
  const commands = seed.commands.map(({ name }) => `${camelCase(name)}Command`);
  const event = `${camelCase(first)}Event`;
  const all = [decider, ...commands, event];
  const fit =
    fits(declarationOf(event, first)) &&
    seed.commands.every(
      ({ name }, index) =>
        fits(declarationOf(commands[index] ?? "", name)) &&
        fits(`    ${decisionStatement(decider, event, commands[index] ?? "")}`),
    );
  if (fit && new Set(all).size === all.length) return { commands, event };
  return { commands: commands.map((_, index) => `command${index + 1}`), event: "event" };
}

function declarationOf(variable: string, type: string): string {
  return `const ${variable}: ${type} = {`;
}

function decisionStatement(decider: string, history: string, command: string): string {
  return `const decision = given(${decider}, [${history}]).when(${command});`;
}

function rejectionFor(seed: AggregateMessages, index: number): string | undefined {
  if (guardOf(seed, index) === undefined) return undefined;
  const rejections = guardRejections(seed);
  return index === 0 ? rejections.exists : rejections.missing;
}

function expectedRejection(rejection: string): readonly string[] {
  const flat = `rejection: { type: "${rejection}" },`;
  return fits(`      ${flat}`)
    ? [flat]
    : ["rejection: {", `  ${property("type", `"${rejection}"`, 4)}`, "},"];
}

function expectedEvent(fields: readonly string[]): readonly string[] {
  const flat = `events: [{ ${fields.map((field) => field.replace(/,$/, "")).join(", ")} }],`;
  if (!flat.includes("\n") && fits(`      ${flat}`)) return [flat];
  return ["events: [", "  {", ...fields.map((field) => `    ${field}`), "  },", "],"];
}
