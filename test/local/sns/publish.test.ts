import { describe, expect, test } from "vitest";
import { bodies, first, queueArn, refusal } from "../sqs/queues-under-test.ts";
import { allowTopic, fifoSubscription, startTopics, topicArn } from "./topics-under-test.ts";

const standard = { TopicArn: topicArn("events") };
const fifo = { TopicArn: topicArn("events.fifo") };

describe("delivery to queues", () => {
  test("raw delivery hands on the text and makes the attributes those of the queue", () => {
    const { sns, sqs, subscribe } = startTopics();
    subscribe();
    sns.execute("Publish", {
      ...standard,
      Message: '{"a":1}',
      Subject: "not delivered",
      MessageGroupId: "tenant-1",
      MessageAttributes: {
        type: { DataType: "String", StringValue: "Placed" },
        bytes: { DataType: "Binary", BinaryValue: "AQI=" },
      },
    });

    expect(first(sqs.receive("orders", 10))).toMatchObject({
      body: '{"a":1}',
      attributes: { MessageGroupId: "tenant-1" },
      messageAttributes: {
        type: { dataType: "String", stringValue: "Placed" },
        bytes: { dataType: "Binary", binaryValue: "AQI=" },
      },
    });
  });

  test("wrapped delivery is the document of SNS, to the letter", () => {
    const { sns, sqs, subscribe } = startTopics();
    subscribe({ rawMessageDelivery: false });
    const { MessageId } = sns.execute("Publish", {
      ...standard,
      Message: 'say "hello"',
      Subject: "Greeting",
      MessageAttributes: {
        type: { DataType: "String", StringValue: "Placed" },
        bytes: { DataType: "Binary", BinaryValue: "AQI=" },
      },
    });
    const { SubscriptionArn } = first(
      sns.execute("ListSubscriptionsByTopic", standard).Subscriptions as {
        SubscriptionArn: string;
      }[],
    );
    const record = first(sqs.receive("orders", 10));

    expect(record.messageAttributes).toEqual({});
    expect(record.body).toBe(`{
  "Type" : "Notification",
  "MessageId" : "${MessageId}",
  "TopicArn" : "arn:aws:sns:eu-central-1:123456789012:events",
  "Subject" : "Greeting",
  "Message" : "say \\"hello\\"",
  "Timestamp" : "2026-01-01T00:00:00.000Z",
  "SignatureVersion" : "1",
  "Signature" : "bm90IHNpZ25lZDogbG9jYWwgcnVu",
  "SigningCertURL" : "https://sns.eu-central-1.amazonaws.com/SimpleNotificationService-${JSON.parse(record.body).SigningCertURL.slice(-36, -4)}.pem",
  "UnsubscribeURL" : "https://sns.eu-central-1.amazonaws.com/?Action=Unsubscribe&SubscriptionArn=${SubscriptionArn}",
  "MessageAttributes" : {
    "type" : {"Type":"String","Value":"Placed"},
    "bytes" : {"Type":"Binary","Value":"AQI="}
  }
}`);
  });

  test("the document of a FIFO topic has a sequence number and no signature", () => {
    const { sns, sqs, subscribe } = startTopics();
    subscribe({ ...fifoSubscription, rawMessageDelivery: false });
    const { MessageId, SequenceNumber } = sns.execute("Publish", {
      ...fifo,
      Message: "a",
      MessageGroupId: "g1",
      MessageDeduplicationId: "1",
    });

    const document = JSON.parse(first(sqs.receive("orders.fifo", 10)).body);
    expect(Object.keys(document)).toEqual([
      "Type",
      "MessageId",
      "SequenceNumber",
      "TopicArn",
      "Message",
      "Timestamp",
      "UnsubscribeURL",
    ]);
    expect(document).toMatchObject({ MessageId, SequenceNumber });
    expect(SequenceNumber).toMatch(/^\d{20}$/);
  });

  test("each subscription gets its copy; subscribing a queue again replaces its subscription", () => {
    const { sns, sqs, subscribe } = startTopics();
    sqs.createQueue({ name: "second", fifo: false, policy: allowTopic("events", "second") });
    subscribe({ filterPolicy: '{"never":["x"]}' });
    subscribe();
    subscribe({ queueArn: queueArn("second") });
    sns.execute("Publish", { ...standard, Message: "a" });

    expect(bodies(sqs.receive("orders", 10))).toEqual(["a"]);
    expect(bodies(sqs.receive("second", 10))).toEqual(["a"]);
  });

  test("a message per protocol gives queues their own text, or the default one", () => {
    const { sns, sqs, subscribe } = startTopics();
    subscribe();
    const publish = (texts: unknown) =>
      sns.execute("Publish", {
        ...standard,
        Message: JSON.stringify(texts),
        MessageStructure: "json",
      });
    publish({ default: "for all", sqs: "for queues" });
    publish({ default: "for all", sqs: 5 });

    expect(bodies(sqs.receive("orders", 10))).toEqual(["for queues", "for all"]);
    expect(refusal(() => publish({ sqs: "for queues" }))).toBe(
      "InvalidParameter: Invalid parameter: Message Structure - No default entry in JSON message body",
    );
  });
});

