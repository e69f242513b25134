import type { Message, SQSClient } from "@aws-sdk/client-sqs";
import { expect, test, vi } from "vitest";
import { pollQueue } from "../../../runtime/providers/node-queue.ts";

vi.stubEnv("RESOURCE_PREFIX", "app-dev-");
vi.stubEnv("QUEUE_URL_BASE", "https://queues");

const message = (MessageId: string, group: string, receives = 1): Message => ({
  MessageId,
  ReceiptHandle: `receipt-${MessageId}`,
  Attributes: { MessageGroupId: group, ApproximateReceiveCount: String(receives) },
});
const messages = [
  message("m1", "a"),
  message("m2", "b", 2),
  message("m3", "b"),
  message("m4", "a"),
];

/** What the queue was asked for after `handle` had the messages. */
async function requestsAfter(handle: Parameters<typeof pollQueue>[2]["handle"]) {
  const requests: unknown[] = [];
  const client = {
    async send(command: { input: { Entries?: Record<string, unknown>[] } & object }) {
      const { Entries, ...input } = command.input;
      const name = command.constructor.name.replace("Command", "");
      requests.push([
        name,
        ...(Entries?.map((each) => [each.ReceiptHandle, each.VisibilityTimeout]) ?? [input]),
      ]);
      return name === "ReceiveMessage" ? { Messages: messages } : {};
    },
  } as unknown as SQSClient;
  const failure = await pollQueue(client, "order.fifo", {
    waitSeconds: 5,
    retrySeconds: (receives) => receives * 10,
    handle,
  }).catch((error: Error) => error.message);
  return { requests: requests.slice(1), first: requests[0], failure };
}

const failing = (...ids: string[]) => ({
  batchItemFailures: ids.map((itemIdentifier) => ({ itemIdentifier })),
});
const nothingDone = [
  ["ChangeMessageVisibilityBatch", ["receipt-m1", 10], ["receipt-m4", 10]],
  ["ChangeMessageVisibilityBatch", ["receipt-m2", 20], ["receipt-m3", 20]],
];

test("asks for ten messages and waits for them", async () => {
  const { first } = await requestsAfter(async () => failing());
  expect(first).toEqual([
    "ReceiveMessage",
    {
      QueueUrl: "https://queues/app-dev-order.fifo",
      MaxNumberOfMessages: 10,
      WaitTimeSeconds: 5,
      MessageSystemAttributeNames: ["All"],
    },
  ]);
});

test("deletes what was handled, and gives back the rest of a group for one and the same time", async () => {
  const { requests, failure } = await requestsAfter(async () => failing("m2", "m3"));
  expect(requests).toEqual([
    ["DeleteMessageBatch", ["receipt-m1", undefined], ["receipt-m4", undefined]],
    ["ChangeMessageVisibilityBatch", ["receipt-m2", 20], ["receipt-m3", 20]],
  ]);
  expect(failure).toBeUndefined();
});

test("deletes nothing after a failure of the handler, which the server hears of", async () => {
  const { requests, failure } = await requestsAfter(async () => {
    throw new Error("no connection");
  });
  expect(requests).toEqual(nothingDone);
  expect(failure).toBe("no connection");
});

test.each([
  ["names a message of another batch", failing("m1", "x")],
  ["names a blank message", failing("")],
  ["is no batch response", {}],
  ["is nothing", undefined],
])("deletes nothing when the result %s", async (_what, result) => {
  expect((await requestsAfter(async () => result as never)).requests).toEqual(nothingDone);
});
