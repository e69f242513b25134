import { expect, onTestFinished, test } from "vitest";
import { manualClock } from "../../../generator/local/clock.ts";
import { createLocalDynamoDb } from "../../../generator/local/dynamodb/create-local-dynamodb.ts";
import { memoryJournal } from "../../../generator/local/journal.ts";
import type { Invocation } from "../../../generator/local/lambda/local-function.ts";
import {
  type StreamMapping,
  startStreamPoller,
} from "../../../generator/local/mappings/stream-poller.ts";
import type { StreamRecord } from "../../../generator/local/ports.ts";
import { account, startOfTime } from "../sqs/queues-under-test.ts";
import { fail, failuresOf, settle, succeed } from "./answers.ts";

function startStream(
  answer: (records: readonly StreamRecord[]) => Invocation,
  mapping: Partial<StreamMapping> = {},
) {
  const clock = manualClock(startOfTime);
  const dynamodb = createLocalDynamoDb({ clock, account });
  dynamodb.createTable({
    name: "log",
    attributes: [{ name: "id", type: "S" }],
    hashKey: "id",
    stream: "NEW_IMAGE",
  });
  const batches: string[][] = [];
  const discarded: Record<string, unknown>[] = [];
  const journal = memoryJournal();
  const start = () => {
    const poller = startStreamPoller({
      mapping: {
        name: "relay",
        tableName: "log",
        functionName: "relay",
        functionArn: "arn:aws:lambda:eu-central-1:123456789012:function:relay",
        batchSize: 100,
        startingPosition: "TRIM_HORIZON",
        reportBatchItemFailures: true,
        bisectBatchOnFunctionError: false,
        maximumRetryAttempts: -1,
        maximumRecordAgeSeconds: -1,
        ...mapping,
      },
      dynamodb,
      clock,
      journal,
      invoke: async (event) => {
        const { Records: records } = event as { Records: readonly StreamRecord[] };
        batches.push(records.map(idOf));
        return answer(records);
      },
      onEvent: () => {},
      onDiscarded: (body) => discarded.push(JSON.parse(body) as Record<string, unknown>),
    });
    onTestFinished(() => poller.stop());
    return poller;
  };
  const put = (...ids: readonly string[]) => {
    for (const id of ids)
      dynamodb.execute("PutItem", { TableName: "log", Item: { id: { S: id } } });
  };
  const remove = (id: string) =>
    dynamodb.execute("DeleteItem", { TableName: "log", Key: { id: { S: id } } });
  return { clock, batches, discarded, start, put, remove };
}

function idOf({ dynamodb }: StreamRecord): string {
  return String(dynamodb.Keys.id?.S);
}

function numberOf(records: readonly StreamRecord[], id: string): string {
  return records.find((record) => idOf(record) === id)?.dynamodb.SequenceNumber ?? "";
}

test("records come in order and once, also over a restart", async () => {
  const { start, put, batches } = startStream(() => succeed());
  put("a", "b");
  const poller = start();
  await settle();
  put("c");
  await settle();
  await poller.stop();
  put("d");
  start();
  await settle();

  expect(batches).toEqual([["a", "b"], ["c"], ["d"]]);
});

test("LATEST begins after what is there", async () => {
  const { start, put, batches } = startStream(() => succeed(), { startingPosition: "LATEST" });
  put("a");
  start();
  await settle();
  put("b");
  await settle();

  expect(batches).toEqual([["b"]]);
});

test("the lowest reported number is where the retry begins, after a growing pause", async () => {
  let failures = 2;
  const { start, put, batches, clock } = startStream((records) =>
    failures-- > 0 ? failuresOf([numberOf(records, "c"), numberOf(records, "b")]) : succeed(),
  );
  put("a", "b", "c");
  start();
  await settle();
  put("later");
  clock.advance(999);
  await settle();
  expect(batches).toEqual([["a", "b", "c"]]);
  clock.advance(1);
  await settle();
  expect(batches).toEqual([
    ["a", "b", "c"],
    ["b", "c"],
  ]);
  clock.advance(2000);
  await settle();

  expect(batches).toEqual([["a", "b", "c"], ["b", "c"], ["b", "c"], ["later"]]);
});

test("a batch that fails as a whole is halved until the poison stands alone, and then given up", async () => {
  const { start, put, batches, clock, discarded } = startStream(
    (records) => (records.some((record) => idOf(record) === "x") ? fail("poison") : succeed()),
    { bisectBatchOnFunctionError: true, maximumRetryAttempts: 1 },
  );
  put("a", "b", "x", "c");
  start();
  await settle();
  clock.advance(1000);
  await settle();

  expect(batches).toEqual([["a", "b", "x", "c"], ["a", "b"], ["x", "c"], ["x"], ["x"], ["c"]]);
  expect(discarded).toEqual([
    {
      requestContext: {
        requestId: "r",
        functionArn: "arn:aws:lambda:eu-central-1:123456789012:function:relay",
        condition: "RetryAttemptsExhausted",
        approximateInvokeCount: 2,
      },
      responseContext: { statusCode: 200, executedVersion: "$LATEST", functionError: "Unhandled" },
      version: "1.0",
      timestamp: "2026-01-01T00:00:01.000Z",
      DDBStreamBatchInfo: {
        shardId: "shardId-00000000000000000000-00000000",
        startSequenceNumber: expect.stringMatching(/^\d+$/),
        endSequenceNumber: expect.stringMatching(/^\d+$/),
        approximateArrivalOfFirstRecord: "2026-01-01T00:00:00.000Z",
        approximateArrivalOfLastRecord: "2026-01-01T00:00:00.000Z",
        batchSize: 1,
        streamArn: expect.stringContaining(":table/log/stream/"),
      },
    },
  ]);
});

test("without a limit a poison record stops the line", async () => {
  const { start, put, batches, clock } = startStream(() => fail("poison"), { batchSize: 1 });
  put("x", "y");
  start();
  for (let attempt = 0; attempt < 20; attempt += 1) {
    await settle();
    clock.advance(60_000);
  }

  expect(new Set(batches.flat())).toEqual(new Set(["x"]));
  expect(batches.length).toBeGreaterThan(10);
});

test("records that are too old are given up without a call", async () => {
  const { start, put, batches, clock, discarded } = startStream(() => succeed(), {
    maximumRecordAgeSeconds: 60,
  });
  put("old");
  clock.advance(61_000);
  put("new");
  start();
  await settle();

  expect(batches).toEqual([["new"]]);
  expect(discarded).toMatchObject([
    { requestContext: { condition: "RecordAgeExceeded", approximateInvokeCount: 0 } },
  ]);
});

test("records that no filter wants are passed over", async () => {
  const { start, put, remove, batches } = startStream(() => succeed(), {
    filterPatterns: ['{"eventName":["INSERT"]}'],
  });
  put("a");
  remove("a");
  put("b");
  start();
  await settle();

  expect(batches).toEqual([["a", "b"]]);
});
