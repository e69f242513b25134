import { SQSClient } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { manualClock } from "../../generator/local/clock.ts";
import { type Endpoint, startEndpoint } from "../../generator/local/endpoint/start-endpoint.ts";
import { createLocalSns } from "../../generator/local/sns/create-local-sns.ts";
import { createLocalSqs } from "../../generator/local/sqs/create-local-sqs.ts";
import {
  answerWith,
  commandEndpoint,
  outcomeEndpoint,
  sendTo,
} from "../../runtime/command-generator.ts";
import { handleCommand } from "../../runtime/command-handling.ts";
import { linesOf, logOf } from "./support/captured-log.ts";
import {
  account,
  clientSettings,
  inProcessClient,
  openDatabase,
} from "./support/dynamodb-clients.ts";
import { httpRequest, type RequestParts } from "./support/requests.ts";
import { decodeWalletCommand } from "./support/wallet.ts";
import { walletAggregate } from "./support/wallet-aggregate.ts";

const queue = "wallet.fifo";
const options = { name: "banking/wallet", decodeCommand: decodeWalletCommand };
const body = { type: "Deposit", amounts: [5] };
const path = { id: "a" };
const idRule = "1 to 100 of the characters A-Z a-z 0-9 . _ ~ @ : -";

let endpoint: Endpoint;
let sqs: ReturnType<typeof createLocalSqs>;
let client: SQSClient;

beforeAll(async () => {
  const clock = manualClock(Date.now());
  sqs = createLocalSqs({ clock, account, endpoint: () => endpoint.url });
  const sns = createLocalSns({ clock, account, sqs });
  endpoint = await startEndpoint({ dynamodb: openDatabase(), sqs, sns });
  client = new SQSClient({
    ...clientSettings(endpoint.url),
    useQueueUrlAsEndpoint: false,
    maxAttempts: 1,
  });
});
beforeEach(() => {
  sqs.createQueue({ name: queue, fifo: true, deduplicationScope: "messageGroup" });
  for (const { receiptHandle } of sqs.receive(queue, 10)) sqs.deleteMessage(queue, receiptHandle);
});
afterAll(async () => {
  client.destroy();
  await endpoint.close();
});

async function post(parts: RequestParts, queueUrl = () => sqs.queueUrl(queue)) {
  const handle = commandEndpoint({ ...options, dispatch: sendTo(() => client, queueUrl) });
  return read(handle, parts);
}

async function read(handle: ReturnType<typeof commandEndpoint>, parts: RequestParts) {
  let response: Awaited<ReturnType<typeof handle>> = {};
  await linesOf(async () => {
    response = await handle(httpRequest(parts));
  });
  return { ...response, body: JSON.parse(response.body ?? "null") };
}

test("a command is sent to its queue and 202 says where its outcome will be", async () => {
  const headers = { "idempotency-key": "key@1", "x-correlation-id": "root" };
  expect(await post({ path: { id: "a:1" }, headers, body })).toEqual({
    statusCode: 202,
    headers: {
      "content-type": "application/json",
      "cache-control": "no-store",
      location: "/banking/wallet/a%3A1/commands/key%401",
    },
    body: {
      commandId: "key@1",
      correlationId: "root",
      outcome: "/banking/wallet/a%3A1/commands/key%401",
    },
  });
  const [message] = sqs.receive(queue, 10);
  expect(message?.attributes).toMatchObject({
    MessageGroupId: "a:1",
    MessageDeduplicationId: "key@1",
  });
  expect(JSON.parse(message?.body ?? "")).toEqual({
    id: "a:1",
    type: "Deposit",
    time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
    messageId: "key@1",
    correlationId: "root",
    causationId: "key@1",
    source: "banking/wallet",
    schemaVersion: 1,
    payload: body,
  });
});

test("without an idempotency-key each command gets an id of its own, which also correlates", async () => {
  const [one, other] = [await post({ path, body }), await post({ path, body })];
  expect(one.body.commandId).toMatch(/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/);
  expect(one.body.correlationId).toBe(one.body.commandId);
  expect(other.body.commandId).not.toBe(one.body.commandId);
});

test("the same key sent twice to one aggregate is one message, to another aggregate another", async () => {
  const headers = { "idempotency-key": "twice" };
  await post({ path: { id: "x" }, headers, body });
  await post({ path: { id: "x" }, headers, body });
  await post({ path: { id: "y" }, headers, body });
  const groups = sqs.receive(queue, 10).map(({ attributes }) => attributes.MessageGroupId);
  expect(groups).toEqual(["x", "y"]);
});

const traceparent = `00-${"a".repeat(32)}-${"b".repeat(16)}-01`;
const arn = "arn:aws:iam::123456789012:user/ada";
test.each([
  ["expected-version", { headers: { "expected-version": "0" } }, { expectedVersion: 0 }],
  ["traceparent", { headers: { traceparent } }, { traceparent }],
  ["no malformed traceparent", { headers: { traceparent: "x" } }, { traceparent: undefined }],
  ["the IAM principal", { authorizer: { iam: { userArn: arn } } }, { actor: arn }],
  [
    "the subject of the token",
    { authorizer: { jwt: { claims: { sub: "ada" } } } },
    { actor: "ada" },
  ],
  [
    "no subject that is no text",
    { authorizer: { jwt: { claims: { sub: 1 } } } },
    { actor: undefined },
  ],
  [
    "a base64 body",
    { base64: true, body: { type: "Deposit", amounts: [7] } },
    { payload: { type: "Deposit", amounts: [7] } },
  ],
])("the command takes over %s", async (what, parts: RequestParts, expected: object) => {
  await post({ path: { id: what.replaceAll(" ", "-") }, body, ...parts });
  const sent = JSON.parse(sqs.receive(queue, 1)[0]?.body ?? "");
  for (const [name, value] of Object.entries(expected)) expect(sent[name]).toEqual(value);
});

