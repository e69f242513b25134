import { manualClock } from "../../../generator/local/clock.ts";
import { type Endpoint, startEndpoint } from "../../../generator/local/endpoint/start-endpoint.ts";
import {
  AwsError,
  type LocalDynamoDb,
  type ServiceCall,
  type StreamRecord,
} from "../../../generator/local/ports.ts";
import { createLocalSns } from "../../../generator/local/sns/create-local-sns.ts";
import { createLocalSqs } from "../../../generator/local/sqs/create-local-sqs.ts";
import { allowTopic, topicArn } from "../sns/topics-under-test.ts";
import { account, queueArn, startOfTime } from "../sqs/queues-under-test.ts";

const tablePrefix = "arn:aws:dynamodb:eu-central-1:123456789012:table/";
export const streamArn = `${tablePrefix}log/stream/2026-01-01T00:00:00.000`;

export function streamRecord(sequenceNumber: string): StreamRecord {
  return {
    eventID: `event-${sequenceNumber}`,
    eventName: "INSERT",
    eventVersion: "1.1",
    eventSource: "aws:dynamodb",
    awsRegion: "eu-central-1",
    eventSourceARN: streamArn,
    userIdentity: { type: "Service", principalId: "dynamodb.amazonaws.com" },
    dynamodb: {
      ApproximateCreationDateTime: 1_767_225_600,
      Keys: { id: { S: sequenceNumber } },
      SequenceNumber: sequenceNumber,
      SizeBytes: 10,
      StreamViewType: "KEYS_ONLY",
    },
  };
}

type Execute = LocalDynamoDb["execute"];

/** Tables that answer what the test says; one of them, `log`, has a stream of three records. */
function scriptedTables(execute: Execute): LocalDynamoDb {
  const records = ["98", "99", "100"].map(streamRecord);
  return {
    createTable: () => {},
    tableArn: (name) => `${tablePrefix}${name}`,
    streamArn: (name) => (name === "log" ? streamArn : undefined),
    tables: () => [
      { name: "log", itemCount: 3 },
      { name: "plain", itemCount: 0 },
    ],
    execute,
    streamRecords: (_table, after, limit) =>
      records
        .filter(({ dynamodb }) => BigInt(dynamodb.SequenceNumber) > BigInt(after ?? 0))
        .slice(0, limit),
    onStreamRecord: () => () => {},
  };
}

const running = new Set<Endpoint>();

/** An endpoint with the queues `orders` and `orders.fifo` and a topic for each, subscribed. */
export async function startUnderTest(
  options: { execute?: Execute; authorize?: (call: ServiceCall) => void; port?: number } = {},
) {
  const calls: ServiceCall[] = [];
  const logged: unknown[] = [];
  const dropped: string[] = [];
  const clock = manualClock(startOfTime);
  const sqs = createLocalSqs({ clock, account, endpoint: () => endpoint.url });
  const sns = createLocalSns({ clock, account, sqs, onDropped: (reason) => dropped.push(reason) });
  const endpoint: Endpoint = await startEndpoint({
    dynamodb: scriptedTables(options.execute ?? (() => ({}))),
    sqs,
    sns,
    authorize(call) {
      calls.push(call);
      options.authorize?.(call);
    },
    port: options.port,
    logError: (error) => logged.push(error),
  });
  running.add(endpoint);
  for (const suffix of ["", ".fifo"]) {
    const fifo = suffix !== "";
    const [topic, queue] = [`events${suffix}`, `orders${suffix}`];
    sns.createTopic({ name: topic, fifo });
    sqs.createQueue({ name: queue, fifo, policy: allowTopic(topic, queue) });
    sns.subscribe({
      topicArn: topicArn(topic),
      queueArn: queueArn(queue),
      rawMessageDelivery: true,
    });
  }
  return { endpoint, sqs, sns, clock, calls, logged, dropped };
}

export async function stopAll(): Promise<void> {
  for (const endpoint of running) await endpoint.close();
  running.clear();
}

/** Settings for the SDK clients; the region and keys of a function of the local run. */
export function clientSettings(endpoint: Endpoint) {
  return {
    endpoint: endpoint.url,
    region: account.region,
    credentials: { accessKeyId: "AKIAFUNCTION", secretAccessKey: "secret" },
    maxAttempts: 1,
  };
}

export interface RawRequest {
  readonly target?: string;
  readonly body: string;
  readonly headers?: Record<string, string>;
}

/** A request as no SDK would send it. */
export async function sendRaw(endpoint: Endpoint, { target, body, headers }: RawRequest) {
  const response = await fetch(endpoint.url, {
    method: "POST",
    body,
    headers: {
      "content-type": "application/x-amz-json-1.0",
      authorization: "AWS4-HMAC-SHA256 Credential=AKIARAW/20260101/eu-central-1/x/aws4_request",
      ...(target === undefined ? {} : { "x-amz-target": target }),
      ...headers,
    },
  });
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    text,
    json: text.startsWith("{") ? JSON.parse(text) : undefined,
  };
}

export function deny(call: ServiceCall): never {
  const isSns = call.action.startsWith("sns:");
  throw new AwsError(
    isSns ? "AuthorizationError" : "AccessDeniedException",
    `${call.accessKeyId} is not authorized to perform: ${call.action} on resource: ${call.resource}`,
    isSns ? 403 : 400,
  );
}
