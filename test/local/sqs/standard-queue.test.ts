import { describe, expect, test } from "vitest";
import type { QueueDefinition } from "../../../generator/local/ports.ts";
import {
  bodies,
  first,
  queueArn,
  refusal,
  standardQueue,
  startOfTime,
  startQueues,
} from "./queues-under-test.ts";

function startQueue(settings: Partial<QueueDefinition> = {}) {
  return startQueues([{ ...standardQueue, ...settings }]);
}

describe("receiving", () => {
  test("a message comes as Lambda would hand it over", () => {
    const { sqs, clock } = startQueue();
    const { messageId } = sqs.send("orders", {
      body: "msg",
      attributes: {
        Foo: { DataType: "String", StringValue: "Bar" },
        raw: { DataType: "Binary", BinaryValue: "AQI=" },
      },
    });
    clock.advance(1500);

    const [record] = sqs.receive("orders", 10);

    expect(record).toEqual({
      messageId,
      receiptHandle: expect.stringMatching(/^[A-Za-z0-9+/]+=*$/),
      body: "msg",
      attributes: {
        ApproximateReceiveCount: "1",
        SentTimestamp: String(startOfTime),
        SenderId: "123456789012",
        ApproximateFirstReceiveTimestamp: String(startOfTime + 1500),
      },
      messageAttributes: {
        Foo: { dataType: "String", stringValue: "Bar" },
        raw: { dataType: "Binary", binaryValue: "AQI=" },
      },
      md5OfBody: "6e2baaf3b97dbeef01c0043275f9a0e7",
      md5OfMessageAttributes: expect.stringMatching(/^[0-9a-f]{32}$/),
      eventSource: "aws:sqs",
      eventSourceARN: queueArn("orders"),
      awsRegion: "eu-central-1",
    });
  });

  test("gives at most as many messages as asked for, oldest first", () => {
    const { sqs } = startQueue();
    for (const body of ["a", "b", "c"]) sqs.send("orders", { body });

    expect(bodies(sqs.receive("orders", 2))).toEqual(["a", "b"]);
    expect(bodies(sqs.receive("orders", 2))).toEqual(["c"]);
    expect(sqs.receive("orders", 2)).toEqual([]);
  });

  test("a received message is back exactly when its visibility timeout ends, with a higher count", () => {
    const { sqs, clock } = startQueue({ visibilityTimeoutSeconds: 5 });
    sqs.send("orders", { body: "a" });
    const firstReceive = first(sqs.receive("orders", 1));
    clock.advance(4999);
    expect(sqs.receive("orders", 1)).toEqual([]);
    clock.advance(1);

    const secondReceive = first(sqs.receive("orders", 1));

    expect(secondReceive.messageId).toBe(firstReceive.messageId);
    expect(secondReceive.receiptHandle).not.toBe(firstReceive.receiptHandle);
    expect(secondReceive.attributes.ApproximateReceiveCount).toBe("2");
    expect(secondReceive.attributes.ApproximateFirstReceiveTimestamp).toBe(String(startOfTime));
  });

  test("thousands of receives and deletes leave nothing behind", () => {
    const { sqs } = startQueue();
    let received = 0;
    for (let round = 0; round < 500; round += 1) {
      for (let index = 0; index < 5; index += 1) sqs.send("orders", { body: `${round}-${index}` });
      for (const { receiptHandle } of sqs.receive("orders", 5)) {
        sqs.deleteMessage("orders", receiptHandle);
        received += 1;
      }
    }

    expect(received).toBe(2500);
    expect(sqs.queues()).toEqual([
      {
        name: "orders",
        arn: queueArn("orders"),
        url: "http://127.0.0.1:4566/123456789012/orders",
        visible: 0,
        inFlight: 0,
        delayed: 0,
      },
    ]);
  });
});

