import { request } from "node:http";
import { onTestFinished } from "vitest";
import { manualClock } from "../../../generator/local/clock.ts";
import type { HttpRoute } from "../../../generator/local/http-api/http-route.ts";
import {
  type HttpApi,
  type HttpRequestEvent,
  startHttpApi,
} from "../../../generator/local/http-api/start-http-api.ts";
import type { Invocation } from "../../../generator/local/lambda/local-function.ts";

export interface ApiUnderTest {
  readonly api: HttpApi;
  readonly clock: ReturnType<typeof manualClock>;
  /** Events that the function got. */
  readonly received: Record<string, unknown>[];
  readonly reported: HttpRequestEvent[];
}

export interface Answered {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
}

export function invocationOf(outcome: Invocation["outcome"]): Invocation {
  return { requestId: "function-request", durationMs: 1, coldStart: false, outcome };
}

/** An API whose routes all lead to one function; its result is what `answer` gives. */
export async function startApi(
  routes: readonly Partial<HttpRoute>[],
  {
    answer = () => ({ statusCode: 204 }),
    auth = false,
    invoke,
  }: {
    answer?: () => unknown;
    auth?: boolean;
    invoke?: () => Promise<Invocation>;
  } = {},
): Promise<ApiUnderTest> {
  const clock = manualClock(Date.UTC(2026, 0, 2, 3, 4, 5));
  const received: Record<string, unknown>[] = [];
  const reported: HttpRequestEvent[] = [];
  const complete = routes.map(
    (route): HttpRoute => ({
      routeKey: "$default",
      apiId: "a1b2c3",
      stage: "$default",
      authorization: "NONE",
      functionName: "orders",
      timeoutMs: 30_000,
      invoke: async (event) => {
        received.push(event as Record<string, unknown>);
        return invoke?.() ?? invocationOf({ payload: JSON.stringify(answer() ?? null) });
      },
      ...route,
    }),
  );
  const api = await startHttpApi({
    clock,
    routes: () => complete,
    auth,
    port: 0,
    onEvent: (event) => reported.push(event),
  });
  onTestFinished(() => api.close());
  return { api, clock, received, reported };
}

/** Unlike fetch, sends every header as it is given, also several of one name. */
export function send(
  url: string,
  options: {
    method?: string;
    headers?: Record<string, string | string[]>;
    body?: string | Buffer;
  } = {},
): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const { method = "GET", headers = {}, body } = options;
    const outgoing = request(url, { method, headers, agent: false }, (response) => {
      let text = "";
      response.setEncoding("utf8");
      response.on("data", (chunk: string) => {
        text += chunk;
      });
      response.on("end", () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }),
      );
    });
    outgoing.on("error", reject);
    outgoing.end(body);
  });
}