test.each([
  ["no id", { body }, "Invalid id", `The id in the path must be ${idRule}.`],
  [
    "an id with a space",
    { path: { id: "a b" }, body },
    "Invalid id",
    `The id in the path must be ${idRule}.`,
  ],
  [
    "an id of 101 characters",
    { path: { id: "x".repeat(101) }, body },
    "Invalid id",
    `The id in the path must be ${idRule}.`,
  ],
  [
    "an id with a line end",
    { path: { id: "a\n" }, body },
    "Invalid id",
    `The id in the path must be ${idRule}.`,
  ],
  [
    "a key with a slash",
    { path, body, headers: { "idempotency-key": "a/b" } },
    "Invalid idempotency-key",
    `The header idempotency-key must be ${idRule}.`,
  ],
  [
    "a correlation id in unicode",
    { path, body, headers: { "x-correlation-id": "ü" } },
    "Invalid x-correlation-id",
    `The header x-correlation-id must be ${idRule}.`,
  ],
  [
    "a negative version",
    { path, body, headers: { "expected-version": "-1" } },
    "Invalid expected-version",
    "The header expected-version must be a whole number from 0.",
  ],
  [
    "a version of 16 digits",
    { path, body, headers: { "expected-version": "1".repeat(16) } },
    "Invalid expected-version",
    "The header expected-version must be a whole number from 0.",
  ],
  ["no body", { path }, "Invalid body", "The body must be a command as a JSON object."],
  [
    "a body that is no JSON",
    { path, body: "{" },
    "Invalid body",
    "The body must be a command as a JSON object.",
  ],
])("a request with %s is refused and nothing is sent", async (_what, parts, title, detail) => {
  expect(await post(parts)).toEqual({
    statusCode: 400,
    headers: { "content-type": "application/problem+json", "cache-control": "no-store" },
    body: { title, status: 400, detail },
  });
  expect(sqs.receive(queue, 10)).toEqual([]);
});

test("a command that is not of its type is refused with every problem", async () => {
  expect(await post({ path, body: { type: "Deposit", amounts: ["5", null] } })).toMatchObject({
    statusCode: 400,
    body: {
      title: "Invalid command",
      status: 400,
      detail: "The body is not a command of banking/wallet.",
      problems: [
        { path: "$.amounts[0]", expected: "number", found: 'string "5"' },
        { path: "$.amounts[1]", expected: "number", found: "null" },
      ],
    },
  });
});

test("while the queue is down the answer is 503 with the id to send again", async () => {
  const response = await post({ path, body, headers: { "idempotency-key": "k" } }, () => {
    throw new Error("no queue");
  });
  expect(response).toEqual({
    statusCode: 503,
    headers: { "content-type": "application/problem+json", "cache-control": "no-store" },
    body: {
      title: "Command not taken",
      status: 503,
      detail:
        "The command could not be taken at the moment. Send it again with the commandId as idempotency-key; it will run at most once.",
      commandId: "k",
    },
  });
  const missing = await post({ path, body }, () => sqs.queueUrl("missing.fifo"));
  expect(missing.statusCode).toBe(503);
});

test("a received command is logged with its ids", async () => {
  const dispatch = sendTo(
    () => client,
    () => sqs.queueUrl(queue),
  );
  const handle = commandEndpoint({ ...options, dispatch });
  const headers = { "idempotency-key": "k2", "x-correlation-id": "root" };
  expect(await logOf(() => handle(httpRequest({ path, headers, body })))).toEqual([
    {
      level: "info",
      message: "Command received",
      correlationId: "root",
      messageId: "k2",
      aggregate: "banking/wallet",
      id: "a",
      command: "Deposit",
      status: 202,
    },
  ]);
});

test("in sync mode the outcome is the answer, and can be asked for later", async () => {
  const aggregate = walletAggregate(inProcessClient(openDatabase()));
  const dispatch = answerWith((command: Parameters<typeof handleCommand>[1]) =>
    handleCommand(aggregate, command as never),
  );
  const handle = commandEndpoint({ ...options, dispatch });
  const send = (key: string, payload: unknown) =>
    read(handle, { path, body: payload, headers: { "idempotency-key": key } });
  const accepted = { status: "accepted", version: 1, events: ["Deposited"] };
  const rejected = { status: "rejected", rejection: { type: "InsufficientFunds", balance: 5 } };
  expect(await send("c1", body)).toMatchObject({
    statusCode: 200,
    body: { commandId: "c1", correlationId: "c1", ...accepted },
  });
  expect(await send("c2", { type: "Withdraw", amount: 6 })).toMatchObject({
    statusCode: 409,
    body: { commandId: "c2", correlationId: "c2", ...rejected },
  });
  const outcome = async (id: string, commandId: string) =>
    read(outcomeEndpoint(aggregate.outcomes), { path: { id, commandId } });
  expect(await outcome("a", "c1")).toMatchObject({
    statusCode: 200,
    body: { commandId: "c1", ...accepted },
  });
  expect(await outcome("a", "c2")).toMatchObject({
    statusCode: 200,
    body: { commandId: "c2", ...rejected },
  });
  expect(await outcome("a", "c3")).toMatchObject({
    statusCode: 404,
    body: {
      title: "No outcome",
      status: 404,
      detail: "Command c3 for a has no outcome: it is still waiting, or it was never sent.",
    },
  });
  expect(await outcome("a", "ü")).toMatchObject({
    statusCode: 400,
    body: { title: "Invalid id", status: 400, detail: `Both ids in the path must be ${idRule}.` },
  });
});
