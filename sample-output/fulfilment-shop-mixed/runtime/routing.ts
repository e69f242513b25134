import type {
  APIGatewayProxyEventV2,
  APIGatewayProxyStructuredResultV2,
  DynamoDBBatchResponse,
  DynamoDBRecord,
  SQSBatchResponse,
  SQSRecord,
} from "aws-lambda";
import { stackName } from "./environment.ts";
import { RuntimeFailure } from "./errors.ts";
import { log } from "./log.ts";

export type HttpHandler = (
  request: APIGatewayProxyEventV2,
) => Promise<APIGatewayProxyStructuredResultV2>;
export type QueueHandler = (records: readonly SQSRecord[]) => Promise<SQSBatchResponse>;
export type StreamHandler = (records: readonly DynamoDBRecord[]) => Promise<DynamoDBBatchResponse>;

/** What one function handles: by route, by queue and by table, each under its name in the stack. */
export interface Routes {
  readonly http?: Readonly<Record<string, HttpHandler>>;
  readonly queues?: Readonly<Record<string, QueueHandler>>;
  readonly streams?: Readonly<Record<string, StreamHandler>>;
}

type Result = APIGatewayProxyStructuredResultV2 | SQSBatchResponse | DynamoDBBatchResponse;

/**
 * The Lambda handler for a table of routes. One invocation carries the records of one source only,
 * so the first record decides. An unknown source fails the invocation: its records stay where they
 * are until they reach the dead-letter queue.
 */
export function route(routes: Routes): (event: unknown) => Promise<Result> {
  return async (event) => {
    if (isHttpRequest(event)) {
      return pick(routes.http, event.routeKey, routes)(event);
    }
    const records = recordsOf(event);
    const first = records[0];
    if (first === undefined) {
      throw unknownSource(`an event with the members ${membersOf(event)}`, routes);
    }
    if (isQueueRecord(first)) {
      const queue = stackName(lastPart(first.eventSourceARN, ":"));
      return pick(routes.queues, queue, routes)(records as readonly SQSRecord[]);
    }
    if (isStreamRecord(first)) {
      // arn:aws:dynamodb:region:account:table/<name>/stream/<label>
      const table = stackName(first.eventSourceARN?.split("/")[1] ?? "");
      return pick(routes.streams, table, routes)(records as readonly DynamoDBRecord[]);
    }
    throw unknownSource(`a record with the members ${membersOf(first)}`, routes);
  };
}

function pick<Handler>(
  handlers: Readonly<Record<string, Handler>> | undefined,
  source: string,
  routes: Routes,
): Handler {
  const handler = handlers && Object.hasOwn(handlers, source) ? handlers[source] : undefined;
  if (handler === undefined) throw unknownSource(source, routes);
  return handler;
}

function unknownSource(source: string, routes: Routes): RuntimeFailure {
  const known = [routes.http, routes.queues, routes.streams].flatMap((table) =>
    Object.keys(table ?? {}),
  );
  const failure = new RuntimeFailure(
    "unknown-source",
    `No handler found for ${source}; this function handles ${known.join(", ") || "nothing"}.`,
  );
  log.error(failure.message);
  return failure;
}

function isHttpRequest(event: unknown): event is APIGatewayProxyEventV2 {
  return isObject(event) && typeof event.routeKey === "string" && "requestContext" in event;
}

function recordsOf(event: unknown): readonly unknown[] {
  return isObject(event) && Array.isArray(event.Records) ? event.Records : [];
}

function isQueueRecord(record: unknown): record is SQSRecord {
  return isObject(record) && record.eventSource === "aws:sqs";
}

function isStreamRecord(record: unknown): record is DynamoDBRecord {
  return isObject(record) && record.eventSource === "aws:dynamodb";
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function membersOf(value: unknown): string {
  return isObject(value) ? Object.keys(value).join(", ") : String(value);
}

function lastPart(text: string, separator: string): string {
  return text.slice(text.lastIndexOf(separator) + 1);
}
