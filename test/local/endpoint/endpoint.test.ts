import { createServer, request as httpRequest } from "node:http";
import type { AddressInfo } from "node:net";
import { connect } from "node:net";
import {
  ConditionalCheckFailedException,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  TransactionCanceledException,
  TransactWriteItemsCommand,
} from "@aws-sdk/client-dynamodb";
import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { afterEach, describe, expect, test } from "vitest";
import { AwsError } from "../../../generator/local/ports.ts";
import { queueArn } from "../sqs/queues-under-test.ts";
import {
  clientSettings,
  deny,
  sendRaw,
  startUnderTest,
  stopAll,
  streamArn,
} from "./endpoint-under-test.ts";

afterEach(stopAll);

const table = (name: string) => `arn:aws:dynamodb:eu-central-1:123456789012:table/${name}`;
const dynamodb = (operation: string) => `DynamoDB_20120810.${operation}`;
const streams = (operation: string) => `DynamoDBStreams_20120810.${operation}`;

describe("DynamoDB through the SDK", () => {
  test("an operation reaches the tables and its answer the client", async () => {
    const seen: unknown[] = [];
    const { endpoint } = await startUnderTest({
      execute(operation, input) {
        seen.push([operation, input]);
        return { Item: { id: { S: "1" }, total: { N: "2.50" } } };
      },
    });
    const client = new DynamoDBClient(clientSettings(endpoint));
    const { Item } = await client.send(
      new GetItemCommand({ TableName: "log", Key: { id: { S: "1" } } }),
    );

    expect(Item).toEqual({ id: { S: "1" }, total: { N: "2.50" } });
    expect(seen).toEqual([["GetItem", { TableName: "log", Key: { id: { S: "1" } } }]]);
  });

  test("errors arrive as classes, with their members", async () => {
    const errors = [
      new AwsError("ConditionalCheckFailedException", "The conditional request failed", 400, {
        Item: { id: { S: "1" } },
      }),
      new AwsError("TransactionCanceledException", "Transaction cancelled", 400, {
        CancellationReasons: [{ Code: "ConditionalCheckFailed" }, { Code: "None" }],
      }),
    ];
    const { endpoint, logged } = await startUnderTest({
      execute() {
        throw errors.shift();
      },
    });
    const client = new DynamoDBClient(clientSettings(endpoint));
    const conditional = await client
      .send(new PutItemCommand({ TableName: "log", Item: { id: { S: "1" } } }))
      .catch((error) => error);
    expect(conditional).toBeInstanceOf(ConditionalCheckFailedException);
    expect(conditional).toMatchObject({
      message: "The conditional request failed",
      Item: { id: { S: "1" } },
    });
    const cancelled = await client
      .send(new TransactWriteItemsCommand({ TransactItems: [] }))
      .catch((error) => error);
    expect(cancelled).toBeInstanceOf(TransactionCanceledException);
    expect(cancelled).toMatchObject({
      message: "Transaction cancelled",
      CancellationReasons: [{ Code: "ConditionalCheckFailed" }, { Code: "None" }],
    });
    expect(logged).toEqual([]);
  });
});

