import type { FunctionSettings } from "../lambda/function-settings.ts";
import { nameOf, numberInput, textInput } from "./resource-inputs.ts";
import type { PlanInput } from "./stack-plan.ts";

export interface FoundFunction {
  readonly host: FunctionSettings;
  /** The alias or version that was named; undefined: the function itself. */
  readonly qualifier?: string;
}

/** What a reference means: a name, or an ARN with or without a version or a declared alias. */
export type FunctionFinder = (reference: string) => FoundFunction | undefined;

export function functionFinder(
  { ofType }: PlanInput,
  functions: readonly FunctionSettings[],
): FunctionFinder {
  const found = new Map<string, FoundFunction>();
  for (const host of functions) {
    found.set(host.name, { host });
    found.set(host.arn, { host });
    found.set(`${host.arn}:$LATEST`, { host });
  }
  for (const alias of ofType("aws:lambda/alias:Alias")) {
    const host = found.get(textInput(alias, "functionName") ?? "")?.host;
    if (host === undefined) continue;
    const qualifier = nameOf(alias);
    for (const name of [host.name, host.arn]) {
      found.set(`${name}:${qualifier}`, { host, qualifier });
    }
  }
  return (reference) => found.get(reference);
}

/** What is kept warm runs like anything else here; what AWS would refuse is refused. */
export function checkProvisionedConcurrency(
  { ofType, refuse }: PlanInput,
  finder: FunctionFinder,
): void {
  const type = "aws:lambda/provisionedConcurrencyConfig:ProvisionedConcurrencyConfig";
  for (const resource of ofType(type)) {
    const host = textInput(resource, "functionName") ?? "";
    const qualifier = textInput(resource, "qualifier") ?? "";
    const called = finder(`${host}:${qualifier}`);
    const wanted = numberInput(resource, "provisionedConcurrentExecutions") ?? 0;
    const reserved = called?.host.reservedConcurrency;
    if (called?.qualifier === undefined) {
      refuse(resource, `Alias not found: ${host}:${qualifier}; only aliases are kept warm.`);
    } else if (reserved !== undefined && wanted > reserved) {
      refuse(
        resource,
        `Requested Provisioned Concurrency ${wanted} should not be greater than the reservedConcurrentExecution ${reserved} for function.`,
      );
    }
  }
}
