import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { systemClock } from "../../../generator/local/clock.ts";
import { fileJournal } from "../../../generator/local/journal.ts";
import { createLocalSqs } from "../../../generator/local/sqs/create-local-sqs.ts";
import { account, fifoQueue, standardQueue } from "./queues-under-test.ts";

/** Milliseconds of processor time, which other programs on the machine do not change. */
function processorTime(action: () => void): number {
  const before = process.cpuUsage();
  action();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

test("20,000 messages go through a journal on disk in less than two seconds of processor time", () => {
  const folder = mkdtempSync(join(tmpdir(), "queues-"));
  const journal = fileJournal(join(folder, "sqs.jsonl"));
  try {
    const sqs = createLocalSqs({ clock: systemClock, account, endpoint: "", journal });
    sqs.createQueue(fifoQueue);
    const time = processorTime(() => {
      for (let index = 0; index < 20_000; index += 1) {
        const id = String(index);
        sqs.send("orders.fifo", { body: id, groupId: String(index % 100), deduplicationId: id });
      }
    });

    expect(time).toBeLessThan(2000);
  } finally {
    journal.close();
    rmSync(folder, { recursive: true, force: true });
  }
});

test("a receive from a full queue costs what one from a short queue costs", () => {
  const timePerReceive = (backlog: number): number => {
    const sqs = createLocalSqs({ clock: systemClock, account, endpoint: "" });
    sqs.createQueue(standardQueue);
    for (let index = 0; index < backlog; index += 1) sqs.send("orders", { body: "a" });
    const receives = 500;
    return (
      processorTime(() => {
        for (let index = 0; index < receives; index += 1) {
          for (const { receiptHandle } of sqs.receive("orders", 1)) {
            sqs.deleteMessage("orders", receiptHandle);
          }
        }
      }) / receives
    );
  };
  timePerReceive(1000);

  // A scan of the queue would make this a hundred times as slow, not a few times.
  expect(timePerReceive(100_000)).toBeLessThan(timePerReceive(1000) * 10 + 0.05);
});
