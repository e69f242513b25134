import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import type { Outcome } from "../../../generator/local/lambda/execution-environment.ts";
import { startFunction } from "./function-under-test.ts";
import { expectToEnd, isRunning, startRun } from "./processes.ts";

const memoryError = (requestId: string, memoryMb: number) => ({
  errorType: "Runtime.ExitError",
  errorMessage: `RequestId: ${requestId} Error: Runtime exited with error: signal: killed (the function used up its ${memoryMb} MB)`,
});

test.each([
  ["its heap", "const all = []; for (;;) all.push(new Array(1e5).fill({}).map(() => ({})));"],
  ["buffers while it blocks", "const all = []; for (;;) all.push(Buffer.alloc(1e6, 1));"],
  [
    "buffers while it waits",
    "const all = []; for (;;) { all.push(Buffer.alloc(1e6, 1)); await new Promise((r) => setTimeout(r)); }",
  ],
  [
    "what it keeps for later",
    "globalThis.all = Array.from({ length: 200 }, () => Buffer.alloc(2 ** 20, 1));",
  ],
])("a function that uses up %s is killed, and its neighbour is not", async (_, body) => {
  const neighbour = startFunction("let n = 0; export const handler = async () => ++n;");
  const greedy = startFunction(`export const handler = async () => { ${body} };`);
  await neighbour.local.invoke({});

  for (let round = 0; round < 2; round += 1) {
    const [killed, ...answers] = await Promise.all([
      greedy.local.invoke({}),
      neighbour.local.invoke({}),
    ]);
    expect(killed.outcome.error).toEqual(memoryError(killed.requestId, 128));
    expect(answers.map(({ outcome }) => outcome.payload)).toEqual([String(round + 2)]);
  }
  expect(neighbour.local.status()).toMatchObject({ coldStarts: 1, errors: 0 });
  expect(greedy.local.status()).toMatchObject({ coldStarts: 2, errors: 2, idle: 0 });
});

test("V8's report of a full heap stays away, what the function printed does not", async () => {
  const { local, printed } = startFunction(
    `export const handler = async () => {
      console.log("out");
      process.stderr.write("without line end");
      const all = [];
      for (;;) all.push(new Array(5e5).fill(0));
    };`,
    { memoryMb: 256 },
  );

  const { outcome, requestId } = await local.invoke({});

  expect(outcome.error).toEqual(memoryError(requestId, 256));
  expect(printed).toEqual([
    { line: "out", requestId },
    { line: "without line end", requestId },
  ]);
});

test("a function may use the memory that it has", async () => {
  const { local } = startFunction(
    "const all = Array.from({ length: 100 }, () => Buffer.alloc(2 ** 20, 1)); export const handler = async () => { await new Promise((r) => setTimeout(r, 300)); return all.length; };",
  );

  expect((await local.invoke({})).outcome).toEqual({ payload: "100" });
});

test.each([
  ["process.abort()", "aborted"],
  ["process.kill(process.pid, 'SIGSEGV'); for (;;);", "segmentation fault"],
  ["process.kill(process.pid, 'SIGTERM'); for (;;);", "terminated"],
])("after %s the next event starts afresh", async (body, name) => {
  const { local } = startFunction(
    `export const handler = async (end) => { if (end) { ${body} } };`,
  );

  const { outcome, requestId } = await local.invoke(true);
  const next = await local.invoke(false);

  expect(outcome.error).toEqual({
    errorType: "Runtime.ExitError",
    errorMessage: `RequestId: ${requestId} Error: Runtime exited with error: signal: ${name}`,
  });
  expect(next).toMatchObject({ coldStart: true, outcome: { payload: "null" } });
});

test("hundreds of events run in one process that keeps its state", async () => {
  const { local } = startFunction(
    "let count = 0; export const handler = async () => [process.pid, ++count];",
  );

  const answers: [number, number][] = [];
  for (let event = 0; event < 400; event += 1) {
    answers.push(JSON.parse((await local.invoke(event)).outcome.payload ?? ""));
  }

  expect(new Set(answers.map(([processId]) => processId)).size).toBe(1);
  expect(answers.at(-1)?.[1]).toBe(400);
  expect(local.status().coldStarts).toBe(1);
});

