import { RuntimeFailure } from "./errors.ts";

/**
 * The stack gives every function the same three variables, however many components it hosts
 * (a function's environment is limited to 4 KB:
 * https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html); names follow from them.
 */
function variable(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === "") {
    throw new RuntimeFailure(
      "misconfigured",
      `The environment variable ${name} is missing; the stack sets it on every function.`,
    );
  }
  return value;
}

/** Physical name of a table, queue or topic from its name in the stack, e.g. `order-event-log`. */
export function physicalName(name: string): string {
  return `${variable("RESOURCE_PREFIX")}${name}`;
}

/** The inverse: the name in the stack, or the physical name itself when it is not one of this stack. */
export function stackName(physical: string): string {
  const prefix = variable("RESOURCE_PREFIX");
  return physical.startsWith(prefix) ? physical.slice(prefix.length) : physical;
}

export function queueUrl(name: string): string {
  return `${variable("QUEUE_URL_BASE")}/${physicalName(name)}`;
}

export function topicArn(name: string): string {
  return `${variable("TOPIC_ARN_BASE")}:${physicalName(name)}`;
}