describe("permissions", () => {
  const put = (TableName: string) => ({ Put: { TableName } });

  test.each([
    ["PutItem", { TableName: "log" }, [["PutItem", table("log")]]],
    ["PutItem", { TableName: table("log") }, [["PutItem", table("log")]]],
    ["Query", { TableName: "log" }, [["Query", table("log")]]],
    [
      "Query",
      { TableName: "log", IndexName: "byTime" },
      [["Query", `${table("log")}/index/byTime`]],
    ],
    ["Scan", { TableName: "log", IndexName: "byTime" }, [["Scan", `${table("log")}/index/byTime`]]],
    [
      "BatchWriteItem",
      { RequestItems: { log: [], view: [] } },
      [
        ["BatchWriteItem", table("log")],
        ["BatchWriteItem", table("view")],
      ],
    ],
    ["BatchGetItem", { RequestItems: { log: {} } }, [["BatchGetItem", table("log")]]],
    ["ListTables", {}, [["ListTables", "*"]]],
    // Inputs that name nothing need permission for everything.
    ["PutItem", {}, [["PutItem", "*"]]],
    ["PutItem", { TableName: 5 }, [["PutItem", "*"]]],
    ["BatchWriteItem", { RequestItems: [] }, [["BatchWriteItem", "*"]]],
  ])("dynamodb %s with %j", async (operation, input, expected) => {
    const { endpoint, calls } = await startUnderTest();
    await sendRaw(endpoint, { target: dynamodb(operation), body: JSON.stringify(input) });

    expect(calls).toEqual(
      expected.map(([action, resource]) => ({
        accessKeyId: "AKIARAW",
        action: `dynamodb:${action}`,
        resource,
        context: {},
      })),
    );
  });

  test("a transaction needs the permission of each entry, and says that it is a transaction", async () => {
    const { endpoint, calls } = await startUnderTest();
    const TransactItems = [
      put("log"),
      put("log"),
      { Update: { TableName: "view" } },
      { Delete: { TableName: "view" } },
      { ConditionCheck: { TableName: "log" } },
    ];
    await sendRaw(endpoint, {
      target: dynamodb("TransactWriteItems"),
      body: JSON.stringify({ TransactItems }),
    });
    await sendRaw(endpoint, {
      target: dynamodb("TransactGetItems"),
      body: JSON.stringify({ TransactItems: [{ Get: { TableName: "log" } }] }),
    });
    const call = (action: string, name: string, enclosing: string) => ({
      accessKeyId: "AKIARAW",
      action: `dynamodb:${action}`,
      resource: table(name),
      context: { "dynamodb:EnclosingOperation": enclosing },
    });

    expect(calls).toEqual([
      call("PutItem", "log", "TransactWriteItems"),
      call("UpdateItem", "view", "TransactWriteItems"),
      call("DeleteItem", "view", "TransactWriteItems"),
      call("ConditionCheckItem", "log", "TransactWriteItems"),
      call("GetItem", "log", "TransactGetItems"),
    ]);
  });

  const QueueUrl = "http://127.0.0.1/123456789012/orders";
  test.each([
    ["SendMessage", { QueueUrl, MessageBody: "a" }, [["SendMessage", queueArn("orders")]]],
    ["SendMessageBatch", { QueueUrl }, [["SendMessage", queueArn("orders")]]],
    ["DeleteMessageBatch", { QueueUrl }, [["DeleteMessage", queueArn("orders")]]],
    [
      "ChangeMessageVisibilityBatch",
      { QueueUrl },
      [["ChangeMessageVisibility", queueArn("orders")]],
    ],
    ["ReceiveMessage", { QueueUrl: `${QueueUrl}/` }, [["ReceiveMessage", queueArn("orders")]]],
    ["GetQueueUrl", { QueueName: "orders" }, [["GetQueueUrl", queueArn("orders")]]],
    ["ListQueues", {}, [["ListQueues", "*"]]],
    ["SendMessage", {}, [["SendMessage", queueArn("*")]]],
    [
      "StartMessageMoveTask",
      { SourceArn: queueArn("dead"), DestinationArn: queueArn("orders") },
      [
        ["StartMessageMoveTask", queueArn("dead")],
        ["ReceiveMessage", queueArn("dead")],
        ["DeleteMessage", queueArn("dead")],
        ["GetQueueAttributes", queueArn("dead")],
        ["SendMessage", queueArn("orders")],
      ],
    ],
  ])("sqs %s with %j", async (operation, input, expected) => {
    const { endpoint, calls } = await startUnderTest();
    await sendRaw(endpoint, { target: `AmazonSQS.${operation}`, body: JSON.stringify(input) });

    expect(calls.map(({ action, resource }) => [action, resource])).toEqual(
      expected.map(([action, resource]) => [`sqs:${action}`, resource]),
    );
  });

  test("what is refused does not happen", async () => {
    const executed: string[] = [];
    const { endpoint, sqs } = await startUnderTest({
      authorize: deny,
      execute: (operation) => {
        executed.push(operation);
        return {};
      },
    });
    const settings = clientSettings(endpoint);
    const refusedPut = await new DynamoDBClient(settings)
      .send(new PutItemCommand({ TableName: "log", Item: {} }))
      .catch((error) => error);
    expect(refusedPut).toMatchObject({
      name: "AccessDeniedException",
      message: `AKIAFUNCTION is not authorized to perform: dynamodb:PutItem on resource: ${table("log")}`,
    });
    const refusedSend = await new SQSClient(settings)
      .send(new SendMessageCommand({ QueueUrl: sqs.queueUrl("orders"), MessageBody: "a" }))
      .catch((error) => error);
    expect(refusedSend).toMatchObject({ name: "AccessDenied" });
    expect(executed).toEqual([]);
    expect(sqs.receive("orders", 1)).toEqual([]);
  });

  test("a request without a signature has an empty access key, for the policies to judge", async () => {
    const { endpoint, calls } = await startUnderTest();
    await sendRaw(endpoint, {
      target: dynamodb("ListTables"),
      body: "{}",
      headers: { authorization: "" },
    });

    expect(calls.map(({ accessKeyId }) => accessKeyId)).toEqual([""]);
  });
});

