import { emitAggregate } from "../emit/aggregate.ts";
import { emitAppDocuments } from "../emit/app.ts";
import { componentPart } from "../emit/new-app.ts";
import { emitPlugin } from "../emit/plugin.ts";
import { emitReadModel } from "../emit/read-model.ts";
import { runtimeFiles } from "../emit/runtime-files.ts";
import type { AppModel } from "../model/app-model.ts";
import type { PluginPlan } from "../plan/deployment-plan.ts";
import type { ChangePlan } from "../write/change-plan.ts";
import type { EmittedPart } from "../write/emitted-part.ts";
import { followMoves } from "../write/follow-moves.ts";
import { type MessagesOf, messagesOf, readMessageModels } from "../write/message-cache.ts";
import { type PlanOptions, planWholeApp } from "../write/plan-changes.ts";
import type { FileToWrite } from "../write/write-files.ts";
import { kitSpecOf, planApp } from "./app-directory.ts";

export interface Regeneration {
  readonly plans: readonly PluginPlan[];
  /** Everything as it should be. */
  readonly parts: readonly EmittedPart[];
  readonly plan: ChangePlan;
  /** Cache entries to write beside the plan. */
  readonly cache: readonly FileToWrite[];
  /** Files of the user that message types come from. */
  readonly sources: readonly string[];
}

/** What every generated file of an app should be under a model, compared with what is on disk. */
export async function planRegeneration(
  directory: string,
  kitDirectory: string,
  model: AppModel,
  options: PlanOptions = {},
): Promise<Regeneration> {
  const plans = planApp(model);
  const { models, cache, sources } = await readMessageModels(
    directory,
    plans.flatMap(messagesOfAll),
  );
  const emitted: EmittedPart[] = [
    { part: "app", files: emitAppDocuments({ app: model, plans, kit: kitSpecOf(directory) }) },
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
  const parts = followMoves(directory, emitted);
  const plan = await planWholeApp(directory, parts, options);
  return { plans, parts, plan, cache, sources };
}

function messagesOfAll({ plugin }: PluginPlan): readonly MessagesOf[] {
  return plugin.components
    .filter(({ kind }) => kind === "aggregate")
    .map(({ name }) => messagesOf(plugin.name, name));
}
