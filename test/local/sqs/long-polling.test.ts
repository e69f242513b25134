import { expect, test } from "vitest";
import { standardQueue, startQueues } from "./queues-under-test.ts";

type Answer = { Messages?: { Body: string }[] };

function startPoll(settings: { queueWait?: number; wait?: number } = {}) {
  const queues = startQueues([
    {
      ...standardQueue,
      visibilityTimeoutSeconds: 5,
      receiveWaitTimeSeconds: settings.queueWait ?? 0,
    },
  ]);
  const poll = () => {
    const result: { answer?: Answer } = {};
    const wait = settings.wait === undefined ? {} : { WaitTimeSeconds: settings.wait };
    void queues.sqs
      .execute("ReceiveMessage", { QueueUrl: queues.sqs.queueUrl("orders"), ...wait })
      .then((answer) => {
        result.answer = answer as Answer;
      });
    return result;
  };
  return { ...queues, poll };
}

/** Lets everything that is ready run. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

test("a poll without a wait time answers at once", async () => {
  const { poll } = startPoll();
  const result = poll();
  await settle();

  expect(result.answer).toEqual({});
});

test("a waiting poll answers as soon as a message comes", async () => {
  const { poll, sqs } = startPoll({ wait: 20 });
  const result = poll();
  await settle();
  expect(result.answer).toBeUndefined();
  sqs.send("orders", { body: "a" });
  await settle();

  expect(result.answer?.Messages?.map(({ Body }) => Body)).toEqual(["a"]);
});

test("a waiting poll answers when a message in flight comes back", async () => {
  const { poll, sqs, clock } = startPoll({ wait: 20 });
  sqs.send("orders", { body: "a" });
  sqs.receive("orders", 1);
  const result = poll();
  await settle();
  clock.advance(5000);
  await settle();

  expect(result.answer?.Messages).toHaveLength(1);
});

test("a poll answers empty when its time is over, not before", async () => {
  const { poll, clock } = startPoll({ wait: 20 });
  const result = poll();
  clock.advance(19_999);
  await settle();
  expect(result.answer).toBeUndefined();
  clock.advance(1);
  await settle();

  expect(result.answer).toEqual({});
});

test("the queue's own wait time applies unless the poll brings one", async () => {
  const { poll } = startPoll({ queueWait: 10 });
  const waiting = poll();
  await settle();
  expect(waiting.answer).toBeUndefined();

  const { poll: pollNow } = startPoll({ queueWait: 10, wait: 0 });
  const result = pollNow();
  await settle();
  expect(result.answer).toEqual({});
});

test("of two polls each message answers one", async () => {
  const { poll, sqs, clock } = startPoll({ wait: 20 });
  const results = [poll(), poll()];
  sqs.send("orders", { body: "a" });
  await settle();
  const answered = () => results.filter(({ answer }) => answer?.Messages !== undefined).length;
  expect(answered()).toBe(1);
  sqs.send("orders", { body: "b" });
  await settle();
  expect(answered()).toBe(2);

  // Neither poll is left behind to take what comes later.
  sqs.send("orders", { body: "c" });
  clock.advance(1000);
  await settle();
  expect(sqs.queues()).toMatchObject([{ visible: 1, inFlight: 2 }]);
});
