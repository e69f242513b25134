import { describe, expect, test } from "vitest";
import type { QueueDefinition, SendRequest } from "../../../generator/local/ports.ts";
import { bodies, fifoQueue, first, refusal, startQueues } from "./queues-under-test.ts";

const name = fifoQueue.name;

function startQueue(settings: Partial<QueueDefinition> = {}) {
  return startQueues([{ ...fifoQueue, ...settings }]);
}

/** `g1-m1` is message m1 of group g1; the whole text is its deduplication id. */
function message(body: string): SendRequest {
  return { body, groupId: body.slice(0, 2), deduplicationId: body };
}

function startWith(messages: readonly string[], settings: Partial<QueueDefinition> = {}) {
  const queues = startQueue({ visibilityTimeoutSeconds: 30, ...settings });
  for (const body of messages) queues.sqs.send(name, message(body));
  return queues;
}

describe("groups", () => {
  test("a batch is filled from one group before the next", () => {
    const { sqs } = startWith(["g1-m1", "g2-m1", "g1-m2", "g1-m3"]);

    expect(bodies(sqs.receive(name, 10))).toEqual(["g1-m1", "g1-m2", "g1-m3", "g2-m1"]);
  });

  test("a group with messages in flight gives nothing, other groups do", () => {
    const { sqs } = startWith(["g1-m1", "g1-m2", "g1-m3", "g2-m1"]);
    expect(bodies(sqs.receive(name, 2))).toEqual(["g1-m1", "g1-m2"]);

    expect(bodies(sqs.receive(name, 10))).toEqual(["g2-m1"]);
    expect(sqs.receive(name, 10)).toEqual([]);
  });

  test("a group goes on when the last message in flight is deleted, not before", () => {
    const { sqs } = startWith(["g1-m1", "g1-m2", "g1-m3"]);
    const [one, two] = sqs.receive(name, 2);
    sqs.deleteMessage(name, one?.receiptHandle ?? "");
    expect(sqs.receive(name, 10)).toEqual([]);
    sqs.deleteMessage(name, two?.receiptHandle ?? "");

    expect(bodies(sqs.receive(name, 10))).toEqual(["g1-m3"]);
  });

  test("after the visibility timeout the whole group comes again, in order", () => {
    const { sqs, clock } = startWith(["g1-m1", "g1-m2", "g1-m3"]);
    sqs.receive(name, 2);
    clock.advance(30_000);

    expect(bodies(sqs.receive(name, 10))).toEqual(["g1-m1", "g1-m2", "g1-m3"]);
  });

  // As recorded on AWS: what is given back early may come again while later ones are in flight.
  test("a message given back comes again, and nothing behind one that is still in flight", () => {
    const { sqs } = startWith(["g1-m1", "g1-m2", "g1-m3", "g2-m1"]);
    const [one] = sqs.receive(name, 2);
    sqs.changeVisibility(name, one?.receiptHandle ?? "", 0);

    expect(bodies(sqs.receive(name, 10))).toEqual(["g2-m1", "g1-m1"]);
  });

  test.each([
    [0, []],
    [1, ["g1-m1"]],
    [2, ["g1-m1", "g1-m2"]],
  ])("extending message %i hides it and all that follow it", (index, expected) => {
    const { sqs, clock } = startWith(["g1-m1", "g1-m2", "g1-m3"]);
    const records = sqs.receive(name, 10);
    sqs.changeVisibility(name, records[index]?.receiptHandle ?? "", 60);
    clock.advance(30_000);

    expect(bodies(sqs.receive(name, 10))).toEqual(expected);
  });

  test("a group that had its turn waits for the others", () => {
    const { sqs } = startWith(["g1-m1", "g2-m1", "g1-m2"]);
    const [record] = sqs.receive(name, 1);
    sqs.deleteMessage(name, record?.receiptHandle ?? "");

    expect(bodies(sqs.receive(name, 1))).toEqual(["g2-m1"]);
    expect(bodies(sqs.receive(name, 1))).toEqual(["g1-m2"]);
  });

  test("a delayed message holds back those behind it", () => {
    const { sqs, clock } = startWith(["g1-m1"], { delaySeconds: 10 });
    clock.advance(5000);
    sqs.send(name, message("g1-m2"));
    clock.advance(5000);
    expect(bodies(sqs.receive(name, 10))).toEqual(["g1-m1"]);
    clock.advance(5000);

    expect(sqs.receive(name, 10)).toEqual([]);
  });

  test("no order is lost among many groups under partial failures", () => {
    const { sqs, clock } = startQueue({ visibilityTimeoutSeconds: 1 });
    for (let index = 0; index < 30; index += 1) {
      for (const group of ["g1", "g2", "g3"]) sqs.send(name, message(`${group}-${index}`));
    }
    const done: Record<string, number[]> = { g1: [], g2: [], g3: [] };
    for (let round = 0; round < 500; round += 1) {
      // Every third batch is processed only halfway.
      const batch = sqs.receive(name, 10);
      const processed = round % 3 === 0 ? batch.slice(0, batch.length / 2) : batch;
      for (const { body, receiptHandle } of processed) {
        done[body.slice(0, 2)]?.push(Number(body.slice(3)));
        sqs.deleteMessage(name, receiptHandle);
      }
      clock.advance(1000);
    }
    const inOrder = Array.from({ length: 30 }, (_, index) => index);

    expect(done).toEqual({ g1: inOrder, g2: inOrder, g3: inOrder });
  });
});

