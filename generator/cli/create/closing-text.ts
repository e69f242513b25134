import { type AggregateMessages, modelOfMessages, rootNames } from "../../codec/index.ts";
import { sampleJson } from "../../codec/sample-json.ts";
import { namedType } from "../../codec/type-model.ts";
import { kebabCase } from "../../model/names.ts";
import type { Answers } from "./answers.ts";

export interface Created {
  readonly answers: Answers;
  readonly messages: AggregateMessages;
  /** As one gets there by `cd`; empty when one is there already. */
  readonly directory: string;
}

/** Where `npm run dev` listens. */
const devAddress = "http://localhost:4000";

/** What to do next, in the order of doing. */
export function nextSteps({ answers, directory }: Created): string[] {
  const { packageManager, install } = answers;
  return [
    ...(directory === "" ? [] : [`cd ${quoted(directory)}`]),
    ...(install ? [] : [`${packageManager} install`]),
    `${packageManager} run dev`,
  ];
}

export function closingText(created: Created): string {
  const { answers } = created;
  return `
Created ${answers.name}. Next:

${nextSteps(created)
  .map((step) => `  ${step}`)
  .join("\n")}

Then, in another terminal:

  ${firstCall(created)}
`;
}

/** Sends the first command to the local run. */
function firstCall({ answers, messages }: Created): string {
  const { plugin, aggregate } = answers;
  const model = modelOfMessages(messages);
  const command = sampleJson(namedType(model, rootNames(aggregate).command), model);
  const url = `${devAddress}/${kebabCase(plugin)}/${kebabCase(aggregate)}/${kebabCase(aggregate)}-1`;
  return `curl -X POST ${url} -H 'content-type: application/json' -d '${JSON.stringify(command)}'`;
}

function quoted(path: string): string {
  return /^[\w@./\\:-]+$/.test(path) ? path : `"${path}"`;
}
