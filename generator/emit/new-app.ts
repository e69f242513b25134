import { type AggregateMessages, modelOfMessages } from "../codec/index.ts";
import type { AppModel } from "../model/app-model.ts";
import { kebabCase } from "../model/names.ts";
import { type PluginPlan, planPlugin } from "../plan/deployment-plan.ts";
import { type EmittedPart, newPartState } from "../write/emitted-part.ts";
import { emitAggregate } from "./aggregate.ts";
import { emitAppDocuments, emitAppSetup } from "./app.ts";
import type { EmittedFile } from "./emitted-file.ts";
import { emitPlugin } from "./plugin.ts";
import { emitReadModel } from "./read-model.ts";
import { runtimeFiles } from "./runtime-files.ts";

export interface NewAppInput {
  /** Text of `reventless.json`. */
  readonly appFile: string;
  readonly model: AppModel;
  /** By `Plugin.Aggregate`. */
  readonly messages: ReadonlyMap<string, AggregateMessages>;
  /** Version or `file:` spec for package.json. */
  readonly kit: string;
}

/** All files of a new app, with what the generator needs to know of them next time. */
export function emitNewApp(kitDirectory: string, input: NewAppInput): readonly EmittedFile[] {
  const parts = newAppParts(kitDirectory, input);
  const owner = "generator" as const;
  const states = parts.flatMap(newPartState).map((file) => ({ ...file, owner }));
  return [...parts.flatMap(({ files }) => files), ...states];
}

function newAppParts(kitDirectory: string, input: NewAppInput): readonly EmittedPart[] {
  const { model: app, messages } = input;
  const plans = app.plugins.map((plugin) => planPlugin(app, plugin));
  const example = [...messages.values()][0];
  if (example === undefined) throw new Error("A new app has an aggregate.");
  const components = plans.flatMap((plan) =>
    plan.plugin.components.map((component): EmittedPart => {
      const aggregate = component.kind === "aggregate" ? component.name : component.from;
      const seed = messages.get(`${plan.plugin.name}.${aggregate}`);
      if (seed === undefined) throw new Error(`There are no messages for ${aggregate}.`);
      const model = modelOfMessages(seed);
      return {
        part: componentPart(plan, component.name),
        files:
          component.kind === "aggregate"
            ? emitAggregate({ plan, aggregate: component, messages: model, seed })
            : emitReadModel({ plan, readModel: component, seed: model }),
      };
    }),
  );
  return [
    {
      part: "app",
      files: [
        { path: "reventless.json", text: input.appFile, owner: "user" },
        ...emitAppSetup({ app, plans, kit: input.kit, example: modelOfMessages(example) }),
        ...emitAppDocuments({ app, plans, kit: input.kit }),
      ],
    },
    { part: "runtime", files: runtimeFiles(kitDirectory) },
    ...components,
    ...plans.map((plan) => ({ part: plan.kebab, files: emitPlugin(app, plan) })),
  ];
}

/** `ordering.order-summary`: what the bookkeeping calls a component. */
export function componentPart(plan: PluginPlan, name: string): string {
  return `${plan.kebab}.${kebabCase(name)}`;
}