describe("handles", () => {
  test("a handle whose visibility timeout has ended cannot delete", () => {
    const { sqs, clock } = startWith(["g1-m1"]);
    const { receiptHandle } = first(sqs.receive(name, 1));
    clock.advance(30_000);
    const expired = `InvalidParameterValue: Value ${receiptHandle} for parameter ReceiptHandle is invalid. Reason: The receipt handle has expired.`;

    expect(refusal(() => sqs.deleteMessage(name, receiptHandle))).toBe(expired);
    sqs.receive(name, 1);
    expect(refusal(() => sqs.deleteMessage(name, receiptHandle))).toBe(expired);
    expect(refusal(() => sqs.changeVisibility(name, receiptHandle, 5))).toBe(expired);
  });

  test("a handle that was extended in time can delete", () => {
    const { sqs, clock } = startWith(["g1-m1"]);
    const { receiptHandle } = first(sqs.receive(name, 1));
    sqs.changeVisibility(name, receiptHandle, 60);
    clock.advance(45_000);

    expect(refusal(() => sqs.deleteMessage(name, receiptHandle))).toBe("no error");
    expect(sqs.queues()).toMatchObject([{ visible: 0, inFlight: 0 }]);
  });
});

describe("deduplication", () => {
  test("an id sent again within five minutes gets the first answer and no second delivery", () => {
    const { sqs, clock } = startQueue();
    const sent = sqs.send(name, { body: "a", groupId: "g1", deduplicationId: "1" });
    clock.advance(299_999);

    expect(sqs.send(name, { body: "b", groupId: "g2", deduplicationId: "1" })).toEqual({
      messageId: sent.messageId,
      deduplicated: true,
    });
    expect(bodies(sqs.receive(name, 10))).toEqual(["a"]);
  });

  test("after five minutes the id counts as new", () => {
    const { sqs, clock } = startQueue();
    sqs.send(name, { body: "a", groupId: "g1", deduplicationId: "1" });
    clock.advance(300_000);

    expect(sqs.send(name, { body: "b", groupId: "g1", deduplicationId: "1" })).toMatchObject({
      deduplicated: false,
    });
  });

  test("five minutes count from the first send, however often the id is sent again", () => {
    const { sqs, clock } = startQueue();
    const send = () =>
      sqs.send(name, { body: "a", groupId: "g1", deduplicationId: "1" }).deduplicated;
    const results = Array.from({ length: 8 }, () => {
      const deduplicated = send();
      clock.advance(60_000);
      return deduplicated;
    });

    expect(results).toEqual([false, true, true, true, true, false, true, true]);
  });

  test("each id has its own five minutes", () => {
    const { sqs, clock } = startQueue();
    const send = (id: string) =>
      sqs.send(name, { body: "a", groupId: "g1", deduplicationId: id }).deduplicated;
    send("first");
    clock.advance(290_000);
    send("second");
    clock.advance(20_000);
    send("third");
    clock.advance(90_000);

    expect([send("first"), send("second"), send("third")]).toEqual([false, true, true]);
  });

  test("an id is remembered after its message is deleted", () => {
    const { sqs } = startQueue();
    sqs.send(name, { body: "a", groupId: "g1", deduplicationId: "1" });
    sqs.deleteMessage(name, first(sqs.receive(name, 1)).receiptHandle);

    expect(sqs.send(name, { body: "a", groupId: "g1", deduplicationId: "1" })).toMatchObject({
      deduplicated: true,
    });
    expect(sqs.receive(name, 1)).toEqual([]);
  });

  test("with the scope of a message group the same id counts once per group", () => {
    const { sqs } = startQueue({ deduplicationScope: "messageGroup" });
    const send = (groupId: string) =>
      sqs.send(name, { body: groupId, groupId, deduplicationId: "1" }).deduplicated;

    expect([send("g1"), send("g2"), send("g1")]).toEqual([false, false, true]);
  });

  test("content-based deduplication looks at the body, not at the attributes", () => {
    const { sqs } = startQueue({ contentBasedDeduplication: true });
    const send = (body: string, value: string) =>
      sqs.send(name, {
        body,
        groupId: "g1",
        attributes: { a: { DataType: "String", StringValue: value } },
      }).deduplicated;

    expect([send("same", "x"), send("same", "y"), send("other", "x")]).toEqual([
      false,
      true,
      false,
    ]);
    expect(first(sqs.receive(name, 1)).attributes.MessageDeduplicationId).toBe(
      "0967115f2813a3541eaef77de9d9d5773f1c0c04314b0bbfe4ff3b3b1c55b5d5",
    );
  });
});

