import { appendFileSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { copyApp, order, startApp } from "./app-under-test.ts";

const patience = { timeout: 5000, interval: 20 };
const handlerFile = "plugins/orders/functions/orders.mjs";
const programFile = "plugins/orders/stack/index.ts";

test("a command goes through queue, log, topic and queue to the view; a restart finds it again", async () => {
  const app = copyApp();
  const { run, events } = await startApp(app);

  const response = await order(run, "o1", 7);

  expect(response.status).toBe(202);
  expect(await response.text()).toBe("arn:aws:iam::000000000000:user/developer");
  const view = async (url: string) => (await fetch(`${url}/orders/o1`)).json();
  await vi.waitFor(
    async () => expect(await view(run.url)).toEqual({ id: "o1", total: 7 }),
    patience,
  );
  expect(events.filter(({ type }) => type === "denied" || type === "dead-letter")).toEqual([]);
  expect(run.outputs()).toEqual({ orders: { apiUrl: run.url } });
  await run.close();

  const again = await startApp(app);
  expect(await view(again.run.url)).toEqual({ id: "o1", total: 7 });
  await again.run.close();
  const fresh = await startApp(app, { fresh: true });
  expect((await fetch(`${fresh.run.url}/orders/o1`)).status).toBe(404);
});

test("a message that keeps failing ends in the dead-letter queue, loudly", async () => {
  const { run, events } = await startApp(copyApp());

  await order(run, "o1", -1);

  await vi.waitFor(
    () =>
      expect(events).toContainEqual({
        type: "dead-letter",
        queue: "orders-dev-commands-dlq.fifo",
        sources: ["orders-dev-commands.fifo"],
        messages: 1,
        total: 1,
        reason: "No order can cost -1",
      }),
    patience,
  );
  expect((await run.inspect()).queues).toContainEqual(
    expect.objectContaining({ name: "orders-dev-commands-dlq.fifo", visible: 1 }),
  );
});

test("a reload takes new code, keeps the old one over a broken program, and removes what is gone", async () => {
  const app = copyApp();
  const { run, events } = await startApp(app);
  const handler = readFileSync(join(app, handlerFile), "utf8");
  const program = readFileSync(join(app, programFile), "utf8");

  writeFileSync(join(app, handlerFile), handler.replace("statusCode: 404", "statusCode: 410"));
  await run.reload();
  expect((await fetch(`${run.url}/orders/none`)).status).toBe(410);
  expect(events).toContainEqual(
    expect.objectContaining({ type: "reloaded", functions: ["orders-dev-orders"] }),
  );

  appendFileSync(join(app, programFile), '\nthrow new Error("not finished");\n');
  await expect(run.reload()).rejects.toThrow(/Error: not finished\n.*index\.ts/);
  expect((await fetch(`${run.url}/orders/none`)).status).toBe(410);

  writeFileSync(
    join(app, programFile),
    program
      .replace('const eventsDead = fifoQueue("events-dlq");', "")
      .replace('fifoQueue("events", eventsDead)', 'fifoQueue("events")'),
  );
  await run.reload();
  expect((await run.inspect()).queues.map(({ name }) => name)).toEqual([
    "orders-dev-commands-dlq.fifo",
    "orders-dev-commands.fifo",
    "orders-dev-events.fifo",
  ]);
}, 20_000);

test("two runs do not share a data directory; the lock of a dead process is taken over", async () => {
  const app = copyApp();
  const { run } = await startApp(app);

  await expect(startApp(app)).rejects.toMatchObject({
    exitCode: 6,
    message: `Another local run (process ${process.pid}) uses ${run.dataDirectory}.`,
  });
  await run.close();
  const lock = join(run.dataDirectory, "lock");
  expect(existsSync(lock)).toBe(false);

  // No system gives out such a number.
  writeFileSync(lock, JSON.stringify({ host: hostname(), pid: 999_999_999 }));
  const { run: second } = await startApp(app);
  expect(JSON.parse(readFileSync(lock, "utf8"))).toMatchObject({ pid: process.pid });
  await second.close();
});

test("a stack that AWS would refuse does not start, and leaves no lock", async () => {
  const app = copyApp();
  const program = readFileSync(join(app, programFile), "utf8");
  writeFileSync(join(app, programFile), program.replace("timeout: 30", "timeout: 300"));

  await expect(startApp(app)).rejects.toThrow(
    "Queue visibility timeout: 180 seconds is less than Function timeout: 300 seconds",
  );
  expect(existsSync(join(app, ".reventless/local/lock"))).toBe(false);
});

test("a role that lacks a permission fails as on AWS", async () => {
  const app = copyApp();
  const program = readFileSync(join(app, programFile), "utf8");
  writeFileSync(join(app, programFile), program.replace('Action: "sqs:*"', 'Action: "sqs:Get*"'));
  const { run, events } = await startApp(app);

  expect((await order(run, "o1", 1)).status).toBe(500);
  expect(events).toContainEqual(
    expect.objectContaining({ type: "denied", functionName: "orders-dev-orders" }),
  );
});

test("an app without a stack is told what was expected", async () => {
  await expect(startApp(import.meta.dirname)).rejects.toMatchObject({
    exitCode: 2,
    message: expect.stringContaining("Nothing to run"),
  });
});