describe("FIFO topics", () => {
  const publish = (topics: ReturnType<typeof startTopics>, groupId: string, id: string) =>
    topics.sns.execute("Publish", {
      ...fifo,
      Message: `${groupId}-${id}`,
      MessageGroupId: groupId,
      MessageDeduplicationId: id,
    });

  test("order within a group reaches the FIFO queue, with group and deduplication id", () => {
    const topics = startTopics();
    topics.subscribe(fifoSubscription);
    for (const id of ["1", "2", "3"]) publish(topics, "g1", id);
    const records = topics.sqs.receive("orders.fifo", 10);

    expect(bodies(records)).toEqual(["g1-1", "g1-2", "g1-3"]);
    expect(first(records).attributes).toMatchObject({
      MessageGroupId: "g1",
      MessageDeduplicationId: "1",
    });
  });

  test("a standard queue gets the message without group and deduplication id", () => {
    const topics = startTopics();
    topics.sqs.createQueue({
      name: "loose",
      fifo: false,
      policy: allowTopic("events.fifo", "loose"),
    });
    topics.subscribe({ ...fifoSubscription, queueArn: queueArn("loose") });
    publish(topics, "g1", "1");

    expect(Object.keys(first(topics.sqs.receive("loose", 1)).attributes)).toEqual([
      "ApproximateReceiveCount",
      "SentTimestamp",
      "SenderId",
      "ApproximateFirstReceiveTimestamp",
    ]);
    expect(topics.dropped).toEqual([]);
  });

  test("an id published again within five minutes gets the first answer and is not delivered", () => {
    const topics = startTopics();
    topics.subscribe(fifoSubscription);
    const answer = publish(topics, "g1", "1");
    topics.clock.advance(299_999);

    expect(publish(topics, "g2", "1")).toEqual(answer);
    topics.clock.advance(1);
    expect(publish(topics, "g1", "1")).not.toEqual(answer);
    expect(bodies(topics.sqs.receive("orders.fifo", 10))).toEqual(["g1-1", "g1-1"]);
  });

  test("with the scope of a message group the same id counts once per group", () => {
    const topics = startTopics();
    topics.sns.createTopic({
      name: "events.fifo",
      fifo: true,
      fifoThroughputScope: "MessageGroup",
    });
    const answers = ["g1", "g2", "g1"].map((group) => publish(topics, group, "1").MessageId);

    expect(answers[0]).toBe(answers[2]);
    expect(answers[0]).not.toBe(answers[1]);
  });

  test("content-based deduplication sends the SHA-256 of the text to the queue", () => {
    const topics = startTopics();
    topics.sns.createTopic({ name: "events.fifo", fifo: true, contentBasedDeduplication: true });
    topics.subscribe(fifoSubscription);
    for (let time = 0; time < 2; time += 1) {
      topics.sns.execute("Publish", { ...fifo, Message: "Test", MessageGroupId: "g1" });
    }
    const records = topics.sqs.receive("orders.fifo", 10);

    expect(records.map(({ attributes }) => attributes.MessageDeduplicationId)).toEqual([
      "532eaabd9574880dbf76b9b8cc00832c20a6ec113d682299550d7a6e0f345e25",
    ]);
  });

  test("deduplication and sequence survive a restart", () => {
    const topics = startTopics();
    topics.subscribe(fifoSubscription);
    const answer = publish(topics, "g1", "1");
    topics.clock.advance(200_000);
    const after = topics.restart().restart();

    expect(publish(after, "g1", "1")).toEqual(answer);
    after.clock.advance(200_000);
    const later = after.restart().restart();
    expect(Number(publish(later, "g1", "2").SequenceNumber)).toBeGreaterThan(
      Number(answer.SequenceNumber),
    );
  });

  // "remember first": a topic that remembers before the queue has the message loses it here.
  test("when the process dies before the topic remembers, publishing again delivers exactly once", () => {
    const topics = startTopics();
    topics.subscribe(fifoSubscription);
    topics.snsJournal.append = () => {
      throw new Error("the process dies");
    };
    expect(() => publish(topics, "g1", "1")).toThrow("the process dies");
    const after = topics.restart();
    after.subscribe(fifoSubscription);
    publish(after, "g1", "1");

    expect(bodies(after.sqs.receive("orders.fifo", 10))).toEqual(["g1-1"]);
  });

  test("when a queue cannot write the message down, publishing fails and can be done again", () => {
    const topics = startTopics();
    topics.subscribe(fifoSubscription);
    const { append } = topics.sqsJournal;
    topics.sqsJournal.append = () => {
      throw new Error("disk full");
    };
    expect(() => publish(topics, "g1", "1")).toThrow("disk full");
    topics.sqsJournal.append = append;
    publish(topics, "g1", "1");

    expect(bodies(topics.sqs.receive("orders.fifo", 10))).toEqual(["g1-1"]);
  });
});