test("sequence numbers have 20 digits and grow", () => {
  const { sqs } = startWith(["g1-m1", "g2-m1", "g1-m2"]);
  const numbers = sqs.receive(name, 10).map(({ attributes }) => attributes.SequenceNumber ?? "");

  expect(numbers.every((number) => /^\d{20}$/.test(number))).toBe(true);
  expect([numbers[0], numbers[2], numbers[1]]).toEqual([...numbers].sort());
  expect(new Set(numbers).size).toBe(3);
});

test("a FIFO message carries its group and its deduplication id", () => {
  const { sqs } = startWith(["g1-m1"]);

  expect(first(sqs.receive(name, 1)).attributes).toMatchObject({
    MessageGroupId: "g1",
    MessageDeduplicationId: "g1-m1",
  });
});

test.each([
  [
    { body: "a", deduplicationId: "1" },
    "MissingParameter: The request must contain the parameter MessageGroupId.",
  ],
  [
    { body: "a", groupId: "g1" },
    "InvalidParameterValue: The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly",
  ],
  [
    { body: "a", groupId: "g1", deduplicationId: "1", delaySeconds: 2 },
    "InvalidParameterValue: Value 2 for parameter DelaySeconds is invalid. Reason: The request include parameter that is not valid for this queue type.",
  ],
  [{ body: "a", groupId: "g1", deduplicationId: "1", delaySeconds: 0 }, "no error"],
  [
    { body: "a", groupId: "g1", deduplicationId: "x".repeat(129) },
    `InvalidParameterValue: Value ${"x".repeat(129)} for parameter MessageDeduplicationId is invalid. Reason: MessageDeduplicationId can only include alphanumeric and punctuation characters. 1 to 128 in length.`,
  ],
])("sending %j", (request, expected) => {
  const { sqs } = startQueue();

  expect(refusal(() => sqs.send(name, request))).toBe(expected);
});
