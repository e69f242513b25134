import { unionOfWritten } from "../../generator/codec/canonical-type.ts";
import type { AggregateMessages, Declaration } from "../../generator/codec/index.ts";
import type { Property, TypeModel } from "../../generator/codec/type-model.ts";
import type { NewAppInput } from "../../generator/emit/new-app.ts";
import type {
  AggregateDocument,
  AppDocument,
  PluginDocument,
  ReadModelDocument,
} from "../../generator/model/app-document.ts";
import { renderAppFile } from "../../generator/model/edit-app-file.ts";
import { kebabCase } from "../../generator/model/names.ts";
import { parseApp } from "../../generator/model/parse-app.ts";
import { checkPlan } from "../../generator/plan/check-plan.ts";
import { planPlugin } from "../../generator/plan/deployment-plan.ts";
import { pick, type Random, seededRandom } from "../codec/random-messages.ts";

const words = [
  "Order",
  "Summary",
  "Http",
  "HTTP",
  "A",
  "X",
  "Do",
  "V2",
  "10",
  "Item",
  "Of",
  "Line",
];

/** Names that emitted code is most likely to trip over. */
const delicate = [
  ...["A", "P", "X1", "X10", "X01", "Api", "Context", "Tables", "Hosts", "Timeouts", "Overrides"],
  ...[
    "Process",
    "Accept",
    "Reject",
    "Unreachable",
    "Given",
    "Expect",
    "It",
    "Describe",
    "Aggregate",
  ],
  ...["Aggregates", "Handler", "Route", "Sqs", "Components", "State", "Event", "Command", "Row"],
  ...["HTTPServer", "OrderResources", "Order", "Decider", "Key", "DynamoDb"],
];

/** An app that is legal, and the messages of its aggregates; undefined where AWS would refuse it. */
export function randomApp(seed: number): NewAppInput | undefined {
  const random = seededRandom(seed);
  const document = randomDocument(random);
  const appFile = renderAppFile(document);
  const parsed = parseApp(appFile);
  if (!parsed.ok) return undefined;
  const { model } = parsed;
  if (model.plugins.some((plugin) => checkPlan(planPlugin(model, plugin)).length > 0)) {
    return undefined;
  }
  const messages = model.plugins.flatMap((plugin) =>
    plugin.components
      .filter(({ kind }) => kind === "aggregate")
      .map(({ name }) => [`${plugin.name}.${name}`, messagesOf(random, name)] as const),
  );
  return { appFile, model, messages: new Map(messages), kit: "0.1.0" };
}

function chance(random: Random, probability: number): boolean {
  return random() < probability;
}

function randomName(random: Random, longest: number): string {
  if (chance(random, 0.3)) return pick(random, delicate);
  const count = chance(random, 0.3) ? 9 : 1 + Math.floor(random() * 4);
  let name = pick(random, words.slice(0, 7));
  for (let index = 1; index < count; index += 1) {
    const longer = name + pick(random, words);
    if (kebabCase(longer).length > longest) break;
    name = longer;
  }
  return name;
}

function uniqueNames(random: Random, count: number, longest: number): string[] {
  const names = new Map<string, string>();
  for (let index = 0; index < count; index += 1) {
    const name = randomName(random, longest);
    names.set(name.toLowerCase(), name);
  }
  return [...names.values()];
}

function randomDocument(random: Random): AppDocument {
  const plugins = uniqueNames(random, 1 + Math.floor(random() * 2), 20);
  const isShort = chance(random, 0.7);
  return {
    name: isShort ? "a" : "web-shop-2",
    region: "eu-central-1",
    strategy: pick(random, ["single", "per-component", "micro"]),
    packageManager: pick(random, ["npm", "pnpm"]),
    ...(chance(random, 0.3) && { auth: randomAuth(random) }),
    ...(chance(random, 0.3) && { types: { aggregates: { strategy: "micro", memory: 512 } } }),
    ...(chance(random, 0.5) && { environments: randomEnvironments(random) }),
    plugins: Object.fromEntries(plugins.map((name) => [name, randomPlugin(random)])),
  };
}

function randomEnvironments(random: Random): NonNullable<AppDocument["environments"]> {
  const names = ["prod", "a-1", "a1", "dev", "test", "functions", "a-long-name2", "constructor"];
  const chosen = names.filter(() => chance(random, 0.3));
  const strategy = () => pick(random, ["single", "per-component", "micro"] as const);
  return Object.fromEntries(
    chosen.map((name) => [
      name,
      {
        ...(chance(random, 0.7) && { strategy: strategy() }),
        ...(chance(random, 0.4) && { types: { "read-models": { strategy: strategy() } } }),
      },
    ]),
  );
}

function randomAuth(random: Random): NonNullable<AppDocument["auth"]> {
  const audiences = ["shop", 'the "shop"', "it's", "https://api.example.com/a/long/audience/of/it"];
  const audience = audiences.filter(() => chance(random, 0.6));
  const issuer = "https://login.example.com";
  return { jwt: { issuer, audience: audience.length === 0 ? ["shop"] : audience } };
}

