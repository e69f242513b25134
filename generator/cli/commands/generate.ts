import { existsSync } from "node:fs";
import { join } from "node:path";
import {
  type AggregateMessages,
  formatOptionProblems,
  modelOfMessages,
  parseMessages,
} from "../../codec/index.ts";
import { emitAggregate } from "../../emit/aggregate.ts";
import { emitAppDocuments } from "../../emit/app.ts";
import type { EmittedFile } from "../../emit/emitted-file.ts";
import { componentPart } from "../../emit/new-app.ts";
import { emitPlugin } from "../../emit/plugin.ts";
import { emitReadModel } from "../../emit/read-model.ts";
import type { PluginModel } from "../../model/app-model.ts";
import { addComponent, type ComponentAddition } from "../../model/edit-app-file.ts";
import { nearestName } from "../../model/nearest-name.ts";
import { parseApp } from "../../model/parse-app.ts";
import { cacheEntry, messagesOf, readMessageModels } from "../../write/message-cache.ts";
import { planParts } from "../../write/plan-changes.ts";
import type { FileToWrite } from "../../write/write-files.ts";
import { type AppOnDisk, kitSpecOf, openApp, planApp } from "../app-directory.ts";
import { CliError, type ExitCode, exitCodes } from "../cli-error.ts";
import { defaultMessages } from "../default-messages.ts";
import { describeOptions, type OptionTable, type OptionValues, parseOptions } from "../options.ts";
import { print } from "../print.ts";
import { carryOut } from "../report-changes.ts";

const commonOptions = {
  plugin: { type: "text", value: "Name", help: "plugin to add it to; the only one by default" },
  "dry-run": { type: "flag", help: "show what would change, write nothing" },
  verify: { type: "flag", help: "type-check the app as it would be before anything is written" },
  json: { type: "flag", help: "report as JSON" },
  help: { type: "flag", short: "h", help: "show this text" },
} as const satisfies OptionTable;

const aggregateOptions = {
  command: { type: "list", value: "spec", help: "a command: SendInvoice:to=string,lines=Line[]" },
  event: { type: "list", value: "spec", help: "an event: InvoiceSent:to=string,lines=Line[]" },
  rejection: { type: "list", value: "spec", help: "why a command is refused: InvoiceAlreadySent" },
  type: { type: "list", value: "spec", help: "a type that messages name: Line:sku=string" },
  sync: { type: "flag", help: "answer commands with their outcome, not with 202" },
  ...commonOptions,
} as const satisfies OptionTable;

const readModelOptions = {
  from: { type: "text", value: "Aggregate", help: "the aggregate whose events it projects" },
  ...commonOptions,
} as const satisfies OptionTable;

const kinds = { aggregate: generateAggregate, "read-model": generateReadModel } as const;

/** `reventless generate <kind> <Name>`. */
export async function generate(argv: readonly string[]): Promise<ExitCode> {
  const [kind, ...rest] = argv;
  if (kind === undefined || kind === "--help" || kind === "-h") {
    print(help());
    return kind === undefined ? exitCodes.usage : exitCodes.done;
  }
  if (!Object.hasOwn(kinds, kind)) {
    const near = nearestName(kind, Object.keys(kinds));
    throw new CliError(
      exitCodes.usage,
      `There is no kind "${kind}"; expected ${Object.keys(kinds).join(" or ")}.`,
      near === undefined ? "See reventless generate --help." : `Did you mean ${near}?`,
    );
  }
  return kinds[kind as keyof typeof kinds](rest);
}

function help(): string {
  return `Usage: reventless generate aggregate <Name> [options]
       reventless generate read-model <Name> --from <Aggregate> [options]

Adds a component to the app: to reventless.json, its files, handlers and stack.

Options of aggregate:
${describeOptions(aggregateOptions)}

Options of read-model:
${describeOptions(readModelOptions)}

Exit codes: 0 done, 2 wrong usage, 5 refused for safety (an edited or existing file is in the way).
`;
}

const rules = { positionals: 1, helpCommand: "reventless generate --help" };

