import type { FunctionSettings } from "../lambda/function-settings.ts";
import { isObject } from "../read-input.ts";
import { arnOf, nameOf, numberInput, objectInput, textInput } from "./resource-inputs.ts";
import type { StackResource } from "./stack-graph.ts";
import type { PlanInput } from "./stack-plan.ts";

/** https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const environmentLimitBytes = 4096;
const memoryRange = { least: 128, most: 10_240, default: 128 };
const timeoutRange = { least: 1, most: 900, default: 3 };

export function planFunctions(input: PlanInput): readonly FunctionSettings[] {
  return input.ofType("aws:lambda/function:Function").map((resource) => {
    const settings = toFunction(resource);
    checkFunction(input, resource, settings);
    return settings;
  });
}

function toFunction(resource: StackResource): FunctionSettings {
  const reserved = numberInput(resource, "reservedConcurrentExecutions");
  const variables = objectInput(resource, "environment")?.variables;
  return {
    name: nameOf(resource),
    arn: arnOf(resource),
    handler: textInput(resource, "handler") ?? "index.handler",
    directory: textInput(resource, "code") ?? "",
    memoryMb: numberInput(resource, "memorySize") ?? memoryRange.default,
    timeoutSeconds: numberInput(resource, "timeout") ?? timeoutRange.default,
    environment: Object.fromEntries(
      Object.entries(isObject(variables) ? variables : {}).map(([name, value]) => [
        name,
        String(value),
      ]),
    ),
    // -1 is the provider's word for no reservation.
    ...(reserved === undefined || reserved < 0 ? {} : { reservedConcurrency: reserved }),
    runtime: textInput(resource, "runtime") ?? "nodejs24.x",
  };
}

function checkFunction(
  { refuse }: PlanInput,
  resource: StackResource,
  { name, memoryMb, timeoutSeconds, environment, runtime }: FunctionSettings,
): void {
  if (!/^[\w-]{1,64}$/.test(name)) {
    refuse(
      resource,
      `the name ${name} must have up to 64 letters, digits, hyphens and underscores.`,
    );
  }
  if (memoryMb < memoryRange.least || memoryMb > memoryRange.most) {
    refuse(
      resource,
      `'MemorySize' value failed to satisfy constraint: ${memoryRange.least} to ${memoryRange.most} MB, found ${memoryMb}.`,
    );
  }
  if (timeoutSeconds < timeoutRange.least || timeoutSeconds > timeoutRange.most) {
    refuse(
      resource,
      `'Timeout' value failed to satisfy constraint: ${timeoutRange.least} to ${timeoutRange.most} seconds, found ${timeoutSeconds}.`,
    );
  }
  if (!runtime.startsWith("nodejs")) {
    refuse(resource, `the local run has Node.js only, found the runtime ${runtime}.`);
  }
  const size = Buffer.byteLength(JSON.stringify(environment));
  if (size > environmentLimitBytes) {
    refuse(
      resource,
      `Lambda was unable to configure your environment variables because the environment variables you have provided exceeded the 4KB limit; found ${size} bytes.`,
    );
  }
}
