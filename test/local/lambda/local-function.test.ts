import { expect, test, vi } from "vitest";
import { manualClock } from "../../../generator/local/clock.ts";
import { ThrottledError } from "../../../generator/local/lambda/local-function.ts";
import { startFunction } from "./function-under-test.ts";

test("a handler gets the event and Lambda's context, and its result is the payload", async () => {
  const { local } = startFunction(`
    export const handler = async (event, context) => ({
      event,
      name: context.functionName, arn: context.invokedFunctionArn, memory: context.memoryLimitInMB,
      request: context.awsRequestId, remaining: context.getRemainingTimeInMillis() > 2000,
    });`);

  const { outcome, requestId, coldStart } = await local.invoke({ a: [1] });

  expect(coldStart).toBe(true);
  expect(JSON.parse(outcome.payload ?? "")).toEqual({
    event: { a: [1] },
    name: "orders",
    arn: "arn:aws:lambda:eu-central-1:000000000000:function:orders",
    memory: "128",
    request: requestId,
    remaining: true,
  });
});

test("a function sees its own variables and Lambda's, and none of the developer's", async () => {
  vi.stubEnv("DEVELOPER_SECRET", "x");
  const { local, directory } = startFunction("export const handler = async () => process.env;", {
    environment: { RESOURCE_PREFIX: "orders-dev-" },
  });

  const { outcome } = await local.invoke({});
  vi.unstubAllEnvs();

  const variables = JSON.parse(outcome.payload ?? "{}") as Record<string, string>;
  expect(variables).toMatchObject({
    RESOURCE_PREFIX: "orders-dev-",
    AWS_REGION: "eu-central-1",
    AWS_ACCESS_KEY_ID: "LOCAL-orders",
    AWS_ENDPOINT_URL_SQS: "http://127.0.0.1:4566",
    LAMBDA_TASK_ROOT: directory,
  });
  expect(variables.DEVELOPER_SECRET).toBeUndefined();
  expect(variables.PATH).toBeUndefined();
});

test("an environment is used again and keeps its state; events side by side get one each", async () => {
  const { local } = startFunction(
    "let count = 0; export const handler = async (ms) => { count += 1; await new Promise((r) => setTimeout(r, ms)); return count; };",
  );

  const first = await local.invoke(0);
  const second = await local.invoke(0);
  const both = await Promise.all([local.invoke(20), local.invoke(20)]);

  expect([first, second].map(({ outcome }) => outcome.payload)).toEqual(["1", "2"]);
  expect([first, second].map(({ coldStart }) => coldStart)).toEqual([true, false]);
  expect(both.map(({ outcome }) => outcome.payload)).toEqual(["3", "1"]);
  expect(local.status()).toEqual({
    name: "orders",
    running: 0,
    idle: 2,
    coldStarts: 2,
    invocations: 4,
    errors: 0,
  });
});

test("more events than the reserved concurrency are throttled, more than the local ceiling wait", async () => {
  const slow = "export const handler = () => new Promise((r) => setTimeout(r, 30));";
  const { local: reserved } = startFunction(slow, { reservedConcurrency: 1 });
  const { local: free } = startFunction(slow);

  const first = reserved.invoke({});
  await expect(reserved.invoke({})).rejects.toThrow(ThrottledError);
  await first;
  await reserved.invoke({});
  await Promise.all(Array.from({ length: 12 }, () => free.invoke({})));

  expect(reserved.status().coldStarts).toBe(1);
  expect(free.status()).toMatchObject({ coldStarts: 10, invocations: 12, running: 0 });
});

test("a function that takes too long is ended with Lambda's text, and the next event starts afresh", async () => {
  const clock = manualClock(Date.UTC(2026, 0, 1));
  const { local } = startFunction(
    'export const handler = async (event) => { if (event === "hang") for (;;); return "ok"; };',
    { timeoutSeconds: 30 },
    clock,
  );
  await local.invoke("warm");

  const hanging = local.invoke("hang");
  await new Promise((resolve) => setTimeout(resolve, 20));
  clock.advance(29_999);
  expect(local.status().running).toBe(1);
  clock.advance(1);
  const { outcome, requestId } = await hanging;
  const next = await local.invoke("again");

  expect(outcome.error).toEqual({
    errorType: "Sandbox.Timedout",
    errorMessage: `2026-01-01T00:00:30.000Z ${requestId} Task timed out after 30.00 seconds`,
  });
  expect(next).toMatchObject({ coldStart: true, outcome: { payload: '"ok"' } });
});