describe("batches", () => {
  test("entries are published in order, and one that is refused fails alone", () => {
    const { sns, sqs, subscribe } = startTopics();
    subscribe();
    const result = sns.execute("PublishBatch", {
      ...standard,
      PublishBatchRequestEntries: [
        { Id: "one", Message: "a" },
        { Id: "two", Message: "" },
        { Id: "three", Message: "c" },
      ],
    });

    expect(result).toEqual({
      Successful: [
        { Id: "one", MessageId: expect.any(String) },
        { Id: "three", MessageId: expect.any(String) },
      ],
      Failed: [
        {
          Id: "two",
          Code: "InvalidParameter",
          Message: "Invalid parameter: Empty message",
          SenderFault: true,
        },
      ],
    });
    expect(bodies(sqs.receive("orders", 10))).toEqual(["a", "c"]);
  });

  const entry = (Id: string) => ({ Id, Message: "a" });
  test.each([
    [[], "EmptyBatchRequest: The batch request doesn't contain any entries."],
    [
      Array.from({ length: 11 }, (_, index) => entry(String(index))),
      "TooManyEntriesInBatchRequest: The batch request contains more entries than permissible.",
    ],
    [
      [entry("1"), entry("1")],
      "BatchEntryIdsNotDistinct: Two or more batch entries in the request have the same Id.",
    ],
    [
      [entry("message.id")],
      "InvalidBatchEntryId: The Id of a batch entry in the batch request contains an impermissible character: message.id",
    ],
    [
      [entry("1"), { Id: "2", Message: "x".repeat(262_144) }],
      "BatchRequestTooLong: The length of all the messages put together is more than the limit.",
    ],
  ])("a malformed batch is refused whole (%#)", (entries, expected) => {
    const { sns, sqs, subscribe } = startTopics();
    subscribe();

    expect(
      refusal(() =>
        sns.execute("PublishBatch", { ...standard, PublishBatchRequestEntries: entries }),
      ),
    ).toBe(expected);
    expect(sqs.receive("orders", 10)).toEqual([]);
  });

  test("a batch to a FIFO topic with an entry that lacks its group is refused whole", () => {
    const { sns } = startTopics();

    expect(
      refusal(() =>
        sns.execute("PublishBatch", {
          ...fifo,
          PublishBatchRequestEntries: [
            { Id: "1", Message: "a", MessageGroupId: "g", MessageDeduplicationId: "1" },
            { Id: "2", Message: "b", MessageDeduplicationId: "2" },
          ],
        }),
      ),
    ).toBe(
      "InvalidParameter: Invalid parameter: The MessageGroupId parameter is required for FIFO topics",
    );
  });
});

