/** What emitted code declares or imports itself beside the names made of components' names. */
const taken: ReadonlySet<string> = new Set([
  // Deciders and their tests.
  ...["accept", "reject", "unreachable", "given", "describe", "expect", "it", "decision"],
  // Roles.
  ...["answerWith", "commandEndpoint", "handleCommand", "outcomeEndpoint", "sendTo", "commandTopic"],
  ...["sqs", "queueUrl", "aggregate"],
  // Stacks.
  ...["api", "apiUrl", "applyOverrides", "context", "createFunctions", "hosts", "httpApi"],
  ...["overrides", "process", "stackContext", "tables", "timeouts"],
]);

/** The variable of a component: its name in camelCase, where emitted code has not taken that. */
export function variableOf(camel: string): string {
  return taken.has(camel) ? `${camel}Component` : camel;
}
