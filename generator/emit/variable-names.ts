import { camelCase } from "../model/names.ts";
import type { ComponentNames } from "../plan/component-kinds.ts";

/** What emitted code declares or imports itself beside the names made of components' names. */
const taken: ReadonlySet<string> = new Set([
  // Deciders and their tests.
  ...["accept", "reject", "given", "describe", "expect", "it", "event"],
  // Roles.
  ...[
    "answerWith",
    "commandEndpoint",
    "handleCommand",
    "outcomeEndpoint",
    "sendTo",
    "commandTopic",
  ],
  ...["decision", "sqs", "queueUrl", "aggregate"],
  // Stacks.
  ...["api", "apiUrl", "applyOverrides", "context", "createFunctions", "hosts", "httpApi"],
  ...["overrides", "process", "stackContext", "tables", "timeouts"],
  ...["environments", "functions"],
]);

/** The variable of a component: its name in camelCase, where emitted code has not taken that. */
export function variableOf(camel: string): string {
  return /^command\d+$/.test(camel) ? `${camel}Component` : freeName(camel, taken);
}

/** The variables of a plugin's components, by their name in camelCase, where one file speaks of all. */
export function variablesOf(components: readonly ComponentNames[]): ReadonlyMap<string, string> {
  const names = new Set(taken);
  for (const { name, camel } of components) {
    names.add(`connect${name}`);
    names.add(`${camel}Resources`);
  }
  return new Map(
    components.map(({ camel }) => {
      const variable = freeName(camel, names);
      names.add(variable);
      return [camel, variable];
    }),
  );
}

/** What environments' modules are called in the file that has the variables of `variablesOf`. */
export function environmentVariables(
  environments: readonly string[],
  variables: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  const names = new Set([...taken, ...variables.values()]);
  return new Map(
    environments.map((name) => {
      const variable = freeName(`${camelCase(name)}Functions`, names);
      names.add(variable);
      return [name, variable];
    }),
  );
}

function freeName(wanted: string, names: ReadonlySet<string>): string {
  return names.has(wanted) ? freeName(`${wanted}Component`, names) : wanted;
}
