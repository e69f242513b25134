import { expect, test, vi } from "vitest";
import { describeEvent, describeLogLine } from "../../../generator/local/dev/describe-event.ts";
import { createPaint } from "../../../generator/local/dev/paint.ts";
import { isSource } from "../../../generator/local/dev/watch-app.ts";
import { runDev } from "../../../generator/local/dev.ts";
import { copyApp } from "./app-under-test.ts";

const plain = createPaint(false);

function collect() {
  let text = "";
  return { output: { write: (more: string) => (text += more), isTTY: false }, text: () => text };
}

test("dev shows what is up, one line per message, and ends with 0", async () => {
  const stop = new AbortController();
  const { output, text } = collect();
  const ended = runDev({
    appDirectory: copyApp(),
    port: 0,
    watch: false,
    output,
    signal: stop.signal,
  });
  await vi.waitFor(() => expect(text()).toContain("Ready in"), { timeout: 8000 });
  const url = /Ready in [\d.]+ s: (\S+)/.exec(text())?.[1];
  expect(text()).toContain(
    `curl -i -X POST '${url}/orders/example-1/commands' -H 'content-type: application/json' -d '{}'`,
  );
  expect(text()).toContain(
    "orders-dev-orders 256 MB, 30 s: GET /orders/{id}, POST /orders/{id}/commands",
  );

  await fetch(`${url}/orders/o1/commands`, { method: "POST", body: '{"total":1}' });
  await vi.waitFor(
    () => expect(text()).toMatch(/ok 1 from orders-dev-events\.fifo → orders-dev-orders \d+ ms/),
    { timeout: 8000 },
  );
  expect(text()).toMatch(/202 POST \/orders\/o1\/commands → orders-dev-orders \d+ ms, cold start/);
  expect(text()).toContain("orders-dev-orders: INFO Command accepted id=o1");
  stop.abort();

  expect(await ended).toBe(0);
}, 20_000);

test("dev that is cancelled before it is ready answers 130", async () => {
  const { output, text } = collect();

  const code = await runDev({ appDirectory: copyApp(), output, signal: AbortSignal.abort() });

  expect(code).toBe(130);
  expect(text()).toBe("");
});

test("with --json every line is an event", async () => {
  const stop = new AbortController();
  const { output, text } = collect();
  const ended = runDev({
    appDirectory: copyApp(),
    port: 0,
    json: true,
    watch: false,
    output,
    signal: stop.signal,
  });
  await vi.waitFor(() => expect(text()).toContain("\n"), { timeout: 8000 });
  stop.abort();
  await ended;

  const [first] = text().split("\n");
  expect(JSON.parse(first ?? "")).toMatchObject({
    type: "ready",
    functions: ["orders-dev-orders"],
    tables: ["orders-dev-order-log", "orders-dev-order-view"],
    notRun: [],
  });
}, 20_000);

test.each([
  [
    '{"level":"error","time":"t","message":"Message failed","messageId":"m","reason":"no stock","error":"Error: no stock\\n at x"}',
    "ERROR Message failed reason=no stock error=Error: no stock",
  ],
  ["plain text", "plain text"],
  ['{"a":1}', '{"a":1}'],
])("the log line %s becomes %s", (line, expected) => {
  expect(describeLogLine(line, plain)).toBe(expected);
});

test("a dead letter is loud and says why", () => {
  expect(
    describeEvent(
      {
        type: "dead-letter",
        queue: "q-dlq",
        sources: ["q"],
        messages: 1,
        total: 3,
        reason: "boom",
      },
      plain,
    ),
  ).toBe("DEAD LETTER: 1 message(s) from q moved to q-dlq (now 3)\n       boom");
});

test("colour is for terminals, unless NO_COLOR is set", () => {
  expect(createPaint(true, {}).bad("x")).toBe("\u001b[31mx\u001b[0m");
  expect(createPaint(true, { NO_COLOR: "1" }).bad("x")).toBe("x");
  expect(createPaint(false, {}).bad("x")).toBe("x");
});

test.each([
  ["orders/src/order.ts", true],
  ["orders/dist/index.js", false],
  ["node_modules/x/index.js", false],
  ["orders/.index.ts.swp", false],
  ["orders/index.ts~", false],
])("a change of %s reloads: %s", (file, reloads) => {
  expect(isSource(file)).toBe(reloads);
});
