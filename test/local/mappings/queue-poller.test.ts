import { expect, onTestFinished, test } from "vitest";
import { type Invocation, ThrottledError } from "../../../generator/local/lambda/local-function.ts";
import type { MappingEvent } from "../../../generator/local/mappings/mapping-events.ts";
import {
  type QueueMapping,
  startQueuePoller,
} from "../../../generator/local/mappings/queue-poller.ts";
import type { QueueDefinition, QueueRecord } from "../../../generator/local/ports.ts";
import { queueArn, startQueues } from "../sqs/queues-under-test.ts";
import { fail, failuresOf, settle, succeed } from "./answers.ts";

type Answer = (records: readonly QueueRecord[]) => Invocation | Promise<Invocation>;

const orders: QueueDefinition = {
  name: "orders.fifo",
  fifo: true,
  visibilityTimeoutSeconds: 180,
  redrive: { deadLetterQueueArn: queueArn("dead.fifo"), maxReceiveCount: 2 },
};
const dead: QueueDefinition = { name: "dead.fifo", fifo: true };

function startMapping(
  answer: Answer,
  {
    mapping = {},
    retryDelaySeconds,
  }: { mapping?: Partial<QueueMapping>; retryDelaySeconds?: number } = {},
) {
  const { sqs, clock } = startQueues([orders, dead]);
  const batches: string[][] = [];
  const events: MappingEvent[] = [];
  const start = () => {
    const poller = startQueuePoller({
      mapping: {
        name: "orders",
        queueName: "orders.fifo",
        functionName: "handle-orders",
        batchSize: 10,
        visibilityTimeoutSeconds: 180,
        reportBatchItemFailures: true,
        ...mapping,
      },
      sqs,
      clock,
      invoke: async (event) => {
        const { Records: records } = event as { Records: readonly QueueRecord[] };
        batches.push(records.map(({ body }) => body));
        return answer(records);
      },
      onEvent: (event) => events.push(event),
      retryDelaySeconds,
    });
    onTestFinished(() => poller.stop());
    return poller;
  };
  const send = (body: string, groupId = "g") =>
    sqs.send("orders.fifo", { body, groupId, deduplicationId: body });
  const left = () => {
    const queue = sqs.queues().find(({ name }) => name === "orders.fifo");
    return (queue?.visible ?? 0) + (queue?.inFlight ?? 0);
  };
  return { sqs, clock, batches, events, start, send, left };
}

test("messages are deleted when the function succeeds", async () => {
  const { start, send, batches, left, events } = startMapping(() => succeed());
  send("a");
  send("b");
  start();
  await settle();

  expect(batches).toEqual([["a", "b"]]);
  expect(left()).toBe(0);
  expect(events).toEqual([
    {
      type: "batch",
      mapping: "orders",
      source: "orders.fifo",
      functionName: "handle-orders",
      records: 2,
      failed: 0,
      durationMs: 1,
      coldStart: false,
      requestId: "r",
    },
  ]);
});

test("only the messages that the function names come again, after their visibility timeout", async () => {
  const { start, send, batches, clock } = startMapping((records) =>
    failuresOf(records.filter(({ body }) => body === "b").map(({ messageId }) => messageId)),
  );
  for (const [body, group] of [
    ["a", "1"],
    ["b", "2"],
    ["c", "3"],
  ] as const)
    send(body, group);
  start();
  await settle();
  clock.advance(179_999);
  await settle();
  expect(batches).toEqual([["a", "b", "c"]]);

  clock.advance(1);
  await settle();

  expect(batches).toEqual([["a", "b", "c"], ["b"]]);
});

test.each<[string, () => Invocation, string]>([
  ["an error", () => fail("boom"), "boom"],
  [
    "an identifier that is not in the batch",
    () => failuresOf(["no such id"]),
    "the whole batch failed, as batchItemFailures[0].itemIdentifier no such id is not in the batch",
  ],
])(
  "after %s the whole batch comes again, sooner when asked for, and ends in the dead-letter queue",
  async (_, answer, reason) => {
    const { start, send, batches, clock, sqs, events } = startMapping(answer, {
      retryDelaySeconds: 2,
    });
    send("a");
    send("b");
    start();
    await settle();
    clock.advance(2000);
    await settle();
    clock.advance(2000);
    await settle();

    expect(batches).toEqual([
      ["a", "b"],
      ["a", "b"],
    ]);
    expect(events).toMatchObject([
      { failed: 2, reason },
      { failed: 2, reason },
    ]);
    expect(sqs.receive("dead.fifo", 10).map(({ body }) => body)).toEqual(["a", "b"]);
  },
);

test("without ReportBatchItemFailures the named messages are deleted all the same", async () => {
  const { start, send, left } = startMapping(
    (records) => failuresOf(records.map(({ messageId }) => messageId)),
    { mapping: { reportBatchItemFailures: false } },
  );
  send("a");
  start();
  await settle();

  expect(left()).toBe(0);
});

test("batches of other groups run meanwhile, the rest of a group waits for its first", async () => {
  const running: (() => void)[] = [];
  const { start, send, batches } = startMapping(
    () => new Promise((resolve) => running.push(() => resolve(succeed()))),
    { mapping: { batchSize: 1 } },
  );
  send("a1", "a");
  send("a2", "a");
  send("b1", "b");
  start();
  await settle();
  expect(batches).toEqual([["a1"], ["b1"]]);

  running[0]?.();
  await settle();

  expect(batches).toEqual([["a1"], ["b1"], ["a2"]]);
  for (const finish of running) finish();
  await settle();
  for (const finish of running) finish();
});

test("throttling is tried again within the visibility timeout, then the messages go back", async () => {
  let throttled = 3;
  const { start, send, batches, clock, left } = startMapping(() => {
    if (throttled-- > 0) throw new ThrottledError("handle-orders");
    return succeed();
  });
  send("a");
  start();
  for (const delay of [1000, 2000, 4000]) {
    await settle();
    expect(left()).toBe(1);
    clock.advance(delay);
  }
  await settle();

  expect(batches).toEqual([["a"], ["a"], ["a"], ["a"]]);
  expect(left()).toBe(0);
});

test("a message that no filter wants is deleted unseen", async () => {
  const { start, send, batches, left } = startMapping(() => succeed(), {
    mapping: { filterPatterns: ['{"body":{"kind":["wanted"]}}'] },
  });
  send('{"kind":"other"}', "1");
  send('{"kind":"wanted"}', "2");
  start();
  await settle();

  expect(batches).toEqual([['{"kind":"wanted"}']]);
  expect(left()).toBe(0);
});

test("stopping waits for the batch in hand and takes no other", async () => {
  let finish = () => {};
  const { start, send, batches, left } = startMapping(
    () => new Promise((resolve) => (finish = () => resolve(succeed()))),
  );
  send("a");
  const poller = start();
  await settle();
  let stopped = false;
  const stopping = poller.stop().then(() => (stopped = true));
  send("b", "other");
  await settle();
  expect(stopped).toBe(false);

  finish();
  await stopping;

  expect(batches).toEqual([["a"]]);
  expect(left()).toBe(1);
});
