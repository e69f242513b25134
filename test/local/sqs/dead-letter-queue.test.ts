import { expect, test } from "vitest";
import type { QueueDefinition } from "../../../generator/local/ports.ts";
import { bodies, first, queueArn, refusal, startOfTime, startQueues } from "./queues-under-test.ts";

const source: QueueDefinition = {
  name: "orders",
  fifo: false,
  visibilityTimeoutSeconds: 1,
  redrive: { deadLetterQueueArn: queueArn("dead"), maxReceiveCount: 2 },
};
const dead: QueueDefinition = { name: "dead", fifo: false, messageRetentionSeconds: 1_209_600 };
const fifoSource: QueueDefinition = {
  name: "orders.fifo",
  fifo: true,
  visibilityTimeoutSeconds: 1,
  redrive: { deadLetterQueueArn: queueArn("dead.fifo"), maxReceiveCount: 1 },
};
const fifoDead: QueueDefinition = { ...dead, name: "dead.fifo", fifo: true };

test("a message received more often than allowed moves, with its id, body, attributes and times", () => {
  const { sqs, clock } = startQueues([source, dead]);
  const { messageId } = sqs.send("orders", {
    body: "poison",
    attributes: { a: { DataType: "String", StringValue: "b" } },
  });
  for (let receive = 1; receive <= 2; receive += 1) {
    expect(bodies(sqs.receive("orders", 10))).toEqual(["poison"]);
    clock.advance(1000);
  }

  expect(sqs.receive("orders", 10)).toEqual([]);

  expect(first(sqs.receive("dead", 10))).toMatchObject({
    messageId,
    body: "poison",
    messageAttributes: { a: { dataType: "String", stringValue: "b" } },
    attributes: {
      ApproximateReceiveCount: "3",
      SentTimestamp: String(startOfTime),
      ApproximateFirstReceiveTimestamp: String(startOfTime),
      DeadLetterQueueSourceArn: queueArn("orders"),
    },
    eventSourceARN: queueArn("dead"),
  });
});

test("a message is not moved while it can still be received", () => {
  const { sqs, clock } = startQueues([source, dead]);
  sqs.send("orders", { body: "a" });
  sqs.receive("orders", 1);
  clock.advance(1000);
  sqs.receive("orders", 1);
  clock.advance(1000);

  expect(sqs.queues()).toMatchObject([
    { name: "orders", visible: 1 },
    { name: "dead", visible: 0 },
  ]);
});

test("later messages of the group proceed in the same receive", () => {
  const { sqs, clock } = startQueues([fifoSource, fifoDead]);
  const send = (body: string) =>
    sqs.send("orders.fifo", { body, groupId: "g1", deduplicationId: body });
  send("poison");
  sqs.receive("orders.fifo", 1);
  send("next");
  clock.advance(1000);

  expect(bodies(sqs.receive("orders.fifo", 10))).toEqual(["next"]);
  expect(first(sqs.receive("dead.fifo", 10)).attributes).toMatchObject({
    MessageGroupId: "g1",
    MessageDeduplicationId: "poison",
  });
});

test("a batch is filled up behind messages that move away", () => {
  const { sqs, clock } = startQueues([source, dead]);
  for (const body of ["p1", "p2", "p3"]) sqs.send("orders", { body });
  for (let receive = 1; receive <= 2; receive += 1) {
    sqs.receive("orders", 10);
    clock.advance(1000);
  }
  for (const body of ["a", "b", "c"]) sqs.send("orders", { body });

  expect(bodies(sqs.receive("orders", 2))).toEqual(["a", "b"]);
  expect(sqs.queues()).toMatchObject([
    { name: "orders", visible: 1, inFlight: 2 },
    { name: "dead", visible: 3 },
  ]);
});

test("a moved message is not taken for a duplicate of one that was there before", () => {
  const { sqs, clock } = startQueues([fifoSource, fifoDead]);
  const request = { body: "a", groupId: "g1", deduplicationId: "1" };
  sqs.send("dead.fifo", request);
  sqs.send("orders.fifo", request);
  sqs.receive("orders.fifo", 1);
  clock.advance(1000);
  sqs.receive("orders.fifo", 1);

  expect(sqs.queues()).toMatchObject([{ visible: 0 }, { name: "dead.fifo", visible: 2 }]);
});

test("the retention of a standard message goes on in the dead-letter queue, that of a FIFO message starts again", () => {
  const shortLived = { messageRetentionSeconds: 60 };
  const { sqs, clock } = startQueues([
    { ...source, redrive: { deadLetterQueueArn: queueArn("dead"), maxReceiveCount: 1 } },
    { ...dead, ...shortLived },
    fifoSource,
    { ...fifoDead, ...shortLived },
  ]);
  sqs.send("orders", { body: "a" });
  sqs.send("orders.fifo", { body: "a", groupId: "g1", deduplicationId: "1" });
  for (const name of ["orders", "orders.fifo"]) sqs.receive(name, 1);
  clock.advance(30_000);
  for (const name of ["orders", "orders.fifo"]) sqs.receive(name, 1);
  const visible = () => sqs.queues().map((queue) => [queue.name, queue.visible]);
  expect(visible()).toEqual([
    ["orders", 0],
    ["dead", 1],
    ["orders.fifo", 0],
    ["dead.fifo", 1],
  ]);
  clock.advance(30_000);

  expect(visible()).toEqual([
    ["orders", 0],
    ["dead", 0],
    ["orders.fifo", 0],
    ["dead.fifo", 1],
  ]);
});

