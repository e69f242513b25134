import {
  ChangeMessageVisibilityBatchCommand,
  ChangeMessageVisibilityCommand,
  DeleteMessageBatchCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  InvalidMessageContents,
  ListQueuesCommand,
  PurgeQueueCommand,
  PurgeQueueInProgress,
  QueueDoesNotExist,
  ReceiptHandleIsInvalid,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
  StartMessageMoveTaskCommand,
  TooManyEntriesInBatchRequest,
} from "@aws-sdk/client-sqs";
import { afterEach, beforeEach, expect, test } from "vitest";
import { first, queueArn, startOfTime } from "../sqs/queues-under-test.ts";
import { clientSettings, startUnderTest, stopAll } from "./endpoint-under-test.ts";

let started: Awaited<ReturnType<typeof startUnderTest>>;
let client: SQSClient;
let orders: { QueueUrl: string };
let ordersFifo: { QueueUrl: string };

beforeEach(async () => {
  started = await startUnderTest();
  client = new SQSClient(clientSettings(started.endpoint));
  orders = { QueueUrl: started.sqs.queueUrl("orders") };
  ordersFifo = { QueueUrl: started.sqs.queueUrl("orders.fifo") };
});

afterEach(async () => {
  client.destroy();
  await stopAll();
});

async function receive(options: object = {}) {
  const { Messages = [] } = await client.send(new ReceiveMessageCommand({ ...orders, ...options }));
  return Messages;
}

/** The error as the SDK presents it. */
async function failure(answer: Promise<unknown>) {
  const error = await answer.then(
    () => undefined,
    (reason) => reason,
  );
  const { name, message, Code, $metadata } = error ?? {};
  return { error, name, message, code: Code, status: $metadata?.httpStatusCode };
}

// Checksums as recorded from AWS; the SDK verifies that of the body itself.
test("a message with attributes arrives as AWS would deliver it", async () => {
  const sent = await client.send(
    new SendMessageCommand({
      ...orders,
      MessageBody: "msg",
      MessageAttributes: {
        Hello: { DataType: "String", StringValue: "There" },
        General: { DataType: "String", StringValue: "Kenobi" },
        "Help.Me": { DataType: "String", StringValue: "Me" },
      },
      MessageSystemAttributes: {
        AWSTraceHeader: { DataType: "String", StringValue: "Root=1-5759e988" },
      },
    }),
  );
  expect(sent).toMatchObject({
    MD5OfMessageBody: "6e2baaf3b97dbeef01c0043275f9a0e7",
    MD5OfMessageAttributes: "4c360f3fdafd970e05fae2f149d997f5",
  });
  expect(sent.MD5OfMessageSystemAttributes).toMatch(/^[0-9a-f]{32}$/);
  expect(sent.SequenceNumber).toBeUndefined();

  expect(
    await receive({ MessageAttributeNames: ["All"], MessageSystemAttributeNames: ["All"] }),
  ).toEqual([
    {
      MessageId: sent.MessageId,
      ReceiptHandle: expect.any(String),
      Body: "msg",
      MD5OfBody: "6e2baaf3b97dbeef01c0043275f9a0e7",
      MD5OfMessageAttributes: "4c360f3fdafd970e05fae2f149d997f5",
      Attributes: {
        ApproximateReceiveCount: "1",
        AWSTraceHeader: "Root=1-5759e988",
        SentTimestamp: String(startOfTime),
        SenderId: "123456789012",
        ApproximateFirstReceiveTimestamp: String(startOfTime),
      },
      MessageAttributes: {
        Hello: { DataType: "String", StringValue: "There" },
        General: { DataType: "String", StringValue: "Kenobi" },
        "Help.Me": { DataType: "String", StringValue: "Me" },
      },
    },
  ]);
});

test.each([
  [[], undefined, undefined],
  [["Hello"], "a311262e065454b75da111d535b8dacd", ["Hello"]],
  [["Hel.*"], "83fee93c1bcd8b9a5a923ffacdc636c7", ["Hello", "Help.Me"]],
  [["General", "Hello"], "fca026605781cb4126a1e9044df24232", ["General", "Hello"]],
  [["Unknown"], undefined, undefined],
])(
  "attribute names %j select attributes and the checksum over them",
  async (names, md5, selected) => {
    await client.send(
      new SendMessageCommand({
        ...orders,
        MessageBody: "msg",
        MessageAttributes: {
          Hello: { DataType: "String", StringValue: "There" },
          General: { DataType: "String", StringValue: "Kenobi" },
          "Help.Me": { DataType: "String", StringValue: "Me" },
        },
      }),
    );
    const message = first(await receive({ MessageAttributeNames: names }));

    expect(message.MD5OfMessageAttributes).toBe(md5);
    expect(message.MessageAttributes && Object.keys(message.MessageAttributes).sort()).toEqual(
      selected,
    );
    expect(message.Attributes).toBeUndefined();
  },
);

