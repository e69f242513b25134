import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
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

describe("the event store's contract", () => {
  let target: StoreTarget;
  beforeAll(async () => {
    target = await connectEmbedded();
  });
  afterAll(() => target.close());

  const failuresOf = (makeStore: MakeEventStore) =>
    failedTitles(eventStoreChecks, () => ({ target, makeStore, id: randomUUID() }));

  test("fails on last-write-wins", async () => {
    expect(await failuresOf(lastWriteWins)).toEqual([]);
  });

  test("fails on gap-taker", async () => {
    expect(await failuresOf(gapTaker)).toEqual([]);
  });
});

test("the checks of a batch fail on parallel-batch", async () => {
  expect(await failedTitles(batchChecks, () => parallelBatch)).toEqual([]);
});

test("the checks of the routing fail on ack-unknown", async () => {
  expect(await failedTitles(routingChecks, () => ackUnknown)).toEqual([]);
});

test("the checks of the relay fail on event-id-as-failure-id", async () => {
  expect(await failedTitles(relayChecks, () => eventIdAsFailureId)).toEqual([]);
});

test("the checks of a collector fail on checkpoint-first", async () => {
  expect(await failedTitles(collectChecks, () => checkpointFirst)).toEqual([]);
});

test("the checks of exactly one effect fail on outcome-before-load", async () => {
  expect(await failedTitles(exactlyOnceChecks, () => outcomeBeforeLoad)).toEqual([]);
});

test("the check of publication fails on dual-write and not on the relay of the stream", async () => {
  const relay = { handle: () => handleCommand, relaysStream: true };
  expect(await failedTitles(publicationChecks, () => relay)).toEqual([]);
  expect(await failedTitles(publicationChecks, () => dualWrite)).toEqual(["x"]);
});
