import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { dev } from "../../../generator/cli/commands/dev.ts";
import { manualClock } from "../../../generator/local/clock.ts";
import { type Endpoint, startEndpoint } from "../../../generator/local/endpoint/start-endpoint.ts";
import type { LocalRun } from "../../../generator/local/local-run.ts";
import type { Authorize } from "../../../generator/local/ports.ts";
import { bringUpTable } from "../../../generator/local/remote-dynamodb/bring-up-table.ts";
import { createDynamoDbCaller } from "../../../generator/local/remote-dynamodb/call-dynamodb.ts";
import { createLocalSns } from "../../../generator/local/sns/create-local-sns.ts";
import { createLocalSqs } from "../../../generator/local/sqs/create-local-sqs.ts";
import { runLocally } from "../../end-to-end/local-app.ts";
import { temporaryApp } from "../../support/temporary-app.ts";
import { createCaller } from "../dynamodb/support/call-dynamodb.ts";
import {
  findDynamoDbLocal,
  reportMissing,
  startDynamoDbLocal,
} from "../dynamodb/support/dynamodb-local.ts";
import { account, startOfTime } from "../sqs/queues-under-test.ts";
import { copyApp, order, startApp } from "./app-under-test.ts";
import { creatableDynamoDb } from "./creatable-dynamodb.ts";

const patience = { timeout: 8000, interval: 20 };
const programFile = "plugins/orders/stack/index.ts";

interface Target {
  readonly url: string;
  stop(): Promise<void>;
}

/** What the local run has to do with any DynamoDB. */
function describeOtherEndpoint(start: () => Promise<Target>): void {
  let target: Target;
  beforeAll(async () => {
    target = await start();
  });
  afterAll(() => target.stop());

  const begin = (app: string, fresh: boolean) =>
    startApp(app, { dynamoDbEndpoint: target.url, fresh });
  const view = (run: LocalRun, id: string) => fetch(`${run.url}/orders/${id}`);
  const seen = (run: LocalRun, id: string, total: number) =>
    vi.waitFor(
      async () => expect(await (await view(run, id)).json()).toEqual({ id, total }),
      patience,
    );

  test("a command becomes a row; a restart goes on, and --fresh starts anew without others' tables", async () => {
    const app = copyApp();
    const call = createCaller(target.url);
    const foreign = {
      TableName: "orders-dev-not-of-the-stack",
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
      KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
    };
    await call("CreateTable", foreign);
    const first = await begin(app, true);
    await order(first.run, "o1", 7);
    await seen(first.run, "o1", 7);
    expect((await first.run.inspect()).tables).toEqual([
      { name: "orders-dev-order-log", itemCount: 1 },
      { name: "orders-dev-order-view", itemCount: 1 },
    ]);
    expect(first.events.filter(({ type }) => type === "denied" || type === "warning")).toEqual([]);
    await first.run.close();

    const second = await begin(app, false);
    await seen(second.run, "o1", 7);
    await order(second.run, "o2", 8);
    await seen(second.run, "o2", 8);
    const streamed = () =>
      second.events.flatMap((event) =>
        event.type === "batch" && event.source === "orders-dev-order-log" ? [event.records] : [],
      );
    // A batch is told when its function has answered, which may be after the row is there.
    await vi.waitFor(() => expect(streamed()).toEqual([1]), patience);
    await second.run.close();

    const third = await begin(app, true);
    expect((await view(third.run, "o1")).status).toBe(404);
    await order(third.run, "o3", 9);
    await seen(third.run, "o3", 9);
    expect((await view(third.run, "o1")).status).toBe(404);
    expect((await call("DescribeTable", { TableName: foreign.TableName })).status).toBe(200);
  }, 30_000);

  test("a role that lacks a permission fails as on AWS", async () => {
    const app = copyApp();
    const program = readFileSync(join(app, programFile), "utf8");
    writeFileSync(
      join(app, programFile),
      program.replace('Action: "dynamodb:*"', 'Action: "dynamodb:PutItem"'),
    );
    const { run, events } = await begin(app, true);

    expect((await view(run, "o1")).status).toBe(500);
    expect(events).toContainEqual(
      expect.objectContaining({ type: "denied", functionName: "orders-dev-orders" }),
    );
  });

  test("a table with other keys is not touched, unless --fresh allows it", async () => {
    const app = copyApp();
    const { run } = await begin(app, true);
    await run.close();
    const program = readFileSync(join(app, programFile), "utf8");
    writeFileSync(
      join(app, programFile),
      program.replace('"version", type: "N"', '"version", type: "S"'),
    );

    await expect(begin(app, false)).rejects.toMatchObject({
      exitCode: 3,
      message:
        "Table orders-dev-order-log exists with the keys stream (S), version (N), but the stack declares stream (S), version (S).",
      hint: expect.stringContaining("--fresh"),
    });
    await (await begin(app, true)).run.close();
    writeFileSync(join(app, programFile), program);
    await (await begin(app, true)).run.close();
  });

  test("an index, a stream and a time to live that a table lacks are added; its items stay", async () => {
    const { call } = createDynamoDbCaller({ url: target.url, region: "eu-central-1" });
    const table = {
      name: "lacking",
      attributes: [{ name: "id", type: "S" as const }],
      hashKey: "id",
    };
    await bringUpTable(call, table);
    await call("PutItem", { TableName: "lacking", Item: { id: { S: "a" } } });

    const description = await bringUpTable(call, {
      ...table,
      indexes: [{ name: "again", hashKey: "id", projection: "ALL" }],
      stream: "NEW_IMAGE",
      timeToLiveAttribute: "expiresAt",
    });

    expect(description).toMatchObject({
      ItemCount: 1,
      GlobalSecondaryIndexes: [{ IndexName: "again" }],
      StreamSpecification: { StreamEnabled: true, StreamViewType: "NEW_IMAGE" },
    });
  });
}