describe("what Publish refuses", () => {
  const attribute = (name: string, value: unknown) => ({
    ...standard,
    Message: "a",
    MessageAttributes: { [name]: value },
  });

  test.each([
    [{ ...standard, Message: "" }, "InvalidParameter: Invalid parameter: Empty message"],
    [
      { ...standard, Message: "x".repeat(262_145) },
      "InvalidParameter: Invalid parameter: Message too long",
    ],
    [
      {
        ...standard,
        Message: "x".repeat(262_140),
        MessageAttributes: { a: { DataType: "String", StringValue: "x" } },
      },
      "InvalidParameter: Invalid parameter: Message too long",
    ],
    [
      { ...standard, Message: "a", Subject: "two\nlines" },
      "InvalidParameter: Invalid parameter: Subject",
    ],
    [{ TopicArn: topicArn("nowhere"), Message: "a" }, "NotFound: Topic does not exist"],
    [
      { TopicArn: "events", Message: "a" },
      "InvalidParameter: Invalid parameter: TopicArn Reason: An ARN must have at least 6 elements, not 1",
    ],
    [
      { ...standard, Message: "a", MessageDeduplicationId: "1" },
      "InvalidParameter: Invalid parameter: MessageDeduplicationId Reason: The request includes MessageDeduplicationId parameter that is not valid for this topic type",
    ],
    [
      { ...fifo, Message: "a", MessageDeduplicationId: "1" },
      "InvalidParameter: Invalid parameter: The MessageGroupId parameter is required for FIFO topics",
    ],
    [
      { ...fifo, Message: "a", MessageGroupId: "g1" },
      "InvalidParameter: Invalid parameter: The topic should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly",
    ],
    [
      attribute("attr1", { DataType: "String", StringValue: "" }),
      "ParameterValueInvalid: The message attribute 'attr1' must contain non-empty message attribute value for message attribute type 'String'.",
    ],
    [
      attribute("attr1", { DataType: "String", BinaryValue: "AQI=" }),
      "ParameterValueInvalid: The message attribute 'attr1' with type 'String' must use field 'String'.",
    ],
    [
      attribute("attr1", { StringValue: "x" }),
      "ValidationError: 1 validation error detected: Value null at 'messageAttributes.attr1.member.dataType' failed to satisfy constraint: Member must not be null",
    ],
    [
      attribute("a^b", { DataType: "String", StringValue: "x" }),
      "ParameterValueInvalid: Invalid non-alphanumeric character '#x5E' was found in the message attribute name. Can only include alphanumeric characters, hyphens, underscores, or dots.",
    ],
    [
      attribute("n", { DataType: "Number", StringValue: "x" }),
      "ParameterValueInvalid: Could not cast message attribute 'n' value to number.",
    ],
    [
      { PhoneNumber: "+15551234567", Message: "a" },
      "InvalidParameter: Invalid parameter: PhoneNumber Reason: the local run publishes to topics only",
    ],
    [
      { ...standard, Message: 5 },
      "SerializationException: Expected Message to be a string, found number.",
    ],
  ])("case %#", (input, expected) => {
    const { sns } = startTopics();

    expect(refusal(() => sns.execute("Publish", input))).toBe(expected);
  });

  test("a message of exactly 256 KiB passes", () => {
    const { sns, sqs, subscribe, dropped } = startTopics();
    subscribe();
    sns.execute("Publish", { ...standard, Message: "x".repeat(262_144) });

    expect(dropped).toEqual([]);
    expect(sqs.queues()).toMatchObject([{ visible: 1 }, {}]);
  });
});

describe("what Subscribe refuses", () => {
  test.each([
    [
      { queueArn: queueArn("orders.fifo") },
      "InvalidParameter: Invalid parameter: Invalid parameter: Endpoint Reason: FIFO SQS Queues can not be subscribed to standard SNS topics",
    ],
    [
      { ...fifoSubscription, deadLetterQueueArn: queueArn("dead") },
      "InvalidParameter: Invalid parameter: RedrivePolicy: must use a FIFO queue as DLQ for a FIFO Subscription to a FIFO Topic.",
    ],
    [{ topicArn: topicArn("nowhere") }, "NotFound: Topic does not exist"],
    [
      { queueArn: "orders" },
      "InvalidParameter: Invalid parameter: Endpoint Reason: expected the ARN of an SQS queue, found orders. The local run delivers to queues only.",
    ],
    [
      { filterPolicy: "{invalid" },
      "InvalidParameter: Invalid parameter: FilterPolicy: failed to parse JSON. Expected an object, found {invalid",
    ],
  ])("%j", (settings, expected) => {
    const { subscribe } = startTopics();

    expect(refusal(() => subscribe(settings))).toBe(expected);
  });
});