test("without its dead-letter queue a queue goes on delivering", () => {
  const { sqs, clock } = startQueues([source]);
  sqs.send("orders", { body: "a" });
  const counts = [1, 2, 3, 4].map(() => {
    const [record] = sqs.receive("orders", 1);
    clock.advance(1000);
    return record?.attributes.ApproximateReceiveCount;
  });

  expect(counts).toEqual(["1", "2", "3", "4"]);
});

test("the receives of the source do not count towards the limit of the dead-letter queue", () => {
  const { sqs, clock } = startQueues([
    source,
    {
      ...dead,
      visibilityTimeoutSeconds: 1,
      redrive: { deadLetterQueueArn: queueArn("grave"), maxReceiveCount: 1 },
    },
    { ...dead, name: "grave" },
  ]);
  sqs.send("orders", { body: "a" });
  for (let receive = 1; receive <= 3; receive += 1) {
    sqs.receive("orders", 1);
    clock.advance(1000);
  }

  expect(bodies(sqs.receive("dead", 1))).toEqual(["a"]);
  clock.advance(1000);
  expect(sqs.receive("dead", 1)).toEqual([]);
  expect(bodies(sqs.receive("grave", 1))).toEqual(["a"]);
});

test("a redrive sends dead letters back where they came from, as new messages in order", async () => {
  const { sqs, clock } = startQueues([fifoSource, fifoDead]);
  const ids = ["m1", "m2"].map(
    (body) => sqs.send("orders.fifo", { body, groupId: "g1", deduplicationId: body }).messageId,
  );
  sqs.receive("orders.fifo", 10);
  clock.advance(1000);
  sqs.receive("orders.fifo", 10);

  const { TaskHandle } = await sqs.execute("StartMessageMoveTask", {
    SourceArn: queueArn("dead.fifo"),
  });

  expect(TaskHandle).toEqual(expect.any(String));
  const records = sqs.receive("orders.fifo", 10);
  expect(bodies(records)).toEqual(["m1", "m2"]);
  expect(records.map(({ messageId }) => ids.includes(messageId))).toEqual([false, false]);
  expect(first(records).attributes).toEqual({
    ApproximateReceiveCount: "1",
    SentTimestamp: String(startOfTime + 1000),
    SenderId: "123456789012",
    ApproximateFirstReceiveTimestamp: String(startOfTime + 1000),
    SequenceNumber: expect.stringMatching(/^\d{20}$/),
    MessageGroupId: "g1",
    MessageDeduplicationId: "m1",
  });
  expect(await sqs.execute("ListMessageMoveTasks", { SourceArn: queueArn("dead.fifo") })).toEqual({
    Results: [
      {
        Status: "COMPLETED",
        SourceArn: queueArn("dead.fifo"),
        ApproximateNumberOfMessagesMoved: 2,
        ApproximateNumberOfMessagesToMove: 2,
        StartedTimestamp: startOfTime + 1000,
      },
    ],
  });
});

test("a redrive may name another destination, and leaves what is in flight", async () => {
  const { sqs } = startQueues([source, dead, { name: "other", fifo: false }]);
  sqs.send("dead", { body: "in flight" });
  sqs.receive("dead", 1);
  sqs.send("dead", { body: "visible" });
  await sqs.execute("StartMessageMoveTask", {
    SourceArn: queueArn("dead"),
    DestinationArn: queueArn("other"),
  });

  expect(bodies(sqs.receive("other", 10))).toEqual(["visible"]);
  expect(sqs.queues()).toMatchObject([{}, { name: "dead", visible: 0, inFlight: 1 }, {}]);
});

test("a handle from before a redrive does not reach the message that came back", () => {
  const { sqs, clock } = startQueues([source, dead]);
  sqs.send("orders", { body: "a" });
  const old = first(sqs.receive("orders", 1)).receiptHandle;
  clock.advance(1000);
  sqs.receive("orders", 1);
  clock.advance(1000);
  sqs.receive("orders", 1);
  void sqs.execute("StartMessageMoveTask", { SourceArn: queueArn("dead") });
  sqs.deleteMessage("orders", old);

  expect(bodies(sqs.receive("orders", 1))).toEqual(["a"]);
});

test.each([
  [{}, "MissingParameter: The request must contain the parameter SourceArn."],
  [
    { SourceArn: "dead" },
    "InvalidParameterValue: You must use this format to specify the SourceArn: arn:<partition>:<service>:<region>:<account-id>:<resource-id>",
  ],
  [
    { SourceArn: queueArn("nowhere") },
    "ResourceNotFoundException: The resource that you specified for the SourceArn parameter doesn't exist.",
  ],
  [
    { SourceArn: queueArn("orders") },
    "InvalidParameterValue: Source queue must be configured as a Dead Letter Queue.",
  ],
  [
    { SourceArn: queueArn("dead"), DestinationArn: queueArn("nowhere") },
    "ResourceNotFoundException: The resource that you specified for the DestinationArn parameter doesn't exist.",
  ],
])("a redrive of %j is refused", async (input, expected) => {
  const { sqs } = startQueues([source, dead]);
  const error: unknown = await sqs.execute("StartMessageMoveTask", input).catch((reason) => reason);

  expect(
    refusal(() => {
      throw error;
    }),
  ).toBe(expected);
});
