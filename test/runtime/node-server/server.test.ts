import { afterEach, expect, test, vi } from "vitest";
import type { Routes } from "../../../runtime/provider.ts";
import {
  type NodeServer,
  type NodeServerOptions,
  startNodeServer,
} from "../../../runtime/providers/node-server.ts";
import { until } from "./hosted-app.ts";

let server: NodeServer | undefined;
afterEach(async () => {
  await server?.stop();
  vi.restoreAllMocks();
});

async function start(routes: Routes, options: Partial<NodeServerOptions> = {}) {
  vi.stubEnv("RESOURCE_PREFIX", "app-dev-");
  vi.stubEnv("QUEUE_URL_BASE", "http://127.0.0.1:9/000000000000");
  // A port that nobody listens on.
  vi.stubEnv("AWS_ENDPOINT_URL", "http://127.0.0.1:9");
  vi.stubEnv("AWS_REGION", "eu-central-1");
  vi.stubEnv("AWS_ACCESS_KEY_ID", "x");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "x");
  vi.spyOn(process.stdout, "write").mockReturnValue(true);
  server = await startNodeServer({
    handlers: [{ routes }],
    authorize: async () => ({}),
    port: 0,
    waitSeconds: 1,
    ...options,
  });
  return server.url;
}

test("a role sees the request as an HTTP API hands it over", async () => {
  const taken: unknown[] = [];
  const url = await start({
    http: {
      "POST /a/{id}": async (request) => {
        taken.push(request);
        return { statusCode: 201, headers: { "x-a": "b" }, body: "eA==", isBase64Encoded: true };
      },
      "POST /a/fixed": async () => ({ statusCode: 418 }),
    },
  });
  const response = await fetch(`${url}/a/%C3%A9?q=1`, { method: "POST", body: '{"ü":1}' });
  expect([response.status, response.headers.get("x-a"), await response.text()]).toEqual([
    201,
    "b",
    "x",
  ]);
  expect(taken).toMatchObject([
    {
      routeKey: "POST /a/{id}",
      rawPath: "/a/%C3%A9",
      rawQueryString: "q=1",
      pathParameters: { id: "é" },
      headers: { "content-type": "text/plain;charset=UTF-8" },
      body: '{"ü":1}',
      isBase64Encoded: false,
    },
  ]);
  await fetch(`${url}/a/b`, { method: "POST", body: new Uint8Array([255]) });
  expect(taken[1]).toMatchObject({ body: "/w==", isBase64Encoded: true });
  expect((await fetch(`${url}/a/fixed`, { method: "POST" })).status).toBe(418);
  expect((await fetch(`${url}/a/`, { method: "POST" })).status).toBe(404);
});

test("a body over 10 MB is refused, and no role sees it", async () => {
  const sizes: (number | undefined)[] = [];
  const url = await start({
    http: {
      "POST /a": async ({ body }) => {
        sizes.push(body?.length);
        return { statusCode: 200 };
      },
    },
  });
  const limit = 10 * 1024 * 1024;
  const statuses = [limit, limit + 1].map(async (size) => {
    return (await fetch(`${url}/a`, { method: "POST", body: Buffer.alloc(size, "x") })).status;
  });
  expect(await Promise.all(statuses)).toEqual([200, 413]);
  expect(sizes).toEqual([limit]);
});

test("more requests than it may have at a time are asked to come again", async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const url = await start(
    { http: { "GET /a": async () => promise.then(() => ({ statusCode: 200 })) } },
    { maximumRequests: 2 },
  );
  const both = [fetch(`${url}/a`), fetch(`${url}/a`)];
  const third = await until(
    () => fetch(`${url}/a`, { signal: AbortSignal.timeout(200) }).catch(() => undefined),
    (response) => response !== undefined,
  );
  expect([third?.status, third?.headers.get("retry-after")]).toEqual([503, "1"]);
  resolve();
  expect((await Promise.all(both)).map(({ status }) => status)).toEqual([200, 200]);
  expect((await fetch(`${url}/a`)).status).toBe(200);
});

test("a request that fails or takes too long is answered with 503, and the server goes on", async () => {
  const url = await start(
    {
      http: {
        "GET /late": () => new Promise(() => {}),
        "GET /broken": async () => Promise.reject(new Error("no")),
        "GET /odd": async () => ({ statusCode: 200, headers: { "a b": "c" } }),
      },
    },
    { timeoutSeconds: 0.1 },
  );
  expect((await fetch(`${url}/late`)).status).toBe(503);
  expect((await fetch(`${url}/broken`)).status).toBe(503);
  await expect(fetch(`${url}/odd`)).rejects.toThrow();
  expect((await fetch(`${url}/health`)).status).toBe(200);
});

test("a queue that cannot be reached is tried again with growing pauses, and health says which", async () => {
  const url = await start(
    { queues: { "a.fifo": async () => ({ batchItemFailures: [] }) } },
    { batchesPerQueue: 1 },
  );
  const health = async () => {
    const response = await fetch(`${url}/health`);
    return { status: response.status, body: await response.json() };
  };
  expect(await until(health, ({ status }) => status === 503)).toEqual({
    status: 503,
    body: { status: "failing", failing: ["a.fifo 1"] },
  });
  const written = vi
    .mocked(process.stdout.write)
    .mock.calls.map(([line]) => JSON.parse(String(line)));
  expect(written.slice(0, 3).map(({ source, failures }) => [source, failures])).toEqual([
    ["a.fifo 1", 1],
    ["a.fifo 1", 2],
    ["a.fifo 1", 3],
  ]);
});

test("a request under way when the server stops is answered", async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const url = await start({
    http: { "GET /a": async () => promise.then(() => ({ body: "done" })) },
  });
  const underWay = fetch(`${url}/a`);
  await new Promise((wait) => setTimeout(wait, 50));
  const stopped = server?.stop();
  await expect(fetch(`${url}/a`)).rejects.toThrow();
  resolve();
  const response = await underWay;
  // An open connection would keep the server from stopping.
  expect(response.headers.get("connection")).toBe("close");
  expect(await response.text()).toBe("done");
  await stopped;
});

test("two handlers of one source are refused", async () => {
  const queues = { "a.fifo": async () => ({ batchItemFailures: [] }) };
  await expect(
    startNodeServer({
      handlers: [{ routes: { queues } }, { routes: { queues } }],
      authorize: async () => ({}),
    }),
  ).rejects.toThrow("Two handlers for a.fifo.");
});