function randomPlugin(random: Random): PluginDocument {
  const names = uniqueNames(random, 1 + Math.floor(random() * 5), 40);
  const [first = "Order", ...others] = names;
  const isReader = others.map(() => chance(random, 0.5));
  const aggregates = [first, ...others.filter((_, index) => !isReader[index])];
  const readers = others.filter((_, index) => isReader[index]);
  return {
    aggregates: Object.fromEntries(aggregates.map((name) => [name, randomAggregate(random)])),
    ...(readers.length > 0 && {
      readModels: Object.fromEntries(
        readers.map((name) => [name, randomReadModel(random, aggregates)]),
      ),
    }),
  };
}

function randomReadModel(random: Random, aggregates: readonly string[]): ReadModelDocument {
  return {
    from: pick(random, aggregates),
    ...(chance(random, 0.3) && { maximumConcurrency: 10, reservedConcurrency: 50 }),
  };
}

function randomAggregate(random: Random): AggregateDocument {
  return {
    ...(chance(random, 0.4) && { commands: "sync" as const }),
    ...(chance(random, 0.2) && { strategy: pick(random, ["single", "per-component", "micro"]) }),
    ...(chance(random, 0.2) && { batchSize: 5, timeout: 60, maximumConcurrency: 20 }),
    ...(chance(random, 0.2) && { provisionedConcurrency: 2, ephemeralStorage: 1024 }),
  };
}

const longestMessage = 70;
/** A union of one message stays on a line. */
const longestLoneMessage = 33;
const typeNames = ["Line", "Address"];

function messagesOf(random: Random, aggregate: string): AggregateMessages {
  const taken = new Set([`${aggregate}Command`, `${aggregate}Event`, `${aggregate}Rejection`]);
  for (const name of typeNames) taken.add(name);
  const declare = (least: number): Declaration[] => {
    const names = uniqueNames(random, least + Math.floor(random() * 3), longestMessage).map(
      (name) => (chance(random, 0.1) ? name + "PerformSomethingOf".repeat(4) : name),
    );
    const free = [...new Set(names.map((name) => name.slice(0, longestMessage)))].filter(
      (name) => !taken.has(name),
    );
    const longest = free.length === 1 ? longestLoneMessage : longestMessage;
    return free
      .map((name) => name.slice(0, longest))
      .filter((name) => !taken.has(name) && taken.add(name))
      .map((name) => ({ name, properties: chance(random, 0.2) ? [] : randomFields(random) }));
  };
  const commands = declare(1);
  const events = declare(1);
  return {
    aggregate,
    commands: commands.length > 0 ? commands : [{ name: "CreateIt", properties: [] }],
    events:
      events.length > 0 ? shared(random, events, commands) : [{ name: "Was", properties: [] }],
    rejections: chance(random, 0.3) ? [] : declare(0),
    types: [
      {
        name: "Line",
        properties: [{ name: "sku", type: { kind: "string" }, optional: false }],
      },
    ],
    stubs: ["Address"],
  };
}

/** Some events carry what their command carries. */
function shared(random: Random, events: Declaration[], commands: Declaration[]): Declaration[] {
  return events.map((event, index) => {
    const command = commands[index];
    return command !== undefined && chance(random, 0.5)
      ? { ...event, properties: command.properties }
      : event;
  });
}

const fieldNames = ["id", "a", "do", "class", "customerId", "lines", "$ref", "_x", "at2", "größe"];

function randomFields(random: Random): Property[] {
  const chosen = fieldNames.filter(() => chance(random, 0.25));
  return chosen.map((field) => {
    const name = chance(random, 0.15) ? field + "WithAnExtraordinarilyLongName".repeat(2) : field;
    return { name, type: randomType(random, 2), optional: chance(random, 0.3) };
  });
}

function randomType(random: Random, depth: number): TypeModel {
  const leaf = (): TypeModel =>
    pick<TypeModel>(random, [
      { kind: "string" },
      { kind: "number" },
      { kind: "boolean" },
      { kind: "isoDate" },
      { kind: "isoDateTime" },
      { kind: "literals", values: [pick(random, ["open", 'say "hi"', "it's", 7, true])] },
      { kind: "reference", name: pick(random, typeNames) },
    ]);
  if (depth === 0) return leaf();
  const inner = () => randomType(random, depth - 1);
  return pick<() => TypeModel>(random, [
    leaf,
    leaf,
    leaf,
    () => ({ kind: "array", items: inner() }),
    () => ({ kind: "record", values: inner() }),
    () => ({ kind: "tuple", items: [inner(), inner()], optional: 0 }),
    () => {
      const members = [inner(), inner()].flatMap((type) =>
        type.kind === "union" ? type.members : [type],
      );
      return unionOfWritten(members).ok ? { kind: "union", members } : leaf();
    },
  ])();
}