async function generateAggregate(argv: readonly string[]): Promise<ExitCode> {
  const { values, positionals } = parseOptions(aggregateOptions, argv, rules);
  if (values.help) return showHelp();
  const name = requiredName("aggregate", positionals[0]);
  const app = openApp(process.cwd());
  const plugin = pickPlugin(app, values.plugin);
  const settings = values.sync ? { commands: "sync" as const } : {};
  const addition = { plugin: plugin.name, kind: "aggregate", name, settings } as const;
  const addedApp = addedTo(app, addition);
  const seed = messagesFrom(name, values, addedApp.problems);
  return add(app, addedApp, values, (added) => {
    const { plan, component } = added;
    if (component.kind !== "aggregate") throw new Error(`${name} is no aggregate.`);
    const messages = modelOfMessages(seed);
    const files = emitAggregate({ plan, aggregate: component, messages, seed });
    const file = files.find(({ path }) => path.endsWith("/messages.ts"));
    const texts = file === undefined ? [] : ([[file.path, file.text]] as const);
    return { files, cache: [cacheEntry(componentPart(plan, name), messages, texts)] };
  });
}

async function generateReadModel(argv: readonly string[]): Promise<ExitCode> {
  const { values, positionals } = parseOptions(readModelOptions, argv, rules);
  if (values.help) return showHelp();
  const name = requiredName("read-model", positionals[0]);
  const app = openApp(process.cwd());
  const plugin = pickPlugin(app, values.plugin);
  const from = sourceOf(plugin, name, values.from);
  const source = messagesOf(plugin.name, from);
  const { models, cache } = await readMessageModels(app.directory, [source]);
  const addition = { plugin: plugin.name, kind: "read-model", name, settings: { from } } as const;
  return add(app, addedTo(app, addition), values, ({ plan, component }) => {
    const seed = models.get(source.part);
    if (component.kind !== "read-model" || seed === undefined) {
      throw new Error(`${name} is no read model with a source.`);
    }
    return { files: emitReadModel({ plan, readModel: component, seed }), cache };
  });
}

function showHelp(): ExitCode {
  print(help());
  return exitCodes.done;
}

function requiredName(kind: string, name: string | undefined): string {
  if (name !== undefined) return name;
  throw new CliError(
    exitCodes.usage,
    `The name is missing: reventless generate ${kind} <Name>`,
    "Names are in PascalCase, for example Invoice.",
  );
}

function pickPlugin({ model }: AppOnDisk, wanted: string | undefined): PluginModel {
  const names = model.plugins.map(({ name }) => name);
  if (wanted !== undefined) {
    const plugin = model.plugins.find(({ name }) => name === wanted);
    if (plugin !== undefined) return plugin;
    const near = nearestName(wanted, names);
    throw new CliError(
      exitCodes.usage,
      `There is no plugin "${wanted}"; this app has ${names.join(", ") || "none"}.`,
      near === undefined ? undefined : `Did you mean ${near}?`,
    );
  }
  const [only, ...others] = model.plugins;
  if (only !== undefined && others.length === 0) return only;
  throw new CliError(
    exitCodes.usage,
    `The plugin is missing: this app has ${names.join(", ") || "none"}.`,
    "Name it with --plugin.",
  );
}

function sourceOf(plugin: PluginModel, name: string, from: string | undefined): string {
  const aggregates = plugin.components
    .filter(({ kind }) => kind === "aggregate")
    .map((aggregate) => aggregate.name);
  if (from !== undefined && aggregates.includes(from)) return from;
  const near = from === undefined ? undefined : nearestName(from, aggregates);
  throw new CliError(
    exitCodes.usage,
    from === undefined
      ? `${name} needs the aggregate whose events it projects: --from <Aggregate>`
      : `There is no aggregate "${from}" in ${plugin.name}.`,
    near === undefined
      ? `${plugin.name} has ${aggregates.join(", ") || "no aggregates yet"}.`
      : `Did you mean ${near}?`,
  );
}

