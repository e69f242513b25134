import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { handleCommand } from "../../runtime/command-handling.ts";
import { batchChecks } from "./contract/batch-checks.ts";
import { failedTitles } from "./contract/check.ts";
import { collectChecks } from "./contract/collect-checks.ts";
import { eventStoreChecks, type MakeEventStore } from "./contract/event-store-checks.ts";
import { exactlyOnceChecks } from "./contract/exactly-once-checks.ts";
import { publicationChecks } from "./contract/publication-checks.ts";
import { relayChecks } from "./contract/relay-checks.ts";
import { routingChecks } from "./contract/routing-checks.ts";
import { connectEmbedded, type StoreTarget } from "./support/store-target.ts";
import { ackUnknown } from "./wrong/ack-unknown.ts";
import { checkpointFirst } from "./wrong/checkpoint-first.ts";
import { dualWrite } from "./wrong/dual-write.ts";
import { eventIdAsFailureId } from "./wrong/event-id-as-failure-id.ts";
import { gapTaker } from "./wrong/gap-taker.ts";
import { lastWriteWins } from "./wrong/last-write-wins.ts";
import { outcomeBeforeLoad } from "./wrong/outcome-before-load.ts";
import { parallelBatch } from "./wrong/parallel-batch.ts";

// Whole suites run within one test here.
vi.setConfig({ testTimeout: 60_000 });

describe("the event store's contract", () => {
  let target: StoreTarget;
  beforeAll(async () => {
    target = await connectEmbedded();
  });
  afterAll(() => target.close());

  const failuresOf = (makeStore: MakeEventStore) =>
    failedTitles(eventStoreChecks, () => ({ target, makeStore, id: randomUUID() }));

  test("fails on last-write-wins", async () => {
    expect(await failuresOf(lastWriteWins)).toEqual([
      "an append after a stale load is a conflict and overwrites nothing",
      "a load that is several commits behind is a conflict too",
      "of 20 appends to one place one is stored and 19 conflict",
      "the same command at the same place is a duplicate and gives back the stored commit",
      "the SDK's retry after a lost answer is a duplicate and not a conflict",
    ]);
  });

  test("fails on gap-taker", async () => {
    expect(await failuresOf(gapTaker)).toEqual([
      "a forged stream is refused, so that no gap can arise",
    ]);
  });
});

test("the checks of a batch fail on parallel-batch", async () => {
  expect(await failedTitles(batchChecks, () => parallelBatch)).toEqual([
    "of [ok, fail, ok] in one group the last two are given back and the last is not tried",
    "other groups go on after a failure",
    "groups named as members of an object are groups like any other",
    "groups run side by side, the messages of one strictly one after the other",
    "a failure is logged once, with what is given back",
  ]);
});

test("the checks of the routing fail on ack-unknown", async () => {
  expect(await failedTitles(routingChecks, () => ackUnknown)).toEqual(
    routingChecks.map(({ title }) => title).filter((title) => !title.startsWith("routes ")),
  );
});

test("the checks of the relay fail on event-id-as-failure-id", async () => {
  expect(await failedTitles(relayChecks, () => eventIdAsFailureId)).toEqual([
    "after a failure in part the stream is retried from the first that failed",
    "after a request that failed as a whole the stream is retried from its first commit",
    "a record without streamId stops the relay after the commits before it",
    "a record without version stops the relay after the commits before it",
    "a record without events stops the relay after the commits before it",
    "a record without header stops the relay after the commits before it",
    "a record without an image stops the relay too",
    "a failure before a malformed record is retried first",
  ]);
});

test("the checks of a collector fail on checkpoint-first", async () => {
  expect(await failedTitles(collectChecks, () => checkpointFirst)).toEqual([
    "shuffled, doubled and concurrent deliveries that crash end in the fold of the log",
  ]);
});

test("the checks of exactly one effect fail on outcome-before-load", async () => {
  expect(await failedTitles(exactlyOnceChecks, () => outcomeBeforeLoad)).toEqual([
    "concurrent deliveries of a command have one effect and one outcome",
    "deliveries that crash around store calls have one effect and one outcome",
  ]);
});

test("the check of publication fails on dual-write and not on the relay of the stream", async () => {
  const relay = { handle: () => handleCommand, relaysStream: true };
  expect(await failedTitles(publicationChecks, () => relay)).toEqual([]);
  expect(await failedTitles(publicationChecks, () => dualWrite)).toEqual([
    "an event that was stored before a crash is published after the redelivery",
  ]);
});
