import type { Context } from "aws-lambda";
import { dispatch } from "./dispatch.ts";
import { stackName } from "./environment.ts";
import { log } from "./log.ts";
import type { Delivery, HostContext, Result, Routes } from "./provider.ts";

export type { Routes } from "./provider.ts";

/** What Lambda tells of an invocation, as far as it is passed on. */
export type LambdaContext = Pick<Context, "awsRequestId" | "getRemainingTimeInMillis">;

export interface LambdaHandler {
  (event: unknown, context?: LambdaContext): Promise<Result>;
  /** For other providers: they serve the same handler files. */
  readonly routes: Routes;
}

/** The Lambda handler for a table of routes. An unknown source fails the invocation. */
export function route(routes: Routes): LambdaHandler {
  return Object.assign(
    async (event: unknown, context?: LambdaContext) =>
      dispatch(routes, invocationDelivery(event), invocationContext(context)),
    { routes },
  );
}

/** One invocation carries the records of one source only, so the first record decides. */
export function invocationDelivery(event: unknown): Delivery {
  if (isHttpRequest(event)) return { kind: "http", source: event.routeKey, input: event };
  const records = isObject(event) && Array.isArray(event.Records) ? event.Records : [];
  return records.length > 0
    ? { ...recordDelivery(records[0]), input: records }
    : unknownDelivery("an event", event);
}

export function recordDelivery(input: unknown): Delivery {
  const { eventSource, eventSourceARN } = isObject(input) ? input : {};
  const arn = String(eventSourceARN);
  if (eventSource === "aws:sqs") {
    return { kind: "queues", source: stackName(arn.slice(arn.lastIndexOf(":") + 1)), input };
  }
  if (eventSource === "aws:dynamodb") {
    // arn:aws:dynamodb:region:account:table/<name>/stream/<label>
    return { kind: "streams", source: stackName(arn.split("/")[1] ?? ""), input };
  }
  return unknownDelivery("a record", input);
}

function unknownDelivery(what: string, input: unknown): Delivery {
  const members = isObject(input) ? Object.keys(input).join(", ") : String(input);
  return { kind: "unknown", source: `${what} with the members ${members}`, input };
}

export function invocationContext(context: LambdaContext | undefined): HostContext {
  const requestId = context?.awsRequestId ?? "";
  return {
    requestId,
    remainingMilliseconds: () => context?.getRemainingTimeInMillis() ?? 0,
    log: log.with({ requestId }),
  };
}

function isHttpRequest(event: unknown): event is { readonly routeKey: string } {
  return isObject(event) && typeof event.routeKey === "string" && "requestContext" in event;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