describe("DynamoDB Streams", () => {
  async function call(
    started: Awaited<ReturnType<typeof startUnderTest>>,
    operation: string,
    input: object,
  ) {
    const body = JSON.stringify(input);
    return (await sendRaw(started.endpoint, { target: streams(operation), body })).json;
  }

  async function read(iterator: object, limit?: number) {
    const started = await startUnderTest();
    const { Shards } = (await call(started, "DescribeStream", { StreamArn: streamArn }))
      .StreamDescription;
    const { ShardIterator } = await call(started, "GetShardIterator", {
      StreamArn: streamArn,
      ShardId: Shards[0].ShardId,
      ...iterator,
    });
    const limits = limit === undefined ? {} : { Limit: limit };
    const answer = await call(started, "GetRecords", { ShardIterator, ...limits });
    return { started, answer };
  }

  test("streams are listed, with their labels", async () => {
    const started = await startUnderTest();

    expect(await call(started, "ListStreams", {})).toEqual({
      Streams: [{ StreamArn: streamArn, TableName: "log", StreamLabel: "2026-01-01T00:00:00.000" }],
    });
    expect(await call(started, "ListStreams", { TableName: "plain" })).toEqual({ Streams: [] });
  });

  test.each([
    [{ ShardIteratorType: "TRIM_HORIZON" }, ["98", "99", "100"]],
    [{ ShardIteratorType: "AT_SEQUENCE_NUMBER", SequenceNumber: "99" }, ["99", "100"]],
    [{ ShardIteratorType: "AFTER_SEQUENCE_NUMBER", SequenceNumber: "99" }, ["100"]],
    [{ ShardIteratorType: "LATEST" }, []],
  ])("an iterator of %j gives records %j", async (iterator, expected) => {
    const { answer } = await read(iterator);

    expect(
      answer.Records.map(
        (record: { dynamodb: { SequenceNumber: string } }) => record.dynamodb.SequenceNumber,
      ),
    ).toEqual(expected);
  });

  test("the next iterator goes on behind the last record", async () => {
    const { started, answer } = await read({ ShardIteratorType: "TRIM_HORIZON" }, 2);
    const next = await call(started, "GetRecords", { ShardIterator: answer.NextShardIterator });

    expect(next.Records).toEqual([
      {
        eventID: "event-100",
        eventName: "INSERT",
        eventVersion: "1.1",
        eventSource: "aws:dynamodb",
        awsRegion: "eu-central-1",
        userIdentity: { Type: "Service", PrincipalId: "dynamodb.amazonaws.com" },
        dynamodb: {
          ApproximateCreationDateTime: 1_767_225_600,
          Keys: { id: { S: "100" } },
          SequenceNumber: "100",
          SizeBytes: 10,
          StreamViewType: "KEYS_ONLY",
        },
      },
    ]);
  });

  test("reading needs permission for the stream, whatever the iterator", async () => {
    const { started } = await read({ ShardIteratorType: "LATEST" });

    expect(started.calls.map(({ action, resource }) => [action, resource])).toEqual([
      ["dynamodb:DescribeStream", streamArn],
      ["dynamodb:GetShardIterator", streamArn],
      ["dynamodb:GetRecords", streamArn],
    ]);
  });

  test.each([
    ["GetRecords", { ShardIterator: "garbage" }, "ValidationException"],
    ["GetRecords", {}, "ValidationException"],
    ["DescribeStream", { StreamArn: `${table("plain")}/stream/x` }, "ResourceNotFoundException"],
    [
      "GetShardIterator",
      { StreamArn: streamArn, ShardId: "other", ShardIteratorType: "LATEST" },
      "ResourceNotFoundException",
    ],
    ["Drain", { StreamArn: streamArn }, "UnknownOperationException"],
  ])("%s with %j is a %s", async (operation, input, code) => {
    const started = await startUnderTest();

    expect((await call(started, operation, input)).__type).toMatch(new RegExp(`#${code}$`));
    expect(started.logged).toEqual([]);
  });
});

