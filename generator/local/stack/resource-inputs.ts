import { isObject } from "../read-input.ts";
import type { StackResource } from "./stack-graph.ts";

/** Inputs of resources, read by name; what is missing or of another type is undefined. */

export function textInput(resource: StackResource, name: string): string | undefined {
  const value = resource.inputs[name];
  return typeof value === "string" ? value : undefined;
}

export function numberInput(resource: StackResource, name: string): number | undefined {
  const value = resource.inputs[name];
  return typeof value === "number" ? value : undefined;
}

export function booleanInput(resource: StackResource, name: string): boolean {
  return resource.inputs[name] === true;
}

export function objectInput(
  resource: StackResource,
  name: string,
): Readonly<Record<string, unknown>> | undefined {
  const value = resource.inputs[name];
  return isObject(value) ? value : undefined;
}

export function objectsInput(
  resource: StackResource,
  name: string,
): readonly Readonly<Record<string, unknown>>[] {
  const value = resource.inputs[name];
  return Array.isArray(value) ? value.filter(isObject) : [];
}

export function textsInput(resource: StackResource, name: string): readonly string[] {
  const value = resource.inputs[name];
  return Array.isArray(value) ? value.filter((entry) => typeof entry === "string") : [];
}

/** The physical name. */
export function nameOf(resource: StackResource): string {
  return String(resource.outputs.name);
}

export function arnOf(resource: StackResource): string {
  return String(resource.outputs.arn);
}

/** What an ARN of a queue, topic or function ends with. */
export function lastArnPart(arn: string): string {
  return arn.slice(arn.lastIndexOf(":") + 1);
}