describe("visibility and handles", () => {
  test("a message can be kept longer, and given back at once", () => {
    const { sqs, clock } = startQueue({ visibilityTimeoutSeconds: 5 });
    sqs.send("orders", { body: "a" });
    const { receiptHandle } = first(sqs.receive("orders", 1));
    clock.advance(4000);
    sqs.changeVisibility("orders", receiptHandle, 5);
    clock.advance(4000);
    expect(sqs.receive("orders", 1)).toEqual([]);

    sqs.changeVisibility("orders", receiptHandle, 0);

    expect(bodies(sqs.receive("orders", 1))).toEqual(["a"]);
  });

  test("the timeout counts from the receive and ends after 12 hours at the latest", () => {
    const { sqs, clock } = startQueue();
    sqs.send("orders", { body: "a" });
    const { receiptHandle } = first(sqs.receive("orders", 1));
    clock.advance(1000);

    expect(refusal(() => sqs.changeVisibility("orders", receiptHandle, 43_200))).toBe(
      "InvalidParameterValue: Value 43200 for parameter VisibilityTimeout is invalid. Reason: Total VisibilityTimeout for the message is beyond the limit [43200 seconds].",
    );
    expect(refusal(() => sqs.changeVisibility("orders", receiptHandle, 43_199))).toBe("no error");
  });

  test("a handle whose receive is over still deletes the message", () => {
    const { sqs, clock } = startQueue({ visibilityTimeoutSeconds: 1 });
    sqs.send("orders", { body: "a" });
    const { receiptHandle } = first(sqs.receive("orders", 1));
    clock.advance(1000);
    sqs.receive("orders", 1);

    sqs.deleteMessage("orders", receiptHandle);
    clock.advance(1000);

    expect(sqs.receive("orders", 1)).toEqual([]);
  });

  test("deleting twice is no error, changing what is deleted is one", () => {
    const { sqs } = startQueue();
    sqs.send("orders", { body: "a" });
    const { receiptHandle } = first(sqs.receive("orders", 1));
    sqs.deleteMessage("orders", receiptHandle);

    expect(refusal(() => sqs.deleteMessage("orders", receiptHandle))).toBe("no error");
    expect(refusal(() => sqs.changeVisibility("orders", receiptHandle, 42))).toBe(
      `InvalidParameterValue: Value ${receiptHandle} for parameter ReceiptHandle is invalid. Reason: Message does not exist or is not available for visibility timeout change.`,
    );
  });

  test("a handle of another queue, or of none, is refused", () => {
    const { sqs } = startQueues([standardQueue, { ...standardQueue, name: "other" }]);
    sqs.send("other", { body: "a" });
    const { receiptHandle } = first(sqs.receive("other", 1));

    for (const handle of [receiptHandle, "garbage", "🚀", ""]) {
      expect(refusal(() => sqs.deleteMessage("orders", handle))).toBe(
        `ReceiptHandleIsInvalid: The input receipt handle "${handle}" is not a valid receipt handle.`,
      );
    }
  });
});

describe("delay and retention", () => {
  test("a message waits for the queue's delay, unless it brings its own", () => {
    const { sqs, clock } = startQueue({ delaySeconds: 10 });
    sqs.send("orders", { body: "queue's delay" });
    sqs.send("orders", { body: "its own", delaySeconds: 3 });
    sqs.send("orders", { body: "at once", delaySeconds: 0 });

    expect(bodies(sqs.receive("orders", 10))).toEqual(["at once"]);
    expect(sqs.queues()).toMatchObject([{ visible: 0, inFlight: 1, delayed: 2 }]);
    clock.advance(3000);
    expect(bodies(sqs.receive("orders", 10))).toEqual(["its own"]);
    clock.advance(7000);
    expect(bodies(sqs.receive("orders", 10))).toEqual(["queue's delay"]);
  });

  test("a message is gone when its retention ends, in flight or not", () => {
    const { sqs, clock } = startQueue({
      messageRetentionSeconds: 60,
      visibilityTimeoutSeconds: 600,
    });
    sqs.send("orders", { body: "in flight" });
    sqs.receive("orders", 1);
    sqs.send("orders", { body: "waiting" });
    clock.advance(59_999);
    expect(sqs.queues()).toMatchObject([{ visible: 1, inFlight: 1 }]);
    clock.advance(1);

    expect(sqs.queues()).toMatchObject([{ visible: 0, inFlight: 0 }]);
    expect(sqs.receive("orders", 10)).toEqual([]);
  });
});

describe("what SendMessage refuses", () => {
  const string = { DataType: "String", StringValue: "x" };

  test.each([
    [{ body: "" }, "MissingParameter: The request must contain the parameter MessageBody."],
    [
      { body: "x".repeat(1025) },
      "InvalidParameterValue: One or more parameters are invalid. Reason: Message must be shorter than 1024 bytes.",
    ],
    [
      { body: "x".repeat(1010), attributes: { name: { ...string, StringValue: "12345" } } },
      "InvalidParameterValue: One or more parameters are invalid. Reason: Message must be shorter than 1024 bytes.",
    ],
    [
      { body: "\u0000" },
      "InvalidMessageContents: Invalid characters found. Valid unicode characters are #x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to #xFFFD | #x10000 to #x10FFFF",
    ],
    [
      { body: "a", deduplicationId: "1" },
      "InvalidParameterValue: Value 1 for parameter MessageDeduplicationId is invalid. Reason: The request includes a parameter that is not valid for this queue type.",
    ],
    [
      { body: "a", groupId: "group 123" },
      "InvalidParameterValue: Value group 123 for parameter MessageGroupId is invalid. Reason: MessageGroupId can only include alphanumeric and punctuation characters. 1 to 128 in length.",
    ],
    [
      { body: "a", delaySeconds: 901 },
      "InvalidParameterValue: Value 901 for parameter DelaySeconds is invalid. Reason: DelaySeconds must be >= 0 and <= 900.",
    ],
    [
      {
        body: "a",
        attributes: Object.fromEntries(
          Array.from({ length: 11 }, (_, index) => [`a${index}`, string]),
        ),
      },
      "InvalidParameterValue: Number of message attributes [11] exceeds the allowed maximum [10].",
    ],
    [
      { body: "a", attributes: { ErrorDetails: { DataType: "String", StringValue: "" } } },
      "InvalidParameterValue: Message (user) attribute 'ErrorDetails' must contain a non-empty value of type 'String'.",
    ],
    [
      { body: "a", attributes: { n: { DataType: "Number", StringValue: "eleven" } } },
      "InvalidParameterValue: Can't cast the value of message (user) attribute 'n' to a number.",
    ],
    [
      { body: "a", attributes: { n: { DataType: "Date", StringValue: "eleven" } } },
      "InvalidParameterValue: The message attribute 'n' has an invalid message attribute type, the set of supported type prefixes is Binary, Number, and String.",
    ],
  ])("%j", (request, expected) => {
    const { sqs } = startQueue({ maxMessageSize: 1024 });

    expect(refusal(() => sqs.send("orders", request))).toBe(expected);
    expect(sqs.queues()).toMatchObject([{ visible: 0 }]);
  });

  test("names that collide with the services' own", () => {
    const { sqs } = startQueue();

    for (const name of ["AWS.trace", "amazon.x", ".a", "a.", "a..b"]) {
      expect(
        refusal(() => sqs.send("orders", { body: "a", attributes: { [name]: string } })),
      ).toMatch(`InvalidParameterValue: Message (user) attribute name '${name}' can't begin with`);
    }
  });

  test("a message of exactly the limit passes", () => {
    const { sqs } = startQueue({ maxMessageSize: 1024 });

    expect(refusal(() => sqs.send("orders", { body: "x".repeat(1024) }))).toBe("no error");
  });
});