test("nothing of a function runs between two events", async () => {
  const { local } = startFunction(`
    let ticks = 0;
    setInterval(() => { ticks += 1; }, 5);
    export const handler = async (ms) => { const before = ticks; await new Promise((r) => setTimeout(r, ms)); return [before, ticks > before]; };`);
  const invoke = async (ms: number) => JSON.parse((await local.invoke(ms)).outcome.payload ?? "");

  await invoke(0);
  const [before] = await invoke(0);
  await new Promise((resolve) => setTimeout(resolve, 300));
  const [after] = await invoke(0);

  expect(after - before).toBeLessThanOrEqual(2);
  expect((await invoke(100))[1]).toBe(true);
});

test("a connection that was closed while the function was frozen is not used again", async () => {
  const server = createServer((_, response) => {
    response.end("ok");
  }).listen(0, "127.0.0.1");
  onTestFinished(() => void server.close());
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const { local } = startFunction(`
    import { Agent, get } from "node:http";
    const agent = new Agent({ keepAlive: true });
    export const handler = () => new Promise((resolve, reject) => {
      get({ agent, port: ${port}, host: "127.0.0.1" }, (response) => response.resume().on("end", () => setImmediate(resolve, 1))).on("error", reject);
    });`);

  const outcomes: Outcome[] = [];
  for (let event = 0; event < 5; event += 1) {
    outcomes.push((await local.invoke({})).outcome);
    server.closeIdleConnections();
    await new Promise((resolve) => setTimeout(resolve, 50));
  }

  expect(outcomes).toEqual(Array(5).fill({ payload: "1" }));
});

test("a rejection that nobody handles fails the event that left it behind", async () => {
  const { local } = startFunction(
    'export const handler = async (bad) => { if (bad) Promise.reject(new Error("forgotten")); return "ok"; };',
  );

  expect((await local.invoke(true)).outcome.error).toMatchObject({
    errorType: "Runtime.UnhandledPromiseRejection",
    errorMessage: "forgotten",
  });
  expect((await local.invoke(false)).outcome).toEqual({ payload: '"ok"' });
});

test("all that a function printed is there before its answer and before its end", async () => {
  const { local, printed } = startFunction(`
    export const handler = async (exit) => {
      for (let line = 0; line < 20000; line += 1) console.log("line " + line + " of the function's output");
      if (exit) process.exit(3);
    };`);

  const answered = await local.invoke(false);
  expect(printed).toHaveLength(20_000);
  expect(printed.at(-1)).toEqual({
    line: "line 19999 of the function's output",
    requestId: answered.requestId,
  });
  const ended = await local.invoke(true);
  expect(ended.outcome.error?.errorMessage).toContain("exit status 3");
  expect(printed).toHaveLength(40_000);
  expect(printed.at(-1)?.requestId).toBe(ended.requestId);
});

test("a line without end comes in parts, so that it cannot fill the run's memory", async () => {
  const { local, lines } = startFunction(
    'export const handler = async () => { for (let n = 0; n < 40; n += 1) process.stdout.write("x".repeat(2 ** 17)); process.stdout.write("\\n"); };',
  );

  await local.invoke({});

  expect(lines.join("")).toHaveLength(40 * 2 ** 17);
  expect(lines.length).toBeGreaterThanOrEqual(3);
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(1_048_576 + 131_072);
});

test("what a function writes to the channel harms nothing but itself", async () => {
  const { local } = startFunction(
    'import { writeSync } from "node:fs"; export const handler = async () => { writeSync(3, "{]\\n7\\nnull\\n"); return 1; };',
  );

  expect((await local.invoke({})).outcome).toEqual({ payload: "1" });
});