test("a thrown error has type, message and trace", async () => {
  const { local } = startFunction(
    'export const handler = async () => { throw new TypeError("no such order"); };',
  );

  const { outcome } = await local.invoke({});

  expect(outcome.error).toEqual({
    errorType: "TypeError",
    errorMessage: "no such order",
    trace: expect.arrayContaining(["TypeError: no such order"]),
  });
});

test.each([
  ["process.exit(7)", "Runtime.ExitError", "Error: Runtime exited with error: exit status 7"],
  [
    "setTimeout(() => { throw new RangeError('late'); }); await new Promise(() => {})",
    "RangeError",
    "late",
  ],
  [
    "Promise.reject(new Error('forgotten')); await new Promise(() => {})",
    "Runtime.UnhandledPromiseRejection",
    "forgotten",
  ],
  ["return { a: 1n }", "Runtime.MarshalError", "Do not know how to serialize a BigInt"],
  [
    'return "x".repeat(6291555)',
    "Function.ResponseSizeTooLarge",
    "Response payload size (6291557 bytes) exceeded maximum allowed payload size (6291556 bytes).",
  ],
  [
    "const all = []; for (;;) all.push(new Array(1e5).fill({}).map(() => ({})));",
    "Runtime.ExitError",
    "signal: killed (the function used up its 128 MB)",
  ],
])("%s fails as %s", async (body, errorType, message) => {
  const { local } = startFunction(`export const handler = async () => { ${body} };`);

  const { outcome } = await local.invoke({});

  expect(outcome.error?.errorType).toBe(errorType);
  expect(outcome.error?.errorMessage).toContain(message);
});

test.each([
  [{ "other.mjs": "" }, "Runtime.ImportModuleError", "Cannot find module 'index'"],
  [
    { "index.mjs": "export const run = 1;" },
    "Runtime.HandlerNotFound",
    "index.handler is undefined or not exported",
  ],
  [
    { "index.js": "exports.handler = 1;" },
    "Runtime.HandlerNotFound",
    "index.handler is not a function",
  ],
  [
    { "index.cjs": "require('no-such-package');" },
    "Runtime.ImportModuleError",
    "Cannot find module 'no-such-package'",
  ],
  [{ "index.mjs": "throw new Error('broken start');" }, "Error", "broken start"],
])("code %j cannot start: %s", async (files, errorType, message) => {
  const { local } = startFunction(files);

  const { outcome } = await local.invoke({});

  expect(outcome.error?.errorType).toBe(errorType);
  expect(outcome.error?.errorMessage).toContain(message);
});

test.each([["js"], ["cjs"]])("CommonJS code in index.%s runs", async (extension) => {
  const { local } = startFunction({
    [`index.${extension}`]: "exports.handler = async (event) => event + 1;",
    "package.json": "{}",
  });

  expect((await local.invoke(1)).outcome.payload).toBe("2");
});

test("what a function prints comes out line by line", async () => {
  const { local, lines } = startFunction(
    'export const handler = async () => { process.stdout.write(\'{"a":1}\\n{"b"\'); process.stdout.write(":2}\\n"); };',
  );

  const { outcome } = await local.invoke({});
  await vi.waitFor(() => expect(lines).toEqual(['{"a":1}', '{"b":2}']));

  expect(outcome.payload).toBe("null");
});

test("idle environments end after five minutes", async () => {
  const clock = manualClock(0);
  const { local } = startFunction("export const handler = async () => 1;", {}, clock);
  await local.invoke({});

  clock.advance(299_999);
  expect(local.status().idle).toBe(1);
  clock.advance(1);

  expect(local.status().idle).toBe(0);
});
