import {
  AuthorizationErrorException,
  GetTopicAttributesCommand,
  InvalidParameterException,
  ListSubscriptionsByTopicCommand,
  ListTopicsCommand,
  NotFoundException,
  PublishBatchCommand,
  PublishCommand,
  SNSClient,
  TooManyEntriesInBatchRequestException,
} from "@aws-sdk/client-sns";
import { afterEach, expect, test } from "vitest";
import { topicArn } from "../sns/topics-under-test.ts";
import { bodies, first, queueArn } from "../sqs/queues-under-test.ts";
import { clientSettings, deny, sendRaw, startUnderTest, stopAll } from "./endpoint-under-test.ts";

afterEach(stopAll);

async function start(options: Parameters<typeof startUnderTest>[0] = {}) {
  const started = await startUnderTest(options);
  return { ...started, client: new SNSClient(clientSettings(started.endpoint)) };
}

const events = { TopicArn: topicArn("events") };
const eventsFifo = { TopicArn: topicArn("events.fifo") };

async function failure(answer: Promise<unknown>) {
  return answer.then(
    () => undefined,
    (reason) => reason,
  );
}

test("what the SDK publishes is in the queue when it answers, attributes included", async () => {
  const { client, sqs, dropped } = await start();
  const text = 'ümläut 🚀 & <tags> "quotes" +%=;\r\n\tend';
  const { MessageId } = await client.send(
    new PublishCommand({
      ...events,
      Message: text,
      MessageAttributes: {
        type: { DataType: "String", StringValue: "Placed & <paid>" },
        total: { DataType: "Number", StringValue: "12.5" },
        raw: { DataType: "Binary", BinaryValue: new Uint8Array([0, 255]) },
        tags: { DataType: "String.Array", StringValue: '["a","b"]' },
      },
    }),
  );

  expect(MessageId).toMatch(/^[0-9a-f-]{36}$/);
  expect(dropped).toEqual([]);
  expect(first(sqs.receive("orders", 1))).toMatchObject({
    body: text,
    messageAttributes: {
      type: { dataType: "String", stringValue: "Placed & <paid>" },
      total: { dataType: "Number", stringValue: "12.5" },
      raw: { dataType: "Binary", binaryValue: "AP8=" },
      tags: { dataType: "String.Array", stringValue: '["a","b"]' },
    },
  });
});

test("a batch of the SDK keeps its order, its attributes and its failures", async () => {
  const { client, sqs } = await start();
  const entry = (id: string, Message: string) => ({
    Id: id,
    Message,
    MessageGroupId: "g1",
    MessageDeduplicationId: id,
    MessageAttributes: { n: { DataType: "Number", StringValue: id } },
  });
  const entries = Array.from({ length: 10 }, (_, index) => entry(String(index), `m${index}`));
  entries[4] = entry("4", " ");
  const result = await client.send(
    new PublishBatchCommand({ ...eventsFifo, PublishBatchRequestEntries: entries }),
  );

  expect(result.Successful?.map(({ Id }) => Id)).toEqual([
    "0",
    "1",
    "2",
    "3",
    "5",
    "6",
    "7",
    "8",
    "9",
  ]);
  expect(first(result.Successful ?? [])).toEqual({
    Id: "0",
    MessageId: expect.any(String),
    SequenceNumber: expect.stringMatching(/^\d{20}$/),
  });
  expect(result.Failed).toEqual([
    {
      Id: "4",
      Code: "InvalidParameter",
      Message: "Invalid parameter: Empty message",
      SenderFault: true,
    },
  ]);
  const records = sqs.receive("orders.fifo", 10);
  expect(bodies(records)).toEqual(["m0", "m1", "m2", "m3", "m5", "m6", "m7", "m8", "m9"]);
  expect(records.map(({ messageAttributes }) => messageAttributes.n?.stringValue)).toEqual([
    "0",
    "1",
    "2",
    "3",
    "5",
    "6",
    "7",
    "8",
    "9",
  ]);
});

test("topics and subscriptions are read through the SDK", async () => {
  const { client } = await start();

  expect((await client.send(new ListTopicsCommand({}))).Topics).toEqual([events, eventsFifo]);
  const { Attributes } = await client.send(new GetTopicAttributesCommand(eventsFifo));
  expect(Attributes).toMatchObject({ FifoTopic: "true", SubscriptionsConfirmed: "1" });
  const { Subscriptions } = await client.send(new ListSubscriptionsByTopicCommand(events));
  expect(Subscriptions).toMatchObject([{ Protocol: "sqs", Endpoint: queueArn("orders") }]);
});

test("errors are those classes of the SDK", async () => {
  const { client } = await start();
  const publish = (input: object) =>
    failure(client.send(new PublishCommand({ ...events, Message: "a", ...input })));

  const missing = await publish({ TopicArn: topicArn("nowhere") });
  expect(missing).toBeInstanceOf(NotFoundException);
  expect(missing).toMatchObject({
    message: "Topic does not exist",
    $metadata: { httpStatusCode: 404, requestId: expect.stringMatching(/^[0-9a-f-]{36}$/) },
  });
  expect(await publish({ Message: "x".repeat(262_145) })).toBeInstanceOf(InvalidParameterException);
  const entries = Array.from({ length: 11 }, (_, index) => ({ Id: `${index}`, Message: "a" }));
  const batch = (PublishBatchRequestEntries: { Id: string; Message: string }[]) =>
    failure(client.send(new PublishBatchCommand({ ...events, PublishBatchRequestEntries })));
  expect(await batch(entries)).toBeInstanceOf(TooManyEntriesInBatchRequestException);
  expect(await batch([])).toMatchObject({ name: "EmptyBatchRequestException" });
});

