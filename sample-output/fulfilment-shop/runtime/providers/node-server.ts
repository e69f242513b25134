import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { SQSClient } from "@aws-sdk/client-sqs";
import type { DynamoDBBatchResponse, SQSBatchResponse } from "aws-lambda";
import { dynamoDb } from "../clients/dynamodb.ts";
import { clientSettings } from "../clients/settings.ts";
import { physicalName } from "../environment.ts";
import { describeError } from "../errors.ts";
import { json, problem } from "../http.ts";
import { log } from "../log.ts";
import type { HttpResponse, Result, Routes } from "../provider.ts";
import { type Checkpoints, dynamoDbCheckpoints } from "./node-checkpoints.ts";
import { type Authorize, addressOf, answerRequest, writeResponse } from "./node-http.ts";
import { createLoop, withinSeconds } from "./node-loop.ts";
import { type NodeArrival, nodeServer } from "./node-provider.ts";
import { pollQueue } from "./node-queue.ts";
import { readStream, type StreamClient } from "./node-stream.ts";

export interface NodeServerOptions {
  /** What handler files export. A route, queue or stream may be in one of them only. */
  readonly handlers: readonly { readonly routes: Routes }[];
  /** Who may call; there is no default, as nothing is open by itself. */
  readonly authorize: Authorize;
  /** `new DynamoDBStreams({})`; without it streams are left to another process. */
  readonly streams?: StreamClient;
  readonly checkpoints?: Checkpoints;
  /** 0 takes any free port. */
  readonly port?: number;
  readonly host?: string;
  /** For one request or batch. */
  readonly timeoutSeconds?: number;
  /** Requests at a time; more are asked to come again. */
  readonly maximumRequests?: number;
  readonly batchesPerQueue?: number;
  /** Length of a poll of an empty queue, which stopping waits for. */
  readonly waitSeconds?: number;
  /** Seconds until a message that was received so often is delivered again. */
  readonly retrySeconds?: (receives: number) => number;
}

export interface NodeServer {
  readonly url: string;
  /** Takes nothing new and resolves when all that was taken is done. */
  stop(): Promise<void>;
}

/** Five receives, then the dead-letter queue: that is after 400 s. */
const defaultRetrySeconds = (receives: number) => Math.min(900, 10 * 3 ** (receives - 1));

/** Serves routes, queues and streams of handlers; `GET /health` answers 200, or 503 and what fails. */
export async function startNodeServer(options: NodeServerOptions): Promise<NodeServer> {
  const { timeoutSeconds = nodeServer.provisioning.http.timeoutSeconds, waitSeconds = 5 } = options;
  const { batchesPerQueue = 2, maximumRequests = 100, checkpoints } = options;
  const routes = mergedRoutes(options.handlers.map((handler) => handler.routes));
  const handle = nodeServer.asEventHandler(routes);
  const queues = Object.keys(routes.queues ?? {});
  const stop = new AbortController();
  const loop = createLoop(stop.signal);

  function run(arrivals: readonly NodeArrival[]): Promise<Result> {
    const deadline = Date.now() + timeoutSeconds * 1000;
    return withinSeconds(timeoutSeconds, handle(arrivals, { deadline }));
  }

  function health(): HttpResponse {
    const failing = loop.failing();
    const status = stop.signal.aborted ? "stopping" : failing.length > 0 ? "failing" : "ok";
    return json(status === "ok" ? 200 : 503, { status, failing });
  }

  let requests = 0;
  async function answer(message: IncomingMessage): Promise<HttpResponse> {
    if (addressOf(message).pathname === "/health") return health();
    if (requests >= maximumRequests) return unavailable("Too many requests at a time.");
    requests += 1;
    try {
      return await answerRequest(message, {
        routeKeys: Object.keys(routes.http ?? {}),
        authorize: options.authorize,
        handle: async (request) => run([{ request }]) as Promise<HttpResponse>,
      });
    } catch (error) {
      log.error("A request failed", { path: message.url, reason: describeError(error), error });
      return unavailable("The request could not be handled at the moment.");
    } finally {
      requests -= 1;
    }
  }
  const server = createServer((message, response) => {
    answer(message)
      .then((result) => {
        // Or the connection would stay open, and stopping wait for it.
        if (stop.signal.aborted) response.setHeader("connection", "close");
        writeResponse(response, result);
      })
      // A header that HTTP does not allow, or nobody left to answer.
      .catch(() => response.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port ?? 8080, options.host, resolve);
  });

  const sqs = pollingClient(waitSeconds, queues.length * batchesPerQueue);
  const polls = queues.flatMap((queue) =>
    Array.from({ length: batchesPerQueue }, (_, index) =>
      loop.repeat(`${queue} ${index + 1}`, () =>
        pollQueue(sqs, queue, {
          waitSeconds,
          retrySeconds: options.retrySeconds ?? defaultRetrySeconds,
          handle: async (messages) =>
            run(messages.map((message) => ({ queue, message }))) as Promise<SQSBatchResponse>,
        }),
      ),
    ),
  );
  const client = options.streams;
  const tables = client === undefined ? [] : Object.keys(routes.streams ?? {});
  const reads = tables.map((table) =>
    readStream(dynamoDb(), table, {
      ...loop,
      client: client as StreamClient,
      checkpoints:
        checkpoints ?? dynamoDbCheckpoints(dynamoDb, () => physicalName("node-checkpoints")),
      handle: async (records) =>
        run(records.map((record) => ({ table, record }))) as Promise<DynamoDBBatchResponse>,
    }),
  );

  let stopped: Promise<unknown> | undefined;
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async stop() {
      stop.abort();
      stopped ??= Promise.all([
        new Promise((resolve) => server.close(resolve)),
        ...polls,
        ...reads,
      ]).then(() => sqs.destroy());
      await stopped;
    },
  };
}

/** Runs until the process is told to end, then finishes what was taken and exits with 0. */
export async function runNodeServer(options: NodeServerOptions): Promise<NodeServer> {
  const server = await startNodeServer(options);
  log.info("Serving", { url: server.url });
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    process.once(signal, async () => {
      await server.stop();
      log.info("Stopped", { signal });
      process.exit(0);
    });
  }
  return server;
}

function unavailable(detail: string): HttpResponse {
  const response = problem(503, "Unavailable", `${detail} Send it again.`);
  return { ...response, headers: { ...response.headers, "retry-after": 1 } };
}

function mergedRoutes(tables: readonly Routes[]): Routes {
  const merged = { http: {}, queues: {}, streams: {} };
  for (const routes of tables) {
    for (const kind of ["http", "queues", "streams"] as const) {
      for (const [source, handler] of Object.entries(routes[kind] ?? {})) {
        if (Object.hasOwn(merged[kind], source)) throw new Error(`Two handlers for ${source}.`);
        Object.assign(merged[kind], { [source]: handler });
      }
    }
  }
  return merged;
}

/** Waits longer than a poll takes, and has a connection for each of them. */
function pollingClient(waitSeconds: number, polls: number): SQSClient {
  const agent = { maxSockets: polls + 10 };
  return new SQSClient({
    ...clientSettings,
    useQueueUrlAsEndpoint: false,
    requestHandler: {
      ...clientSettings.requestHandler,
      requestTimeout: (waitSeconds + 5) * 1000,
      httpAgent: agent,
      httpsAgent: agent,
    },
  });
}
