import { type AggregateMessages, formatOptionProblems, parseMessages } from "../../codec/index.ts";
import type { AppDocument } from "../../model/app-document.ts";
import type { AppModel, PackageManager, StrategyName } from "../../model/app-model.ts";
import { renderAppFile } from "../../model/edit-app-file.ts";
import { parseApp } from "../../model/parse-app.ts";
import type { MessageAnswers } from "../default-messages.ts";

/** Everything a new app depends on. */
export interface Answers extends MessageAnswers {
  readonly name: string;
  readonly plugin: string;
  readonly aggregate: string;
  /** False for none. */
  readonly readModel: string | false;
  readonly strategy: StrategyName;
  readonly region: string;
  readonly packageManager: PackageManager;
  readonly carryNode: boolean;
  readonly git: boolean;
  readonly install: boolean;
}

export interface AnswerProblem {
  /** Without its hyphens. */
  readonly option: string;
  readonly message: string;
}

export interface CheckedAnswers {
  readonly appFile: string;
  /** Undefined when there are problems. */
  readonly model: AppModel | undefined;
  readonly messages: ReadonlyMap<string, AggregateMessages>;
  readonly problems: readonly AnswerProblem[];
}

/** Checks answers as `reventless.json` and messages are checked later; all problems at once. */
export function checkAnswers(answers: Answers): CheckedAnswers {
  const appFile = renderAppFile(documentOf(answers));
  const app = parseApp(appFile);
  const parsed = parseMessages(answers);
  const problems = [
    ...(app.ok ? [] : app.problems.map((problem) => problemOfModel(problem, answers))),
    ...(parsed.ok ? [] : parsed.problems.map(problemOfOption)),
    ...(answers.commands.length > 0 ? [] : [missingMessage("command")]),
    ...(answers.events.length > 0 ? [] : [missingMessage("event")]),
  ];
  const key = `${answers.plugin}.${answers.aggregate}`;
  const messages = new Map(parsed.ok ? [[key, parsed.messages]] : []);
  const model = app.ok && problems.length === 0 ? app.model : undefined;
  return { appFile, model, messages, problems: withoutRepetition(problems) };
}

function documentOf(answers: Answers): AppDocument {
  const { name, region, strategy, packageManager, carryNode, plugin, aggregate } = answers;
  const readModels =
    answers.readModel === false ? {} : { readModels: { [answers.readModel]: { from: aggregate } } };
  const plugins = { [plugin]: { aggregates: { [aggregate]: {} }, ...readModels } };
  return { name, region, strategy, packageManager, carryNode, plugins };
}

function problemOfModel(
  { path, message }: { readonly path: string; readonly message: string },
  { plugin, aggregate, readModel }: Answers,
): AnswerProblem {
  const options = new Map([
    [`plugins.${plugin}`, "plugin"],
    [`plugins.${plugin}.aggregates.${aggregate}`, "aggregate"],
    [`plugins.${plugin}.readModels.${readModel}.from`, "aggregate"],
    [`plugins.${plugin}.readModels.${readModel}`, "read-model"],
    ["packageManager", "package-manager"],
    ["carryNode", "carry-node"],
  ]);
  return { option: options.get(path) ?? path, message };
}

function problemOfOption(problem: Parameters<typeof formatOptionProblems>[0][number]) {
  const { option } = problem;
  return { option, message: formatOptionProblems([problem]).slice(`--${option} `.length) };
}

function missingMessage(option: "command" | "event"): AnswerProblem {
  return { option, message: `expected at least one ${option}, found none` };
}

function withoutRepetition(problems: readonly AnswerProblem[]): AnswerProblem[] {
  return [...new Map(problems.map((it) => [`${it.option} ${it.message}`, it])).values()];
}
