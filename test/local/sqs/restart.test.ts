import { appendFileSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { manualClock } from "../../../generator/local/clock.ts";
import { fileJournal } from "../../../generator/local/journal.ts";
import type { Journal, QueueDefinition } from "../../../generator/local/ports.ts";
import { createLocalSqs } from "../../../generator/local/sqs/create-local-sqs.ts";
import {
  account,
  bodies,
  fifoQueue,
  first,
  queueArn,
  refusal,
  standardQueue,
  startOfTime,
  startQueues,
} from "./queues-under-test.ts";

test("messages, their order, counts and timeouts survive a restart", () => {
  const before = startQueues([{ ...fifoQueue, visibilityTimeoutSeconds: 30 }]);
  for (const body of ["m1", "m2", "m3"]) {
    before.sqs.send("orders.fifo", { body, groupId: "g1", deduplicationId: body });
  }
  const [one] = before.sqs.receive("orders.fifo", 2);
  before.clock.advance(10_000);

  const { sqs, clock } = before.restart();

  expect(sqs.queues()).toMatchObject([{ visible: 1, inFlight: 2 }]);
  expect(sqs.receive("orders.fifo", 10)).toEqual([]);
  clock.advance(19_999);
  expect(sqs.receive("orders.fifo", 10)).toEqual([]);
  clock.advance(1);
  const records = sqs.receive("orders.fifo", 10);
  expect(bodies(records)).toEqual(["m1", "m2", "m3"]);
  expect(first(records)).toMatchObject({
    messageId: one?.messageId,
    attributes: {
      ApproximateReceiveCount: "2",
      SequenceNumber: one?.attributes.SequenceNumber,
      ApproximateFirstReceiveTimestamp: String(startOfTime),
    },
  });
});

test("a handle from before the restart works after it, as long as its receive lasts", () => {
  const before = startQueues([fifoQueue]);
  before.sqs.send("orders.fifo", { body: "a", groupId: "g1", deduplicationId: "1" });
  const { receiptHandle } = first(before.sqs.receive("orders.fifo", 1));
  const { sqs } = before.restart();
  sqs.deleteMessage("orders.fifo", receiptHandle);

  expect(sqs.queues()).toMatchObject([{ visible: 0, inFlight: 0 }]);
});

test("deduplication remembers over a restart, also what was deleted, and also over two", () => {
  const before = startQueues([fifoQueue]);
  const request = { body: "a", groupId: "g1", deduplicationId: "1" };
  const { messageId } = before.sqs.send("orders.fifo", request);
  before.sqs.deleteMessage(
    "orders.fifo",
    first(before.sqs.receive("orders.fifo", 1)).receiptHandle,
  );
  before.clock.advance(200_000);

  const { sqs, clock } = before.restart().restart();

  expect(sqs.send("orders.fifo", request)).toEqual({ messageId, deduplicated: true });
  clock.advance(100_000);
  expect(sqs.send("orders.fifo", request)).toMatchObject({ deduplicated: false });
});

test("sequence numbers go on growing, even when the queue was empty", () => {
  const before = startQueues([fifoQueue]);
  const receiveOne = (queues: typeof before, id: string): string => {
    queues.sqs.send("orders.fifo", { body: "a", groupId: "g1", deduplicationId: id });
    const record = first(queues.sqs.receive("orders.fifo", 1));
    queues.sqs.deleteMessage("orders.fifo", record.receiptHandle);
    return record.attributes.SequenceNumber ?? "";
  };
  const numbers = [receiveOne(before, "1"), receiveOne(before.restart().restart(), "2")];

  expect(numbers).toEqual([...numbers].sort());
  expect(numbers[0]).not.toBe(numbers[1]);
});

test("a move to the dead-letter queue, a redrive, a purge and a changed timeout survive", async () => {
  const definitions: readonly QueueDefinition[] = [
    {
      ...standardQueue,
      visibilityTimeoutSeconds: 1,
      redrive: { deadLetterQueueArn: queueArn("dead"), maxReceiveCount: 1 },
    },
    { name: "dead", fifo: false },
    { name: "purged", fifo: false },
    { name: "kept", fifo: false },
  ];
  const before = startQueues(definitions);
  before.sqs.send("orders", { body: "poison" });
  before.sqs.receive("orders", 1);
  before.clock.advance(1000);
  before.sqs.receive("orders", 1);
  before.sqs.send("purged", { body: "a" });
  await before.sqs.execute("PurgeQueue", { QueueUrl: before.sqs.queueUrl("purged") });
  before.sqs.send("kept", { body: "a" });
  before.sqs.changeVisibility("kept", first(before.sqs.receive("kept", 1)).receiptHandle, 1000);
  before.clock.advance(100_000);

  const after = before.restart();

  expect(after.sqs.queues()).toMatchObject([
    { name: "orders", visible: 0, inFlight: 0 },
    { name: "dead", visible: 1 },
    { name: "purged", visible: 0 },
    { name: "kept", visible: 0, inFlight: 1 },
  ]);
  await after.sqs.execute("StartMessageMoveTask", { SourceArn: queueArn("dead") });
  const last = after.restart();
  expect(bodies(last.sqs.receive("orders", 1))).toEqual(["poison"]);
  expect(last.sqs.receive("dead", 1)).toEqual([]);
});

test("a queue is there after a restart before anyone creates it again, and what expired meanwhile is not", () => {
  const { sqs, clock, journal } = startQueues([{ ...standardQueue, messageRetentionSeconds: 60 }]);
  sqs.send("orders", { body: "expires" });
  clock.advance(30_000);
  sqs.send("orders", { body: "stays" });
  clock.advance(30_000);

  const after = startQueues([], { clock, journal });

  expect(bodies(after.sqs.receive("orders", 10))).toEqual(["stays"]);
});

test("an attribute called __proto__ is data, before and after a restart", () => {
  const before = startQueues([standardQueue]);
  const attributes = JSON.parse('{"__proto__":{"DataType":"String","StringValue":"x"}}');
  before.sqs.send("orders", { body: "a", attributes });
  const { sqs } = before.restart();
  const record = first(sqs.receive("orders", 1));

  expect(JSON.stringify(record.messageAttributes)).toBe(
    '{"__proto__":{"dataType":"String","stringValue":"x"}}',
  );
});

test("the journal holds a message when send returns, and a torn line costs only itself", () => {
  const folder = mkdtempSync(join(tmpdir(), "queues-"));
  const path = join(folder, "sqs.jsonl");
  const clock = manualClock(startOfTime);
  const journals: Journal[] = [];
  const start = () => {
    const journal = fileJournal(path);
    journals.push(journal);
    const sqs = createLocalSqs({ clock, account, endpoint: "http://127.0.0.1", journal });
    sqs.createQueue(standardQueue);
    return sqs;
  };
  try {
    const { messageId } = start().send("orders", { body: "kept" });
    expect(readFileSync(path, "utf8")).toContain(messageId);
    // The process is killed while it writes the next message.
    appendFileSync(path, '{"type":"send","queue":"orders","message":{"id":"to');

    expect(bodies(start().receive("orders", 10))).toEqual(["kept"]);
    expect(start().queues()).toMatchObject([{ visible: 0, inFlight: 1 }]);
  } finally {
    for (const journal of journals) journal.close();
    rmSync(folder, { recursive: true, force: true });
  }
});

test("when the journal fails, nothing has happened and everything goes on", () => {
  const queues = startQueues([fifoQueue]);
  let isFull = false;
  const journal: Journal = {
    ...queues.journal,
    append(entry) {
      if (isFull) throw new Error("disk full");
      queues.journal.append(entry);
    },
  };
  const { sqs } = startQueues([fifoQueue], { clock: queues.clock, journal });
  const request = { body: "a", groupId: "g1", deduplicationId: "1" };
  isFull = true;
  expect(() => sqs.send("orders.fifo", request)).toThrow("disk full");
  isFull = false;
  expect(sqs.send("orders.fifo", request)).toMatchObject({ deduplicated: false });
  isFull = true;
  expect(() => sqs.receive("orders.fifo", 1)).toThrow("disk full");
  isFull = false;

  expect(first(sqs.receive("orders.fifo", 1)).attributes.ApproximateReceiveCount).toBe("1");
});

test("a long run does not make a long journal", () => {
  const queues = startQueues([standardQueue]);
  for (let index = 0; index < 12_000; index += 1) {
    queues.sqs.send("orders", { body: String(index) });
    queues.sqs.deleteMessage("orders", first(queues.sqs.receive("orders", 1)).receiptHandle);
  }
  queues.sqs.send("orders", { body: "last" });

  expect([...queues.journal.entries()].length).toBeLessThan(10_010);
  expect(bodies(queues.restart().sqs.receive("orders", 10))).toEqual(["last"]);
  expect(refusal(() => queues.sqs.send("orders", { body: "" }))).toContain("MissingParameter");
});

test("a queue that was deleted does not come back, its messages neither", () => {
  const { sqs, restart } = startQueues([standardQueue]);
  sqs.createQueue({ name: "old", fifo: false });
  sqs.send("old", { body: "a" });
  sqs.deleteQueue("old");

  const { sqs: restarted } = restart();

  expect(restarted.queues().map(({ name }) => name)).toEqual(["orders"]);
  restarted.createQueue({ name: "old", fifo: false });
  expect(restarted.receive("old", 10)).toEqual([]);
  expect(refusal(() => restarted.deleteQueue("unknown"))).toContain("QueueDoesNotExist");
});