test("numbers and binary attributes have the checksums of AWS", async () => {
  const numbers = await client.send(
    new SendMessageCommand({
      ...orders,
      MessageBody: "a",
      MessageAttributes: {
        attr1: { DataType: "Number", StringValue: "99.12" },
        attr2: { DataType: "Number", StringValue: "109.12" },
      },
    }),
  );
  expect(numbers.MD5OfMessageAttributes).toBe("9b720b3af309c1c4b0d395c53b08c502");

  await client.send(
    new SendMessageCommand({
      ...orders,
      MessageBody: "b",
      MessageAttributes: { raw: { DataType: "Binary", BinaryValue: new Uint8Array([0, 255, 1]) } },
    }),
  );
  const [, binary] = await receive({ MaxNumberOfMessages: 10, MessageAttributeNames: ["All"] });
  expect(Array.from(binary?.MessageAttributes?.raw?.BinaryValue ?? [])).toEqual([0, 255, 1]);
});

test("single system attributes can be asked for, also by the older parameter", async () => {
  await client.send(new SendMessageCommand({ ...orders, MessageBody: "a" }));

  const message = first(await receive({ AttributeNames: ["SenderId"] }));
  expect(message.Attributes).toEqual({ SenderId: "123456789012" });
});

test("a batch reports what was sent and what was refused", async () => {
  const result = await client.send(
    new SendMessageBatchCommand({
      ...ordersFifo,
      Entries: [
        { Id: "good", MessageBody: "a", MessageGroupId: "g1", MessageDeduplicationId: "1" },
        { Id: "bad", MessageBody: "\u0001", MessageGroupId: "g1", MessageDeduplicationId: "2" },
      ],
    }),
  );

  expect(result.Successful).toEqual([
    {
      Id: "good",
      MessageId: expect.any(String),
      MD5OfMessageBody: "0cc175b9c0f1b6a831c399e269772661",
      SequenceNumber: expect.stringMatching(/^\d{20}$/),
    },
  ]);
  expect(result.Failed).toMatchObject([
    { Id: "bad", Code: "InvalidMessageContents", SenderFault: true },
  ]);
});

test("messages are deleted and given back one by one and in batches", async () => {
  for (const MessageBody of ["a", "b", "c", "d"]) {
    await client.send(new SendMessageCommand({ ...orders, MessageBody }));
  }
  const [a, b, c, d] = await receive({ MaxNumberOfMessages: 10 });
  await client.send(new DeleteMessageCommand({ ...orders, ReceiptHandle: a?.ReceiptHandle }));
  const deleted = await client.send(
    new DeleteMessageBatchCommand({
      ...orders,
      Entries: [
        { Id: "b", ReceiptHandle: b?.ReceiptHandle },
        { Id: "wrong", ReceiptHandle: "garbage" },
      ],
    }),
  );
  expect(deleted).toMatchObject({
    Successful: [{ Id: "b" }],
    Failed: [{ Id: "wrong", Code: "ReceiptHandleIsInvalid", SenderFault: true }],
  });
  await client.send(
    new ChangeMessageVisibilityCommand({
      ...orders,
      ReceiptHandle: c?.ReceiptHandle,
      VisibilityTimeout: 0,
    }),
  );
  await client.send(
    new ChangeMessageVisibilityBatchCommand({
      ...orders,
      Entries: [{ Id: "d", ReceiptHandle: d?.ReceiptHandle, VisibilityTimeout: 0 }],
    }),
  );

  const bodies = (await receive({ MaxNumberOfMessages: 10 })).map(({ Body }) => Body);
  expect(bodies).toEqual(["c", "d"]);
});

test("a waiting poll answers when a message is sent", async () => {
  const waiting = receive({ WaitTimeSeconds: 20 });
  await new Promise((resolve) => setTimeout(resolve, 20));
  await client.send(new SendMessageCommand({ ...orders, MessageBody: "a" }));

  expect((await waiting).map(({ Body }) => Body)).toEqual(["a"]);
});