test("who may not publish gets an authorization error", async () => {
  const { client, sqs } = await start({ authorize: deny });
  const error = await failure(client.send(new PublishCommand({ ...events, Message: "a" })));

  expect(error).toBeInstanceOf(AuthorizationErrorException);
  expect(error.message).toBe(
    `AKIAFUNCTION is not authorized to perform: sns:Publish on resource: ${topicArn("events")}`,
  );
  expect(sqs.receive("orders", 1)).toEqual([]);
});

test("publishing one or many messages asks for sns:Publish on the topic", async () => {
  const { client, calls } = await start();
  await client.send(new PublishCommand({ ...events, Message: "a" }));
  await client.send(new PublishCommand({ TargetArn: topicArn("events"), Message: "a" }));
  await client.send(
    new PublishBatchCommand({ ...events, PublishBatchRequestEntries: [{ Id: "1", Message: "a" }] }),
  );
  await client.send(new ListTopicsCommand({}));
  const onTopic = {
    accessKeyId: "AKIAFUNCTION",
    action: "sns:Publish",
    resource: topicArn("events"),
    context: {},
  };

  expect(calls).toEqual([
    onTopic,
    onTopic,
    onTopic,
    { ...onTopic, action: "sns:ListTopics", resource: "*" },
  ]);
});

function form(fields: Record<string, string>): string {
  return new URLSearchParams(fields).toString();
}

const formHeaders = { "content-type": "application/x-www-form-urlencoded" };

test("entries count by their numbers, whatever their order and gaps", async () => {
  const { endpoint, sqs } = await start();
  const body = form({
    Action: "PublishBatch",
    ...events,
    "PublishBatchRequestEntries.member.10.Id": "b",
    "PublishBatchRequestEntries.member.10.Message": "b",
    "PublishBatchRequestEntries.member.9.Id": "a",
    "PublishBatchRequestEntries.member.9.Message": "a",
    "PublishBatchRequestEntries.member.999999999999.Id": "c",
    "PublishBatchRequestEntries.member.999999999999.Message": "c",
  });
  await sendRaw(endpoint, { body, headers: formHeaders });

  expect(bodies(sqs.receive("orders", 10))).toEqual(["a", "b", "c"]);
});

test("an attribute called __proto__ is data and changes nothing else", async () => {
  const { endpoint, sqs } = await start();
  const body = form({
    Action: "Publish",
    ...events,
    Message: "a",
    "__proto__.polluted": "yes",
    "MessageAttributes.entry.1.Name": "__proto__",
    "MessageAttributes.entry.1.Value.DataType": "String",
    "MessageAttributes.entry.1.Value.StringValue": "x",
  });
  expect((await sendRaw(endpoint, { body, headers: formHeaders })).status).toBe(200);

  const { messageAttributes } = first(sqs.receive("orders", 1));
  expect(JSON.stringify(messageAttributes)).toBe(
    '{"__proto__":{"dataType":"String","stringValue":"x"}}',
  );
  expect(({} as Record<string, unknown>).polluted).toBeUndefined();
});

test.each([
  ["Action=Fly", "InvalidAction", "The local run does not offer the action Fly;"],
  ["", "MissingAction", "Expected a form with an Action of SNS."],
  ["Action=%3Cscript%3E", "MissingAction", "Expected a form with an Action of SNS."],
  ["%%%&&&===", "MissingAction", "Expected a form with an Action of SNS."],
  [
    "Action=Publish&TopicArn=x&Message=a",
    "InvalidParameter",
    "An ARN must have at least 6 elements, not 1",
  ],
  [
    "Action=Publish&TopicArn.member.1=x&Message=a",
    "SerializationException",
    "Expected TopicArn to be a string, found a list.",
  ],
])("the form %j is answered with %s in XML", async (body, code, message) => {
  const { endpoint, logged } = await start();
  const answer = await sendRaw(endpoint, { body, headers: formHeaders });

  expect(answer.status).toBe(400);
  expect(answer.headers.get("content-type")).toBe("text/xml");
  expect(answer.text).toContain(`<Type>Sender</Type><Code>${code}</Code>`);
  expect(answer.text).toContain(message);
  expect(answer.text).toContain(`<RequestId>${answer.headers.get("x-amzn-requestid")}</RequestId>`);
  expect(logged).toEqual([]);
});

test("what an error repeats cannot break out of the XML", async () => {
  const { endpoint } = await start();
  const body = form({
    Action: "PublishBatch",
    ...events,
    "PublishBatchRequestEntries.member.1.Id": "</Message>&\u0000",
    "PublishBatchRequestEntries.member.1.Message": "a",
  });
  const { text } = await sendRaw(endpoint, { body, headers: formHeaders });

  expect(text).toContain("impermissible character: &#60;/Message&#62;&#38;\ufffd</Message>");
});
