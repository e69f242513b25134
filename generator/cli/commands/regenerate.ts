import { emitAggregate } from "../../emit/aggregate.ts";
import { emitAppDocuments } from "../../emit/app.ts";
import { componentPart } from "../../emit/new-app.ts";
import { emitPlugin } from "../../emit/plugin.ts";
import { emitReadModel } from "../../emit/read-model.ts";
import { runtimeFiles } from "../../emit/runtime-files.ts";
import type { PluginPlan } from "../../plan/deployment-plan.ts";
import { type MessagesOf, messagesOf, readMessageModels } from "../../write/message-cache.ts";
import { type EmittedPart, planWholeApp } from "../../write/plan-changes.ts";
import { openApp, planApp } from "../app-directory.ts";
import { type ExitCode, exitCodes } from "../cli-error.ts";
import { describeOptions, type OptionTable, parseOptions } from "../options.ts";
import { carryOut } from "../report-changes.ts";

const options = {
  "dry-run": { type: "flag", help: "show what would change, write nothing" },
  json: { type: "flag", help: "report as JSON" },
  help: { type: "flag", short: "h", help: "show this text" },
} as const satisfies OptionTable;

/** `reventless regenerate`: brings every generated file up to date with the model and the message types. */
export async function regenerate(kitDirectory: string, argv: readonly string[]): Promise<ExitCode> {
  const rules = { positionals: 0, helpCommand: "reventless regenerate --help" };
  const { values } = parseOptions(options, argv, rules);
  if (values.help) {
    process.stdout.write(
      `Usage: reventless regenerate [options]\n\nBrings every generated file up to date with reventless.json and the messages files.\n\nOptions:\n${describeOptions(options)}\n`,
    );
    return exitCodes.done;
  }
  const { directory, appFile, model } = openApp(process.cwd());
  const plans = planApp(model);
  const { models, cache } = await readMessageModels(directory, plans.flatMap(messagesOfAll));
  const parts: EmittedPart[] = [
    { part: "app", files: emitAppDocuments({ app: model, plans }) },
    { part: "runtime", files: runtimeFiles(kitDirectory) },
    ...plans.flatMap((plan) =>
      plan.plugin.components.map((component): EmittedPart => {
        const part = componentPart(plan, component.name);
        if (component.kind === "read-model") {
          return { part, files: emitReadModel({ plan, readModel: component }) };
        }
        const messages = models.get(part);
        if (messages === undefined) throw new Error(`The messages of ${part} were not read.`);
        return { part, files: emitAggregate({ plan, aggregate: component, messages }) };
      }),
    ),
    ...plans.map((plan) => ({ part: plan.kebab, files: emitPlugin(model, plan) })),
  ];
  const plan = planWholeApp(directory, parts);
  const run = { dryRun: values["dry-run"], json: values.json };
  return carryOut({ directory, appFile, plan, others: cache, options: run });
}

function messagesOfAll({ plugin }: PluginPlan): readonly MessagesOf[] {
  return plugin.components
    .filter(({ kind }) => kind === "aggregate")
    .map(({ name }) => messagesOf(plugin.name, name));
}
