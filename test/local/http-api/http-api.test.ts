import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { systemClock } from "../../../generator/local/clock.ts";
import { defaultHttpPort, startHttpApi } from "../../../generator/local/http-api/start-http-api.ts";
import { ThrottledError } from "../../../generator/local/lambda/local-function.ts";
import { invocationOf, send, startApi } from "./api-under-test.ts";

test("a request becomes an event of payload format 2.0", async () => {
  const { api, received } = await startApi([{ routeKey: "POST /orders/{id}/items/{item}" }]);

  await send(`${api.url}/orders/a%20b/items/7?tag=x&tag=y&q=%C3%A9`, {
    method: "POST",
    headers: {
      "Content-Type": "application/json",
      "X-Tag": ["one", "two"],
      Cookie: "a=1; b=2",
      "User-Agent": "test",
    },
    body: '{"a":1}',
  });

  const host = new URL(api.url).host;
  expect(received).toEqual([
    {
      version: "2.0",
      routeKey: "POST /orders/{id}/items/{item}",
      rawPath: "/orders/a%20b/items/7",
      rawQueryString: "tag=x&tag=y&q=%C3%A9",
      cookies: ["a=1", "b=2"],
      headers: {
        "content-type": "application/json",
        "x-tag": "one,two",
        "user-agent": "test",
        host,
        "content-length": "7",
      },
      queryStringParameters: { tag: "x,y", q: "é" },
      requestContext: {
        accountId: "000000000000",
        apiId: "a1b2c3",
        domainName: host,
        domainPrefix: "127",
        http: {
          method: "POST",
          path: "/orders/a%20b/items/7",
          protocol: "HTTP/1.1",
          sourceIp: "127.0.0.1",
          userAgent: "test",
        },
        requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
        routeKey: "POST /orders/{id}/items/{item}",
        stage: "$default",
        time: "02/Jan/2026:03:04:05 +0000",
        timeEpoch: Date.UTC(2026, 0, 2, 3, 4, 5),
      },
      pathParameters: { id: "a b", item: "7" },
      body: '{"a":1}',
      isBase64Encoded: false,
    },
  ]);
});

test("a body that is no text comes in base64", async () => {
  const { api, received } = await startApi([{}]);

  await send(api.url, {
    method: "POST",
    headers: { "content-type": "application/octet-stream" },
    body: Buffer.from([0, 255]),
  });

  expect(received).toMatchObject([{ body: "AP8=", isBase64Encoded: true }]);
});

test.each<[string, unknown, { status: number; body: string; headers?: object }]>([
  ["a response", { statusCode: 201, body: "made" }, { status: 201, body: "made" }],
  [
    "headers and cookies",
    { statusCode: 200, headers: { "X-A": "1" }, cookies: ["a=1", "b=2"] },
    { status: 200, body: "", headers: { "x-a": "1", "set-cookie": ["a=1", "b=2"] } },
  ],
  ["base64", { statusCode: 200, body: "aGk=", isBase64Encoded: true }, { status: 200, body: "hi" }],
  [
    "a value without statusCode",
    { a: 1 },
    { status: 200, body: '{"a":1}', headers: { "content-type": "application/json" } },
  ],
  ["a text", "hi", { status: 200, body: "hi" }],
  [
    "a status that is none",
    { statusCode: "many" },
    { status: 500, body: '{"message":"Internal Server Error"}' },
  ],
  [
    "a body that is no text",
    { statusCode: 200, body: { a: 1 } },
    { status: 500, body: '{"message":"Internal Server Error"}' },
  ],
])("the function answers %s", async (_, result, expected) => {
  const { api } = await startApi([{}], { answer: () => result });

  expect(await send(api.url)).toMatchObject(expected);
});

test.each([
  ["GET", "/orders/new", "GET /orders/new"],
  ["GET", "/orders/7", "GET /orders/{id}"],
  ["POST", "/orders/7", "ANY /orders/{id}"],
  ["GET", "/orders/7/items/8", "GET /orders/{rest+}"],
  ["GET", "/other", "$default"],
])("%s %s goes to %s", async (method, path, routeKey) => {
  const { api, received } = await startApi([
    { routeKey: "$default" },
    { routeKey: "GET /orders/{rest+}" },
    { routeKey: "ANY /orders/{id}" },
    { routeKey: "GET /orders/{id}" },
    { routeKey: "GET /orders/new" },
  ]);

  await send(`${api.url}${path}`, { method });

  expect(received).toMatchObject([{ routeKey }]);
});

test("a path or method without a route is not found", async () => {
  const { api, reported } = await startApi([{ routeKey: "GET /orders/{id}" }]);

  expect(await send(`${api.url}/orders/`)).toMatchObject({
    status: 404,
    body: '{"message":"Not Found"}',
  });
  expect(await send(`${api.url}/orders/1`, { method: "POST" })).toMatchObject({ status: 404 });
  expect(reported[0]).toMatchObject({
    type: "http",
    method: "GET",
    path: "/orders/",
    status: 404,
    reason: "no route matches; there are GET /orders/{id}",
  });
});