describe("hostile requests", () => {
  test.each([
    [dynamodb("PutItem"), "{broken", 400, "com.amazon.coral.service#SerializationException"],
    [dynamodb("PutItem"), "[]", 400, "com.amazon.coral.service#SerializationException"],
    [dynamodb("PutItem"), '"text"', 400, "com.amazon.coral.service#SerializationException"],
    [dynamodb("PutItem"), "null", 400, "com.amazon.coral.service#SerializationException"],
    ["AmazonSQS.SendMessage", "\u0000", 400, "com.amazon.coral.service#SerializationException"],
    [
      "AmazonSQS.Fly",
      '{"QueueUrl":"orders"}',
      404,
      "com.amazon.coral.service#UnknownOperationException",
    ],
    ["AmazonSQS.constructor", "{}", 404, "com.amazon.coral.service#UnknownOperationException"],
    ["AmazonSQS.CreateQueue", "{}", 400, "com.amazonaws.sqs#UnsupportedOperation"],
    ["AmazonSQS", "{}", 404, "com.amazon.coral.service#UnknownOperationException"],
    ["Lambda.Invoke", "{}", 404, "com.amazon.coral.service#UnknownOperationException"],
    ["__proto__.__proto__", "{}", 404, "com.amazon.coral.service#UnknownOperationException"],
    [
      "AmazonSQS.SendMessage",
      "{}",
      400,
      "com.amazon.coral.service#MissingRequiredParameterException",
    ],
    [
      "AmazonSQS.SendMessage",
      '{"QueueUrl":"http://h/1/../orders","MessageBody":"a"}',
      404,
      "com.amazonaws.sqs#InvalidAddress",
    ],
    [
      "AmazonSQS.SendMessage",
      '{"QueueUrl":"http://h/1/orders","MessageBody":5}',
      400,
      "com.amazon.coral.service#SerializationException",
    ],
    [
      "AmazonSQS.SendMessage",
      '{"QueueUrl":"http://h/1/orders","MessageBody":"a","DelaySeconds":"1"}',
      400,
      "com.amazon.coral.service#SerializationException",
    ],
    [
      "AmazonSQS.SendMessage",
      '{"QueueUrl":"http://h/1/orders","MessageBody":"a","MessageAttributes":[1]}',
      400,
      "com.amazon.coral.service#SerializationException",
    ],
    [
      "AmazonSQS.SendMessage",
      '{"QueueUrl":"http://h/1/orders","MessageBody":"a","MessageAttributes":{"a":null}}',
      400,
      "com.amazon.coral.service#InvalidParameterValueException",
    ],
    [
      "AmazonSQS.SendMessageBatch",
      '{"QueueUrl":"http://h/1/orders","Entries":[null]}',
      400,
      "com.amazon.coral.service#SerializationException",
    ],
    [
      "AmazonSQS.SendMessageBatch",
      '{"QueueUrl":"http://h/1/orders","Entries":[{"MessageBody":"a"}]}',
      400,
      "com.amazon.coral.service#MissingRequiredParameterException",
    ],
    [
      "AmazonSQS.DeleteMessageBatch",
      '{"QueueUrl":"http://h/1/orders"}',
      400,
      "com.amazonaws.sqs#EmptyBatchRequest",
    ],
    [
      "AmazonSQS.GetQueueAttributes",
      '{"QueueUrl":"http://h/1/orders","AttributeNames":["constructor"]}',
      400,
      "com.amazonaws.sqs#InvalidAttributeName",
    ],
  ])("%s with %j is answered with %i %s", async (target, body, status, type) => {
    const { endpoint, logged } = await startUnderTest();
    const answer = await sendRaw(endpoint, { target, body });

    expect(answer).toMatchObject({ status, json: { __type: type } });
    expect(answer.json.message).toEqual(expect.any(String));
    expect(answer.headers.get("x-amzn-requestid")).toMatch(/^[0-9a-f-]{36}$/);
    expect(answer.headers.get("content-type")).toBe("application/x-amz-json-1.0");
    expect(logged).toEqual([]);
  });

  test("an attribute called __proto__ is data", async () => {
    const { endpoint, sqs } = await startUnderTest();
    const body = `{"QueueUrl":"${sqs.queueUrl("orders")}","MessageBody":"a","MessageAttributes":{"__proto__":{"DataType":"String","StringValue":"x"}}}`;
    expect((await sendRaw(endpoint, { target: "AmazonSQS.SendMessage", body })).status).toBe(200);
    const receive = await sendRaw(endpoint, {
      target: "AmazonSQS.ReceiveMessage",
      body: JSON.stringify({ QueueUrl: sqs.queueUrl("orders"), MessageAttributeNames: ["All"] }),
    });

    expect(receive.text).toContain(
      '"MessageAttributes":{"__proto__":{"DataType":"String","StringValue":"x"}}',
    );
  });

  test("errors of SQS carry the code of its older protocol", async () => {
    const { endpoint } = await startUnderTest();
    const body = '{"QueueUrl":"http://127.0.0.1/123456789012/nowhere"}';
    const { headers, json } = await sendRaw(endpoint, { target: "AmazonSQS.ReceiveMessage", body });

    expect(headers.get("x-amzn-query-error")).toBe(
      "AWS.SimpleQueueService.NonExistentQueue;Sender",
    );
    expect(json).toEqual({
      __type: "com.amazonaws.sqs#QueueDoesNotExist",
      message: "The specified queue does not exist.",
    });
  });

  test("a fault of the local run is a 500, its stack goes to the log and not to the client", async () => {
    const fault = new TypeError("secret detail");
    const { endpoint, logged } = await startUnderTest({
      execute() {
        throw fault;
      },
    });
    const answer = await sendRaw(endpoint, { target: dynamodb("PutItem"), body: "{}" });

    expect(answer.status).toBe(500);
    expect(answer.json).toEqual({
      __type: "com.amazonaws.dynamodb.v20120810#InternalServerError",
      message: "The local run failed on this request; its log has the stack.",
    });
    expect(logged).toEqual([fault]);
    expect((await sendRaw(endpoint, { target: dynamodb("ListTables"), body: "{" })).status).toBe(
      400,
    );
  });

  test("a body over 16 MiB is refused, whether or not its length is announced", async () => {
    const { endpoint, logged } = await startUnderTest();
    const megabyte = Buffer.alloc(1024 * 1024, " ");
    const send = (headers: Record<string, string | number>) =>
      new Promise<number | undefined>((resolve, reject) => {
        const request = httpRequest(
          endpoint.url,
          { method: "POST", headers: { "x-amz-target": dynamodb("PutItem"), ...headers } },
          (response) => {
            response.resume();
            resolve(response.statusCode);
          },
        );
        request.on("error", reject);
        for (let index = 0; index < 17; index += 1) request.write(megabyte);
        request.end();
      });

    expect(await send({ "content-length": 17 * megabyte.length })).toBe(413);
    expect(await send({ "transfer-encoding": "chunked" })).toBe(413);
    expect(logged).toEqual([]);
  });

  test("a web page cannot reach the services", async () => {
    const { endpoint, sqs } = await startUnderTest();
    const attempt = await sendRaw(endpoint, {
      body: "Action=Publish&Message=a&TopicArn=arn:aws:sns:eu-central-1:123456789012:events",
      headers: {
        "content-type": "application/x-www-form-urlencoded",
        origin: "https://example.com",
      },
    });
    expect(attempt.status).toBe(403);
    expect(attempt.json.message).toContain("https://example.com");

    const rebound = await new Promise<number | undefined>((resolve) => {
      httpRequest(
        endpoint.url,
        { method: "POST", headers: { host: "evil.example" } },
        (response) => {
          response.resume();
          resolve(response.statusCode);
        },
      ).end("{}");
    });
    expect(rebound).toBe(403);
    expect(sqs.receive("orders", 1)).toEqual([]);
  });

  test("a client that hangs up, or talks something else, disturbs nobody", async () => {
    const { endpoint, logged } = await startUnderTest();
    const port = Number(new URL(endpoint.url).port);
    for (const text of [
      "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n{",
      "hello\r\n\r\n",
    ]) {
      await new Promise<void>((resolve) => {
        const socket = connect(port, "127.0.0.1", () => {
          socket.write(text);
          setTimeout(() => socket.destroy(), 20);
        });
        socket.on("error", () => {});
        socket.on("close", () => resolve());
      });
    }

    expect((await sendRaw(endpoint, { target: dynamodb("ListTables"), body: "{}" })).status).toBe(
      200,
    );
    expect(logged).toEqual([]);
  });
});

