import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, expect, it } from "vitest";
import { temporaryApp } from "../support/temporary-app.ts";
import { type LocalApp, runLocally } from "./local-app.ts";

const app = temporaryApp();
let local: LocalApp;

beforeAll(async () => {
  local = await runLocally(app.directory);
});

afterAll(async () => {
  await local?.run.close();
  app.remove();
});

const lines = [{ sku: "tea", quantity: 2 }];
const placeOrder = { type: "PlaceOrder", customerId: "ann", lines };
const cancelOrder = { type: "CancelOrder", reason: "late" };

it("takes a command from HTTP through queue, log, stream, topic and queue into a row", async () => {
  const accepted = await local.post("/ordering/order/o1", placeOrder, {
    "idempotency-key": "command-1",
    "x-correlation-id": "correlation-1",
  });
  expect([accepted.status, accepted.body]).toEqual([
    202,
    {
      commandId: "command-1",
      correlationId: "correlation-1",
      outcome: "/ordering/order/o1/commands/command-1",
    },
  ]);
  expect(accepted.headers.get("location")).toBe("/ordering/order/o1/commands/command-1");

  const outcome = await local.getUntil(accepted.body.outcome, ({ status }) => status === 200);
  expect(outcome.body).toEqual({
    commandId: "command-1",
    status: "accepted",
    version: 1,
    events: ["OrderPlaced"],
  });

  const row = await local.getUntil("/ordering/order-summary/o1", ({ status }) => status === 200);
  expect(row.body).toEqual({
    id: "o1",
    version: 1,
    row: { history: ["OrderPlaced"], updatedAt: expect.stringMatching(/^\d{4}-.*Z$/) },
  });
  expect(await local.commits()).toEqual([
    { streamId: "o1", version: 1, commandId: "command-1", types: ["OrderPlaced"] },
  ]);
});

it("records a rejection as the command's outcome and stores no event", async () => {
  await local.post("/ordering/order/o1", placeOrder, { "idempotency-key": "command-2" });
  const outcome = await local.getUntil(
    "/ordering/order/o1/commands/command-2",
    ({ status }) => status === 200,
  );
  expect(outcome.body).toEqual({
    commandId: "command-2",
    status: "rejected",
    rejection: { type: "OrderAlreadyPlaced" },
  });
  expect(await local.commits()).toHaveLength(1);
});

it("runs a command id once, however often it is sent", async () => {
  for (const _ of [1, 2, 3]) {
    await local.post("/ordering/order/o1", cancelOrder, { "idempotency-key": "command-3" });
  }
  await local.getUntil("/ordering/order-summary/o1", ({ body }) => body.version === 2);
  expect((await local.commits()).map(({ commandId }) => commandId)).toEqual([
    "command-1",
    "command-3",
  ]);
});

it("rejects a command that expects another version", async () => {
  await local.post("/ordering/order/o1", cancelOrder, {
    "idempotency-key": "command-4",
    "expected-version": "1",
  });
  const outcome = await local.getUntil(
    "/ordering/order/o1/commands/command-4",
    ({ status }) => status === 200,
  );
  expect(outcome.body).toEqual({
    commandId: "command-4",
    status: "rejected",
    rejection: { type: "UnexpectedVersion", expectedVersion: 1, actualVersion: 2 },
  });
});

it("refuses what is not a command with every problem and its place", async () => {
  const { status, body } = await local.post("/ordering/order/o1", {
    type: "PlaceOrder",
    lines: [{ sku: 1, quantity: "two" }],
    note: "?",
  });
  expect(status).toBe(400);
  expect(body.problems).toEqual([
    { path: "$.customerId", expected: "string", found: "missing" },
    { path: "$.lines[0].sku", expected: "string", found: "number 1" },
    { path: "$.lines[0].quantity", expected: "number", found: 'string "two"' },
    expect.objectContaining({ path: "$.note" }),
  ]);
  expect((await local.post("/ordering/order/o1", "{")).status).toBe(400);
  expect((await local.post("/ordering/order/o%201", placeOrder)).status).toBe(400);
  expect((await local.get("/ordering/nothing/o1")).status).toBe(404);
});

it("moves a message that is no command to the dead-letter queue, and says why", async () => {
  const { queues } = await local.run.inspect();
  const queue = queues.find(({ name }) => name.endsWith("order-commands.fifo"));
  const client = new SQSClient({
    endpoint: new URL(queue?.url ?? "").origin,
    region: "eu-central-1",
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
  });
  await client.send(
    new SendMessageCommand({
      QueueUrl: queue?.url,
      MessageBody: "poison",
      MessageGroupId: "o9",
      MessageDeduplicationId: "poison",
    }),
  );
  await local.post("/ordering/order/o9", placeOrder, { "idempotency-key": "after-poison" });
  const after = await local.getUntil(
    "/ordering/order/o9/commands/after-poison",
    ({ status }) => status === 200,
  );
  expect(after.body.status).toBe("accepted");
  const deadLetters = (await local.run.inspect()).queues.find(({ name }) =>
    name.endsWith("order-commands-dlq.fifo"),
  );
  expect(deadLetters?.visible).toBe(1);
  const reasons = local.events.flatMap((event) => (event.type === "log" ? [event.line] : []));
  expect(reasons.filter((line) => line.includes("its body is no JSON"))).toHaveLength(5);
});

it("never calls what the functions' policies do not allow", () => {
  expect(local.events.filter(({ type }) => type === "denied")).toEqual([]);
});
