import { describe, expect, test } from "vitest";
import { collect, eventCollector } from "../../runtime/event-collector.ts";
import { collectChecks, openReadModel } from "./contract/collect-checks.ts";
import { logOf } from "./support/captured-log.ts";
import { queueRecord } from "./support/records.ts";
import { decodeWalletEvent } from "./support/wallet.ts";

describe("a collector", () => {
  test.each(collectChecks)("$title", ({ run }) => run(collect), 20_000);
});

describe("a collector's queue", () => {
  const failed = { batchItemFailures: [{ itemIdentifier: "m1" }] };

  test("a commit as the relay sends it is applied and logged, then known", async () => {
    const { commits, readModel } = await openReadModel();
    const handle = eventCollector(readModel, decodeWalletEvent);
    const record = queueRecord("m1", "a", commits[0]);
    const lines = await logOf(async () => {
      expect(await handle([record])).toEqual({ batchItemFailures: [] });
      expect(await handle([record])).toEqual({ batchItemFailures: [] });
    });
    const fields = {
      level: "info",
      queueMessageId: "m1",
      receiveCount: 1,
      correlationId: "correlation",
      messageId: "commit-of-c0",
      readModel: "banking/history",
      id: "a",
      version: 2,
    };
    expect(lines).toEqual([
      { ...fields, message: "Events applied" },
      { ...fields, message: "Events were applied before" },
    ]);
  });

  const place = '"a" version 1';
  const needs =
    "needs a streamId, a version from 1 and a header with time, messageId, correlationId, causationId.";
  const header = { time: "t", messageId: "m", correlationId: "c", causationId: "c" };
  const events = [{ type: "Deposited", amount: 1 }];
  const commit = { streamId: "a", version: 1, header, events };
  test.each([
    ["no JSON", "{", "undecodable-message: The message is not a commit: no JSON."],
    ["a number", "1", "undecodable-message: The message is not a commit: no JSON object."],
    ["null", "null", "undecodable-message: The message is not a commit: no JSON object."],
    [
      "an empty object",
      {},
      "undecodable-message: The message is not a commit: expected streamId, version, header and events; found nothing.",
    ],
    [
      "a notification of SNS that is not raw",
      { Type: "Notification", Message: "{}" },
      "undecodable-message: The message is not a commit: expected streamId, version, header and events; found Type, Message.",
    ],
    [
      "version 0, which every checkpoint is beyond",
      { ...commit, version: 0 },
      `undecodable-event: The commit of "a" version 0 ${needs}`,
    ],
    [
      "a version that is text",
      { ...commit, version: "1" },
      `undecodable-event: The commit of ${place} ${needs}`,
    ],
    [
      "a stream id that is no text",
      { ...commit, streamId: 1 },
      `undecodable-event: The commit of 1 version 1 ${needs}`,
    ],
    [
      "a header without time",
      { ...commit, header: { ...header, time: undefined } },
      `undecodable-event: The commit of ${place} ${needs}`,
    ],
    [
      "no event",
      { ...commit, events: [] },
      `undecodable-event: The commit of ${place} holds no events.`,
    ],
    [
      "an unknown event",
      { ...commit, events: [{ type: "Stolen", amount: 1 }] },
      `undecodable-event: A stored event of ${place} does not match its type: $.type: expected "Deposited" or "Withdrawn", found string "Stolen"`,
    ],
  ])("a message with %s goes back to the queue", async (_what, body, reason) => {
    const { readModel } = await openReadModel();
    const lines = await logOf(async () => {
      const handle = eventCollector(readModel, decodeWalletEvent);
      expect(await handle([queueRecord("m1", "a", body)])).toEqual(failed);
    });
    expect(lines.map((line) => line.reason)).toEqual([reason]);
    expect(await readModel.rows.load("a")).toEqual({ row: undefined, checkpoint: 0 });
  });
});