test("a named stage is part of the path", async () => {
  const { api, received } = await startApi([
    { routeKey: "GET /orders", stage: "v1", prefix: "/v1" },
  ]);

  expect((await send(`${api.url}/v1/orders`)).status).toBe(204);
  expect((await send(`${api.url}/orders`)).status).toBe(404);
  expect(received).toMatchObject([{ rawPath: "/v1/orders", requestContext: { stage: "v1" } }]);
});

test("a body over 10 MB is refused", async () => {
  const { api, received } = await startApi([{}]);

  const limit = 10 * 1024 * 1024;
  expect((await send(api.url, { method: "POST", body: "x".repeat(limit) })).status).toBe(204);
  expect(await send(api.url, { method: "POST", body: "x".repeat(limit + 1) })).toMatchObject({
    status: 413,
    body: '{"message":"Request Entity Too Large"}',
  });
  expect(received).toHaveLength(1);
});

test("a function that takes longer than the integration may is not waited for", async () => {
  const called = Promise.withResolvers<void>();
  const { api, clock } = await startApi([{}], {
    invoke: () => {
      called.resolve();
      return new Promise(() => {});
    },
  });

  const answered = send(api.url);
  await called.promise;
  clock.advance(30_000);

  expect(await answered).toMatchObject({
    status: 503,
    body: '{"message":"Service Unavailable"}',
  });
});

test("a function's failure is a 500 whose reason is for the developer only", async () => {
  const { api, reported } = await startApi([{}], {
    invoke: async () =>
      invocationOf({ error: { errorType: "TypeError", errorMessage: "no such order" } }),
  });

  expect(await send(api.url)).toMatchObject({
    status: 500,
    body: '{"message":"Internal Server Error"}',
  });
  expect(reported).toMatchObject([{ status: 500, reason: "TypeError: no such order" }]);
});

test("a throttled function is unavailable", async () => {
  const { api } = await startApi([{}], {
    invoke: () => Promise.reject(new ThrottledError("orders")),
  });

  expect((await send(api.url)).status).toBe(503);
});

test("a route that may not invoke its function answers 500 and says why on the console", async () => {
  const { api, received, reported } = await startApi([{ refusal: "no permission" }]);

  expect((await send(api.url)).status).toBe(500);
  expect(received).toEqual([]);
  expect(reported).toMatchObject([{ reason: "no permission" }]);
});

const signed = `AWS4-HMAC-SHA256 Credential=AKIA1/20260102/eu-central-1/execute-api/aws4_request, SignedHeaders=host, Signature=${"0".repeat(64)}`;
const token = `Bearer x.${Buffer.from('{"sub":"ann","n":1}').toString("base64url")}.y`;

test.each<["AWS_IAM" | "JWT", Record<string, string>, object]>([
  ["AWS_IAM", {}, { iam: { userArn: "arn:aws:iam::000000000000:user/developer" } }],
  ["AWS_IAM", { authorization: signed }, { iam: { accessKey: "AKIA1" } }],
  ["JWT", {}, { jwt: { claims: { sub: "developer" }, scopes: null } }],
  ["JWT", { authorization: token }, { jwt: { claims: { sub: "ann", n: "1" }, scopes: null } }],
])("%s with %j acts as %j", async (authorization, headers, authorizer) => {
  const { api, received } = await startApi([{ authorization }]);

  await send(api.url, { headers });

  expect(received).toMatchObject([{ requestContext: { authorizer } }]);
});

test.each<["AWS_IAM" | "JWT", Record<string, string>, number, string]>([
  ["AWS_IAM", {}, 403, '{"message":"Missing Authentication Token"}'],
  ["AWS_IAM", { authorization: "Basic x" }, 403, '{"message":"Forbidden"}'],
  ["AWS_IAM", { authorization: signed }, 204, ""],
  ["JWT", {}, 401, '{"message":"Unauthorized"}'],
  ["JWT", { authorization: token }, 204, ""],
])("with --auth, %s with %j is answered with %i", async (authorization, headers, status, body) => {
  const { api } = await startApi([{ authorization }], { auth: true });

  expect(await send(api.url, { headers })).toMatchObject({ status, body });
});

test.each([
  [{ origin: "https://example.com" }, 403],
  [{ host: "example.com" }, 403],
  [{ origin: "http://localhost:5173" }, 204],
])(
  "a request with %j does not act as the developer unless it is local",
  async (headers, status) => {
    const { api } = await startApi([{ authorization: "AWS_IAM" }]);

    expect((await send(api.url, { headers })).status).toBe(status);
  },
);

test("a port that was asked for must be free; the default one gives way", async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
  const { port } = other.address() as AddressInfo;
  const options = { clock: systemClock, routes: () => [], auth: false, onEvent: () => {} };

  await expect(startHttpApi({ ...options, port })).rejects.toThrow(
    `Port ${port} is taken by another program. Stop that program or choose another port.`,
  );
  const first = await startHttpApi(options);
  const second = await startHttpApi(options);

  const ports = [first, second].map(({ url }) => Number(new URL(url).port));
  expect(ports[1]).toBeGreaterThan(ports[0] ?? 0);
  expect(ports[0]).toBeGreaterThanOrEqual(defaultHttpPort);
  await Promise.all([first.close(), second.close()]);
  other.close();
});