test("a queue that was never created does not exist", () => {
  const { sqs } = startQueue();

  expect(refusal(() => sqs.send("nowhere", { body: "a" }))).toBe(
    "QueueDoesNotExist: The specified queue does not exist.",
  );
});

test("new settings apply to the messages that are there", () => {
  const { sqs, clock } = startQueue({ visibilityTimeoutSeconds: 100 });
  sqs.send("orders", { body: "a" });
  sqs.createQueue({ ...standardQueue, visibilityTimeoutSeconds: 1 });
  sqs.receive("orders", 1);
  clock.advance(1000);

  expect(bodies(sqs.receive("orders", 1))).toEqual(["a"]);
});

test.each([
  [{ name: "a b" }, "InvalidParameterValue: Value a b for parameter QueueName is invalid."],
  [{ name: "orders.fifo" }, "InvalidParameterValue: Value orders.fifo for parameter QueueName"],
  [{ fifo: true }, "InvalidParameterValue: The name of a FIFO queue can only include"],
  [{ contentBasedDeduplication: true }, "InvalidParameterValue: Unknown Attribute ContentBased"],
  [{ visibilityTimeoutSeconds: 43_201 }, "InvalidParameterValue: Value 43201 for parameter Visib"],
  [{ messageRetentionSeconds: 59 }, "InvalidParameterValue: Value 59 for parameter MessageReten"],
  [
    { redrive: { deadLetterQueueArn: "dummy", maxReceiveCount: 42 } },
    'InvalidParameterValue: Value {"deadLetterTargetArn":"dummy","maxReceiveCount":42} for parameter RedrivePolicy is invalid. Reason: Invalid value for deadLetterTargetArn.',
  ],
  [
    { redrive: { deadLetterQueueArn: queueArn("dead.fifo"), maxReceiveCount: 1 } },
    "Dead-letter queue must be same type of queue as the source.",
  ],
])("a queue like %j is refused", (settings, expected) => {
  const { sqs } = startQueues();

  expect(refusal(() => sqs.createQueue({ ...standardQueue, ...settings }))).toContain(expected);
});

describe("listening", () => {
  test("a listener hears once of what happens in one go, after it happened", async () => {
    const { sqs } = startQueue();
    let calls = 0;
    sqs.onMessage("orders", () => {
      calls += 1;
    });
    sqs.send("orders", { body: "a" });
    sqs.send("orders", { body: "b" });
    expect(calls).toBe(0);
    await Promise.resolve();

    expect(calls).toBe(1);
  });

  test("a listener does not hear of what makes nothing visible", async () => {
    const { sqs } = startQueue();
    sqs.send("orders", { body: "a" });
    let calls = 0;
    sqs.onMessage("orders", () => {
      calls += 1;
    });
    const { receiptHandle } = first(sqs.receive("orders", 1));
    sqs.changeVisibility("orders", receiptHandle, 100);
    sqs.send("orders", { body: "b", delaySeconds: 10 });
    sqs.deleteMessage("orders", receiptHandle);
    await Promise.resolve();

    expect(calls).toBe(0);
  });

  test("a listener hears when a visibility timeout or a delay ends, and not after it left", async () => {
    const { sqs, clock } = startQueue({ visibilityTimeoutSeconds: 5 });
    sqs.send("orders", { body: "a" });
    sqs.receive("orders", 1);
    sqs.send("orders", { body: "b", delaySeconds: 2 });
    const heardAt: number[] = [];
    const stop = sqs.onMessage("orders", () => heardAt.push(clock.now() - startOfTime));
    for (let second = 0; second < 6; second += 1) {
      clock.advance(1000);
      await Promise.resolve();
    }
    stop();
    sqs.send("orders", { body: "c" });
    await Promise.resolve();

    expect(heardAt).toEqual([2000, 5000]);
  });
});