test("a function's variables are exactly its own and Lambda's", async () => {
  const { local, directory } = startFunction(
    "export const handler = async () => [Object.keys(process.env).sort().join(' '), process.cwd(), process.argv.length, typeof process.send];",
    { environment: { NAME: "x", NODE_OPTIONS: "--stack-trace-limit=7" } },
  );

  const { outcome } = await local.invoke({});

  expect(JSON.parse(outcome.payload ?? "")).toEqual([
    "AWS_ACCESS_KEY_ID AWS_CONFIG_FILE AWS_DEFAULT_REGION AWS_ENDPOINT_URL_DYNAMODB AWS_ENDPOINT_URL_DYNAMODB_STREAMS AWS_ENDPOINT_URL_SNS AWS_ENDPOINT_URL_SQS AWS_EXECUTION_ENV AWS_LAMBDA_FUNCTION_MEMORY_SIZE AWS_LAMBDA_FUNCTION_NAME AWS_LAMBDA_FUNCTION_VERSION AWS_LAMBDA_INITIALIZATION_TYPE AWS_LAMBDA_LOG_GROUP_NAME AWS_LAMBDA_LOG_STREAM_NAME AWS_REGION AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN AWS_SHARED_CREDENTIALS_FILE LAMBDA_TASK_ROOT LANG NAME NODE_OPTIONS TZ _HANDLER _X_AMZN_TRACE_ID",
    directory,
    2,
    "undefined",
  ]);
});

test("a timeout ends a busy function and what it started, and close ends the rest", async () => {
  const { local, lines } = startFunction(
    `import { spawn } from "node:child_process";
    console.log(process.pid);
    console.log(spawn("sleep", ["60"], { stdio: "inherit" }).pid);
    export const handler = async (hang) => { while (hang); };`,
    { timeoutSeconds: 1 },
  );

  const { outcome } = await local.invoke(true);
  await local.invoke(false);

  expect(outcome.error?.errorType).toBe("Sandbox.Timedout");
  const [first = 0, itsChild = 0, second = 0, secondsChild = 0] = lines.map(Number);
  await expectToEnd(first);
  await expectToEnd(itsChild);
  expect([second, secondsChild].map(isRunning)).toEqual([true, true]);
  await local.close();
  expect(isRunning(second)).toBe(false);
  await expectToEnd(secondsChild);
});

test.each([
  ["is frozen", "export const handler = async () => console.log(process.pid);"],
  [
    "waits",
    "export const handler = () => { console.log(process.pid); return new Promise(() => {}); };",
  ],
  ["is busy", "export const handler = () => { console.log(process.pid); for (;;); };"],
  ["starts", "console.log(process.pid); for (;;);"],
])("a function that %s ends with a run that is killed", async (_, code) => {
  const { directory } = startFunction(code);
  const run = await startRun(directory, "setInterval(() => {}, 1000); await local.invoke({});");
  const processId = await run.number();
  expect(isRunning(processId)).toBe(true);

  process.kill(run.processId, "SIGKILL");

  await expectToEnd(processId);
});

test("an idle function does not keep its run going, a busy one does", async () => {
  const { directory } = startFunction(
    "export const handler = async () => { console.log(process.pid); await new Promise((r) => setTimeout(r, 200)); };",
  );
  const run = await startRun(directory, "await local.invoke({}); await local.invoke({});");
  const processId = await run.number();

  expect(await run.exit).toEqual([0, null]);
  expect(run.output()).toBe(`${processId}\n${processId}\n`);
  await expectToEnd(processId);
});

test("Ctrl+C in the run's terminal does not reach its functions", async () => {
  const { directory } = startFunction(
    'export const handler = async () => { console.log(process.pid); await new Promise((r) => setTimeout(r, 300)); return "done"; };',
  );
  const run = await startRun(
    directory,
    'process.on("SIGINT", () => {}); console.log((await local.invoke({})).outcome.payload);',
  );
  const processId = await run.number();

  process.kill(-run.processId, "SIGINT");

  expect(await run.exit).toEqual([0, null]);
  expect(run.output()).toBe(`${processId}\n"done"\n`);
});

test("a function that cannot be started says why", async () => {
  const { local } = startFunction("export const handler = async () => 1;", {
    directory: "/no/such/folder",
  });

  expect((await local.invoke({})).outcome.error).toMatchObject({
    errorType: "Error",
    errorMessage: expect.stringContaining("ENOENT"),
  });
});