function serveOurs(authorize?: Authorize): Promise<Endpoint> {
  const clock = manualClock(startOfTime);
  const sqs = createLocalSqs({ clock, account, endpoint: () => "http://127.0.0.1" });
  const sns = createLocalSns({ clock, account, sqs, onDropped: () => {} });
  return startEndpoint({ dynamodb: creatableDynamoDb(), sqs, sns, authorize });
}

describe("another endpoint of ours", () => {
  const callers = new Set<string>();
  describeOtherEndpoint(async () => {
    const { url, close } = await serveOurs(({ accessKeyId }) => callers.add(accessKeyId));
    return { url, stop: close };
  });

  // The functions' own keys would each see other data in DynamoDB Local.
  test("gets every request from one access key", () => {
    expect([...callers]).toEqual(["local"]);
  });
});

test("an endpoint that goes away fails requests and is reported, and the run ends in order", async () => {
  const { url, close } = await serveOurs();
  const { run, events } = await startApp(copyApp(), { dynamoDbEndpoint: url });
  await close();

  expect((await fetch(`${run.url}/orders/o1`)).status).toBe(500);
  const message = `The stream of orders-dev-order-log cannot be read: No DynamoDB answers at ${url}: ECONNREFUSED.`;
  await vi.waitFor(() => expect(events).toContainEqual({ type: "warning", message }), patience);
  await run.close();
});

const source = findDynamoDbLocal();
reportMissing(source);

describe.runIf(source.kind !== "none")("DynamoDB Local", () => {
  let url: string;
  describeOtherEndpoint(async () => {
    const { endpoint, stop } = await startDynamoDbLocal(source);
    url = endpoint;
    return { url, stop: async () => stop() };
  });

  test("runs a new app, with its time to live", async () => {
    const app = temporaryApp();
    try {
      const local = await runLocally(app.directory, {
        dynamoDbEndpoint: url,
        fresh: true,
        port: 0,
      });
      await local.post("/ordering/order/o1", { type: "PlaceOrder", customerId: "ann", lines: [] });
      const row = await local.getUntil(
        "/ordering/order-summary/o1",
        ({ status }) => status === 200,
      );
      expect(row).toMatchObject({ status: 200, body: { version: 1 } });
      expect(local.events.filter(({ type }) => type === "denied" || type === "warning")).toEqual(
        [],
      );
      await local.run.close();
      const { body } = await createCaller(url)("DescribeTimeToLive", {
        TableName: "shop-ordering-dev-order-outcomes",
      });
      expect(body.TimeToLiveDescription).toEqual({
        TimeToLiveStatus: "ENABLED",
        AttributeName: "expiresAt",
      });
    } finally {
      app.remove();
    }
  });
});

test("an endpoint that nobody answers at is named, and nothing is thrown away", async () => {
  const app = copyApp();
  const url = "http://127.0.0.1:1";
  const kept = join(app, ".reventless/local/sqs.jsonl");
  mkdirSync(join(kept, ".."), { recursive: true });
  writeFileSync(kept, "");

  await expect(startApp(app, { dynamoDbEndpoint: url, fresh: true })).rejects.toMatchObject({
    exitCode: 2,
    message: expect.stringContaining(`No DynamoDB answers at ${url}`),
    hint: expect.stringContaining("--dynamodb"),
  });
  expect(existsSync(kept)).toBe(true);
});

test("dev refuses what is no URL", async () => {
  await expect(dev(["--dynamodb", "here:8000"])).rejects.toMatchObject({ exitCode: 2 });
});