function messagesFrom(
  name: string,
  values: OptionValues<typeof aggregateOptions>,
  nameProblems: readonly string[],
): AggregateMessages {
  const { command, event, rejection, type } = values;
  if ((command.length === 0) !== (event.length === 0)) {
    const missing = command.length === 0 ? "command" : "event";
    throw new CliError(
      exitCodes.usage,
      `${name} needs at least one --${missing} beside the ${missing === "event" ? "commands" : "events"}.`,
      "Without both options it starts with an example of each.",
    );
  }
  // The examples contain the name; where that is wrong they would be wrong for the same reason.
  const isExample = command.length === 0 && nameProblems.length === 0;
  const example = isExample ? defaultMessages(name) : noMessages;
  const parsed = parseMessages({
    aggregate: name,
    commands: [...example.commands, ...command],
    events: [...example.events, ...event],
    rejections: rejection.length === 0 ? example.rejections : rejection,
    types: [...example.types, ...type],
  });
  if (parsed.ok && nameProblems.length === 0) return parsed.messages;
  const specProblems = parsed.ok ? [] : [formatOptionProblems(parsed.problems)];
  throw new CliError(
    exitCodes.usage,
    [...nameProblems, ...specProblems].join("\n"),
    "Nothing was written.",
  );
}

const noMessages = { commands: [], events: [], rejections: [], types: [] };

type Planned = ReturnType<typeof planApp>[number];

interface Added {
  readonly plan: Planned;
  readonly component: PluginModel["components"][number];
}

interface Emitted {
  readonly files: readonly EmittedFile[];
  readonly cache: readonly FileToWrite[];
}

/** The app with one more component, or what is wrong with that. */
function addedTo(app: AppOnDisk, addition: ComponentAddition) {
  refuseTaken(app, addition);
  const appFile = addComponent(app.appFile, addition);
  const parsed = parseApp(appFile);
  const problems = parsed.ok ? [] : parsed.problems.map(({ message }) => message);
  return { addition, appFile, model: parsed.ok ? parsed.model : undefined, problems };
}

type AddedApp = ReturnType<typeof addedTo>;

/** Adds a component: its own files, and those of its plugin and app that speak of all components. */
async function add(
  app: AppOnDisk,
  { addition, appFile, model, problems }: AddedApp,
  values: {
    readonly "dry-run": boolean;
    readonly json: boolean;
    readonly verify: boolean;
  },
  emit: (added: Added) => Emitted,
): Promise<ExitCode> {
  if (model === undefined) {
    throw new CliError(exitCodes.usage, problems.join("\n"), "Nothing was written.");
  }
  const plans = planApp(model);
  const plan = plans.find(({ plugin }) => plugin.name === addition.plugin);
  const component = plan?.plugin.components.find(({ name }) => name === addition.name);
  if (plan === undefined || component === undefined) {
    throw new Error(`${addition.name} is missing from the model it was added to.`);
  }
  const { files, cache } = emit({ plan, component });
  refuseOverwriting(app.directory, files);
  const changes = await planParts(app.directory, [
    { part: componentPart(plan, addition.name), files },
    { part: plan.kebab, files: emitPlugin(model, plan) },
    { part: "app", files: emitAppDocuments({ app: model, plans, kit: kitSpecOf(app.directory) }) },
  ]);
  return carryOut({
    directory: app.directory,
    appFile: app.appFile,
    plan: changes,
    others: [{ path: "reventless.json", text: appFile }, ...cache],
    options: { dryRun: values["dry-run"], json: values.json, verify: values.verify },
  });
}

function refuseTaken({ model }: AppOnDisk, { plugin, name }: ComponentAddition): void {
  const components = model.plugins.find((each) => each.name === plugin)?.components ?? [];
  const taken = components.find((component) => component.name === name);
  if (taken === undefined) return;
  throw new CliError(
    exitCodes.refused,
    `${plugin} has ${taken.kind === "aggregate" ? "an aggregate" : "a read model"} ${name} already; nothing was written.`,
    "Choose another name, or edit the component that exists.",
  );
}

/** A new component never takes over files that are there. */
function refuseOverwriting(directory: string, files: readonly EmittedFile[]): void {
  const existing = files.filter(({ path }) => existsSync(join(directory, path)));
  if (existing.length === 0) return;
  throw new CliError(
    exitCodes.refused,
    `Nothing was written. These files exist already:\n${existing.map(({ path }) => `  ${path}`).join("\n")}`,
    "Move them away, or choose another name.",
  );
}