test("queues are found by name, listed by prefix and described", async () => {
  expect(await client.send(new GetQueueUrlCommand({ QueueName: "orders" }))).toMatchObject({
    QueueUrl: `${started.endpoint.url}/123456789012/orders`,
  });
  const { QueueUrls } = await client.send(new ListQueuesCommand({ QueueNamePrefix: "orders." }));
  expect(QueueUrls).toEqual([`${started.endpoint.url}/123456789012/orders.fifo`]);
  const { Attributes } = await client.send(
    new GetQueueAttributesCommand({
      ...ordersFifo,
      AttributeNames: ["QueueArn", "VisibilityTimeout", "FifoQueue", "ApproximateNumberOfMessages"],
    }),
  );
  expect(Attributes).toEqual({
    QueueArn: queueArn("orders.fifo"),
    VisibilityTimeout: "30",
    FifoQueue: "true",
    ApproximateNumberOfMessages: "0",
  });
});

test("a purge empties the queue, once a minute", async () => {
  await client.send(new SendMessageCommand({ ...orders, MessageBody: "a" }));
  await client.send(new PurgeQueueCommand(orders));
  expect(await receive()).toEqual([]);

  const { error, message } = await failure(client.send(new PurgeQueueCommand(orders)));
  expect(error).toBeInstanceOf(PurgeQueueInProgress);
  expect(message).toBe("Only one PurgeQueue operation on orders is allowed every 60 seconds.");
  started.clock.advance(60_000);
  expect((await failure(client.send(new PurgeQueueCommand(orders)))).error).toBeUndefined();
});

test("a purge also forgets deduplication ids", async () => {
  const command = new SendMessageCommand({
    ...ordersFifo,
    MessageBody: "a",
    MessageGroupId: "g1",
    MessageDeduplicationId: "1",
  });
  const before = await client.send(command);
  await client.send(new PurgeQueueCommand(ordersFifo));

  expect((await client.send(command)).MessageId).not.toBe(before.MessageId);
});

test("errors that the API declares are those classes of the SDK", async () => {
  const nowhere = started.sqs.queueUrl("nowhere");
  const missing = await failure(
    client.send(new SendMessageCommand({ QueueUrl: nowhere, MessageBody: "a" })),
  );
  expect(missing.error).toBeInstanceOf(QueueDoesNotExist);
  expect(missing).toMatchObject({
    name: "QueueDoesNotExist",
    message: "The specified queue does not exist.",
    code: "AWS.SimpleQueueService.NonExistentQueue",
    status: 400,
  });
  const handle = new DeleteMessageCommand({ ...orders, ReceiptHandle: "garbage" });
  expect((await failure(client.send(handle))).error).toBeInstanceOf(ReceiptHandleIsInvalid);
  const contents = new SendMessageCommand({ ...orders, MessageBody: "\u0001" });
  expect((await failure(client.send(contents))).error).toBeInstanceOf(InvalidMessageContents);
  const Entries = Array.from({ length: 11 }, (_, index) => ({ Id: `${index}`, MessageBody: "a" }));
  const tooMany = await failure(client.send(new SendMessageBatchCommand({ ...orders, Entries })));
  expect(tooMany.error).toBeInstanceOf(TooManyEntriesInBatchRequest);
  expect(tooMany.message).toBe("Maximum number of entries per request are 10. You have sent 11.");
});

test.each([
  [
    { MaxNumberOfMessages: 11 },
    "Value 11 for parameter MaxNumberOfMessages is invalid. Reason: Must be between 1 and 10, if provided.",
  ],
  [
    { WaitTimeSeconds: 21 },
    "Value 21 for parameter WaitTimeSeconds is invalid. Reason: Must be >= 0 and <= 20, if provided.",
  ],
  [
    { VisibilityTimeout: -1 },
    "Value -1 for parameter VisibilityTimeout is invalid. Reason: Must be between 0 and 43200.",
  ],
])("receiving with %j is an InvalidParameterValue", async (options, message) => {
  expect(await failure(receive(options))).toMatchObject({
    name: "InvalidParameterValue",
    code: "InvalidParameterValue",
    message,
    status: 400,
  });
});

test("a missing parameter has the name that AWS gives it", async () => {
  const command = new SendMessageCommand({
    ...ordersFifo,
    MessageBody: "a",
    MessageDeduplicationId: "1",
  });

  expect(await failure(client.send(command))).toMatchObject({
    name: "MissingParameter",
    message: "The request must contain the parameter MessageGroupId.",
  });
});

test("a redrive of a queue that is no dead-letter queue is refused", async () => {
  const command = new StartMessageMoveTaskCommand({ SourceArn: queueArn("orders") });

  expect((await failure(client.send(command))).message).toBe(
    "Source queue must be configured as a Dead Letter Queue.",
  );
});