describe("messages that do not arrive", () => {
  const lost = (messageId: unknown) =>
    `Message ${messageId} of topic ${topicArn("events")} did not reach queue ${queueArn("orders")}:`;

  test("without a policy that allows the topic the message is lost, and someone is told why", () => {
    const { sns, sqs, subscribe, dropped } = startTopics();
    sqs.createQueue({ name: "orders", fifo: false });
    subscribe();
    const { MessageId } = sns.execute("Publish", { ...standard, Message: "a" });

    expect(sqs.receive("orders", 10)).toEqual([]);
    expect(dropped).toEqual([
      `${lost(MessageId)} sns.amazonaws.com is not allowed sqs:SendMessage for ${topicArn("events")}: the queue has no policy. It is lost, as it would be on AWS, because the subscription has no dead-letter queue.`,
    ]);
  });

  test("the dead-letter queue of the subscription gets it, if its policy allows", () => {
    const { sns, sqs, subscribe, dropped } = startTopics();
    sqs.createQueue({ name: "orders", fifo: false });
    sqs.createQueue({ name: "dead", fifo: false, policy: allowTopic("events", "dead") });
    subscribe({ deadLetterQueueArn: queueArn("dead") });
    sns.execute("Publish", {
      ...standard,
      Message: "a",
      MessageAttributes: { type: { DataType: "String", StringValue: "Placed" } },
    });

    expect(first(sqs.receive("dead", 10))).toMatchObject({
      body: "a",
      messageAttributes: { type: { stringValue: "Placed" } },
    });
    expect(first(dropped)).toMatch(`It went to the dead-letter queue ${queueArn("dead")}.`);
  });

  test("a dead-letter queue without a policy stays empty", () => {
    const { sns, sqs, subscribe, dropped } = startTopics();
    sqs.createQueue({ name: "orders", fifo: false });
    sqs.createQueue({ name: "dead", fifo: false });
    subscribe({ deadLetterQueueArn: queueArn("dead") });
    sns.execute("Publish", { ...standard, Message: "a" });

    expect(sqs.receive("dead", 10)).toEqual([]);
    expect(first(dropped)).toContain(
      `the dead-letter queue ${queueArn("dead")} did not take it either`,
    );
  });

  test("more than ten attributes are too many for a queue in raw delivery, not in a document", () => {
    const { sns, sqs, subscribe, dropped } = startTopics();
    sqs.createQueue({ name: "second", fifo: false, policy: allowTopic("events", "second") });
    subscribe();
    subscribe({ queueArn: queueArn("second"), rawMessageDelivery: false });
    const MessageAttributes = Object.fromEntries(
      Array.from({ length: 11 }, (_, index) => [
        `a${index}`,
        { DataType: "String", StringValue: "x" },
      ]),
    );
    const { MessageId } = sns.execute("Publish", { ...standard, Message: "a", MessageAttributes });

    expect(sqs.receive("orders", 10)).toEqual([]);
    expect(sqs.receive("second", 10)).toHaveLength(1);
    expect(dropped).toEqual([
      `${lost(MessageId)} InvalidParameterValue: Number of message attributes [11] exceeds the allowed maximum [10]. It is lost, as it would be on AWS, because the subscription has no dead-letter queue.`,
    ]);
  });

  test("a queue that does not exist, here or in this account", () => {
    const { sns, subscribe, dropped } = startTopics();
    subscribe({ queueArn: queueArn("gone") });
    subscribe({ queueArn: "arn:aws:sqs:us-east-1:999999999999:orders" });
    sns.execute("Publish", { ...standard, Message: "a" });

    expect(dropped).toEqual([
      expect.stringContaining("QueueDoesNotExist: The specified queue does not exist. It is lost"),
      expect.stringContaining("the queue is in another account or region"),
    ]);
  });
});

test("topics and subscriptions are listed", () => {
  const { sns, subscribe } = startTopics();
  subscribe();

  expect(sns.execute("ListTopics", {})).toEqual({
    Topics: [{ TopicArn: topicArn("events") }, { TopicArn: topicArn("events.fifo") }],
  });
  expect(sns.execute("ListSubscriptionsByTopic", standard)).toEqual({
    Subscriptions: [
      {
        SubscriptionArn: expect.stringMatching(
          /^arn:aws:sns:eu-central-1:123456789012:events:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
        ),
        Owner: "123456789012",
        Protocol: "sqs",
        Endpoint: queueArn("orders"),
        TopicArn: topicArn("events"),
      },
    ],
  });
  expect(sns.execute("GetTopicAttributes", fifo)).toMatchObject({
    Attributes: { FifoTopic: "true", ContentBasedDeduplication: "false" },
  });
});

test("an action that the local run does not have says what it has", () => {
  const { sns } = startTopics();

  expect(refusal(() => sns.execute("CreateTopic", { Name: "x" }))).toMatch(
    "InvalidAction: The local run does not offer the action CreateTopic; it has Publish, PublishBatch,",
  );
});

test("a subscription or topic that was removed delivers no more", () => {
  const topics = startTopics();
  topics.subscribe();
  expect(topics.sns.subscriptions()).toEqual([
    { topicArn: topicArn("events"), queueArn: queueArn("orders"), rawMessageDelivery: true },
  ]);

  topics.sns.unsubscribe({ topicArn: topicArn("events"), queueArn: queueArn("orders") });
  topics.sns.execute("Publish", { TopicArn: topicArn("events"), Message: "a" });
  topics.sns.deleteTopic("events");

  expect(topics.sqs.receive("orders", 10)).toEqual([]);
  expect(topics.sns.topics().map(({ name }) => name)).toEqual(["events.fifo"]);
});
