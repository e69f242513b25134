import { mockState } from "../../../generator/local/stack/mock-state.ts";
import type { StackResource } from "../../../generator/local/stack/stack-graph.ts";

/** A resource as the program's process reports it. */
export function resource(
  type: string,
  name: string,
  inputs: Readonly<Record<string, unknown>> = {},
): StackResource {
  const { id, state } = mockState({
    type,
    name,
    inputs: { name, ...inputs },
    project: "orders",
    region: "eu-central-1",
    request: { apiUrl: "http://127.0.0.1:4000", stack: "dev" },
  });
  return {
    type,
    name,
    urn: `urn:pulumi:dev::orders::${type}::${name}`,
    id,
    inputs: { name, ...inputs },
    outputs: state,
    options: { protect: false, retainOnDelete: false, dependsOn: [] },
  };
}

export const queue = (name: string, inputs?: Readonly<Record<string, unknown>>) =>
  resource("aws:sqs/queue:Queue", name, { fifoQueue: name.endsWith(".fifo"), ...inputs });

export const lambda = (name: string, inputs?: Readonly<Record<string, unknown>>) =>
  resource("aws:lambda/function:Function", name, { code: "/code", role: "role", ...inputs });

export const mapping = (name: string, inputs: Readonly<Record<string, unknown>>) =>
  resource("aws:lambda/eventSourceMapping:EventSourceMapping", name, inputs);

export const queueArn = (name: string) => `arn:aws:sqs:eu-central-1:000000000000:${name}`;