describe("the server", () => {
  test("a port that is taken is an error that says so", async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
    const { port } = other.address() as AddressInfo;
    try {
      await expect(startUnderTest({ port })).rejects.toThrow(
        `Port ${port} on 127.0.0.1 is taken by another program. Stop that program or choose another port.`,
      );
    } finally {
      other.close();
    }
  });

  test("it listens on the port it is given, and frees it when closed", async () => {
    const { endpoint } = await startUnderTest();
    const port = Number(new URL(endpoint.url).port);
    await endpoint.close();
    await endpoint.close();
    const again = await startUnderTest({ port });

    expect(again.endpoint.url).toBe(`http://127.0.0.1:${port}`);
  });

  test("requests share a connection", async () => {
    const { endpoint } = await startUnderTest();
    const answer = await sendRaw(endpoint, { target: dynamodb("ListTables"), body: "{}" });

    expect(answer.headers.get("connection")).toBe("keep-alive");
  });

  test("closing does not wait for a long poll", async () => {
    const { endpoint, sqs } = await startUnderTest();
    const body = JSON.stringify({ QueueUrl: sqs.queueUrl("orders"), WaitTimeSeconds: 20 });
    const poll = sendRaw(endpoint, { target: "AmazonSQS.ReceiveMessage", body }).catch(() => "cut");
    await new Promise((resolve) => setTimeout(resolve, 30));
    await stopAll();

    expect(await poll).toBe("cut");
  });
});
