import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { type Invocation, ThrottledError } from "../lambda/local-function.ts";
import { reasonOf } from "../mappings/mapping-events.ts";
import type { Clock } from "../ports.ts";
import { gatewayReply, type HttpReply, toHttpReply } from "./function-reply.ts";
import { type HttpRoute, matchRoute, type RouteMatch } from "./http-route.ts";
import { identifyCaller } from "./identify-caller.ts";
import { toRequestEvent } from "./request-event.ts";

export interface HttpRequestEvent {
  readonly type: "http";
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly durationMs: number;
  readonly routeKey?: string;
  readonly functionName?: string;
  readonly coldStart?: boolean;
  readonly requestId: string;
  /** Why the answer is not the function's. */
  readonly reason?: string;
}

export interface HttpApiOptions {
  readonly clock: Clock;
  /** Asked for every request, as a reload changes them. */
  readonly routes: () => readonly HttpRoute[];
  /** True: unsigned requests are refused. */
  readonly auth: boolean;
  /** Undefined: the default port, or the next free one. */
  readonly port?: number | undefined;
  readonly onEvent: (event: HttpRequestEvent) => void;
}

export interface HttpApi {
  readonly url: string;
  /** Answers what is under way, then stops. */
  close(): Promise<void>;
}

export const defaultHttpPort = 4000;
const portsToTry = 20;

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html */
const payloadLimitBytes = 10 * 1024 * 1024;

class PayloadTooLarge extends Error {}

/** The routes of all stacks behind one port of this machine. */
export async function startHttpApi(options: HttpApiOptions): Promise<HttpApi> {
  const running = new Set<Promise<void>>();
  const server = createServer((request, response) => {
    const task = answerRequest(request, response, options).finally(() => running.delete(task));
    running.add(task);
  });
  await listenOnFreePort(server, options.port);
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      while (running.size > 0) await Promise.allSettled(running);
      server.closeAllConnections();
      await closed;
    },
  };
}

async function answerRequest(
  request: IncomingMessage,
  response: ServerResponse,
  options: HttpApiOptions,
): Promise<void> {
  const started = performance.now();
  const requestId = randomUUID();
  const url = splitUrl(request.url ?? "/");
  const method = request.method ?? "GET";
  const match = matchRoute(options.routes(), method, url.path);
  let answer: Answer;
  try {
    answer = await answerMatch(request, { match, url, requestId, options });
  } catch (error) {
    answer =
      error instanceof PayloadTooLarge
        ? { reply: gatewayReply(413, "Request Entity Too Large"), reason: "the body is over 10 MB" }
        : { reply: gatewayReply(500, "Internal Server Error"), reason: String(error) };
  }
  const { reply, invocation, reason } = answer;
  send(response, reply, requestId);
  options.onEvent({
    type: "http",
    method,
    path: url.query === "" ? url.path : `${url.path}?${url.query}`,
    status: reply.status,
    durationMs: performance.now() - started,
    requestId: invocation?.requestId ?? requestId,
    ...(match === undefined
      ? {}
      : { routeKey: match.route.routeKey, functionName: match.route.functionName }),
    ...(invocation === undefined ? {} : { coldStart: invocation.coldStart }),
    ...(reason === undefined ? {} : { reason }),
  });
}

interface Answer {
  readonly reply: HttpReply;
  readonly invocation?: Invocation;
  readonly reason?: string;
}

async function answerMatch(
  request: IncomingMessage,
  found: {
    readonly match: RouteMatch | undefined;
    readonly url: { readonly path: string; readonly query: string };
    readonly requestId: string;
    readonly options: HttpApiOptions;
  },
): Promise<Answer> {
  const { match, url, requestId, options } = found;
  const body = await readBody(request);
  if (match === undefined) {
    const known = options.routes().map(({ routeKey }) => routeKey);
    return {
      reply: gatewayReply(404, "Not Found"),
      reason: `no route matches; there are ${known.join(", ") || "none"}`,
    };
  }
  const identified = identifyCaller(request, match.route, options);
  if ("refusal" in identified) {
    const reason = options.auth
      ? "the request carries no acceptable credentials"
      : "only requests from this machine act as its developer";
    return { reply: identified.refusal, reason };
  }
  if (match.route.refusal !== undefined) {
    return {
      reply: gatewayReply(500, "Internal Server Error"),
      reason: match.route.refusal,
    };
  }
  const { authorizer } = identified;
  const now = options.clock.now();
  const event = toRequestEvent(request, { match, body, authorizer, requestId, now, url });
  return invokeRoute(match.route, event, options.clock);
}

async function invokeRoute(route: HttpRoute, event: unknown, clock: Clock): Promise<Answer> {
  const unavailable = gatewayReply(503, "Service Unavailable");
  let cancel = (): void => {};
  const tooLate = new Promise<undefined>((resolve) => {
    cancel = clock.schedule(route.timeoutMs, () => resolve(undefined));
  });
  try {
    const invocation = await Promise.race([route.invoke(event), tooLate]);
    if (invocation === undefined) {
      const seconds = route.timeoutMs / 1000;
      return { reply: unavailable, reason: `no answer within ${seconds} s; the function goes on` };
    }
    const { payload } = invocation.outcome;
    const reply = payload === undefined ? undefined : toHttpReply(payload);
    if (reply !== undefined) return { reply, invocation };
    return {
      reply: gatewayReply(500, "Internal Server Error"),
      invocation,
      reason: reasonOf(invocation) ?? "the function's result is no HTTP response",
    };
  } catch (error) {
    if (error instanceof ThrottledError) return { reply: unavailable, reason: error.message };
    throw error;
  } finally {
    cancel();
  }
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    // The rest is read and dropped, so that the client gets to see the answer.
    if (size <= payloadLimitBytes) chunks.push(chunk);
  }
  if (size > payloadLimitBytes) throw new PayloadTooLarge();
  return Buffer.concat(chunks);
}

function send(response: ServerResponse, reply: HttpReply, requestId: string): void {
  try {
    const cookies = reply.cookies.length === 0 ? {} : { "set-cookie": [...reply.cookies] };
    response.writeHead(reply.status, {
      ...reply.headers,
      ...cookies,
      "apigw-requestid": requestId,
      "content-length": reply.body.length,
    });
    response.end(reply.body);
  } catch {
    // A header that HTTP does not allow; API Gateway answers that with 500 too.
    const { status, body } = gatewayReply(500, "Internal Server Error");
    response.writeHead(status, { "content-type": "application/json" }).end(body);
  }
}

function splitUrl(url: string): { path: string; query: string } {
  const mark = url.indexOf("?");
  return mark < 0
    ? { path: url, query: "" }
    : { path: url.slice(0, mark), query: url.slice(mark + 1) };
}

async function listenOnFreePort(server: Server, asked: number | undefined): Promise<void> {
  const first = asked ?? defaultHttpPort;
  const last = asked === undefined ? first + portsToTry : first;
  for (let port = first; ; port += 1) {
    try {
      return await listen(server, port);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EADDRINUSE") throw error;
      if (port < last) continue;
      throw new Error(
        asked === undefined
          ? `The ports ${first} to ${last} are all taken. Choose another one with --port.`
          : `Port ${asked} is taken by another program. Stop that program or choose another port.`,
        { cause: error },
      );
    }
  }
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => {
      server.off("error", reject);
      resolve();
    });
  });
}
