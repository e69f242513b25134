import { expect, vi } from "vitest";
import type { Routes } from "../../../runtime/routing.ts";
import { linesOf } from "../support/captured-log.ts";
import { commitRecord, queueRecord } from "../support/records.ts";
import { type Check, failureOf } from "./check.ts";

type Route = (routes: Routes) => (event: unknown) => Promise<unknown>;

const known = "this function handles POST /banking/wallet/{id}, wallet.fifo, wallet-log.";

function handlers(taken: unknown[]) {
  return {
    http: {
      "POST /banking/wallet/{id}": async (request: unknown) => {
        taken.push(["http", request]);
        return { statusCode: 202 };
      },
    },
    queues: {
      "wallet.fifo": async (records: readonly unknown[]) => {
        taken.push(["queue", ...records]);
        return { batchItemFailures: [{ itemIdentifier: "from-queue" }] };
      },
    },
    streams: {
      "wallet-log": async (records: readonly unknown[]) => {
        taken.push(["stream", ...records]);
        return { batchItemFailures: [{ itemIdentifier: "from-stream" }] };
      },
    },
  };
}

const request = (routeKey: string) => ({ routeKey, requestContext: {} });
const fromQueue = (queue: string) => ({ Records: [queueRecord("m1", "a", {}, queue)] });
const fromTable = (table: string) => ({
  Records: [
    {
      ...commitRecord("1", { streamId: "a", version: 1 }),
      eventSourceARN: `arn:aws:dynamodb:eu-central-1:123456789012:table/${table}/stream/2026-11-24T00:00:00.000`,
    },
  ],
});

const routed = [
  ["a request by its route key", request("POST /banking/wallet/{id}"), "http", { statusCode: 202 }],
  [
    "messages by their queue",
    fromQueue("app-dev-wallet.fifo"),
    "queue",
    { batchItemFailures: [{ itemIdentifier: "from-queue" }] },
  ],
  [
    "stream records by their table",
    fromTable("app-dev-wallet-log"),
    "stream",
    { batchItemFailures: [{ itemIdentifier: "from-stream" }] },
  ],
] as const;

const refused = [
  ["a route that it does not have", request("GET /x"), "GET /x"],
  ["a route named __proto__", request("__proto__"), "__proto__"],
  ["a queue that it does not have", fromQueue("app-dev-other.fifo"), "other.fifo"],
  ["a queue of another stack", fromQueue("app-prod-wallet.fifo"), "app-prod-wallet.fifo"],
  ["a queue named __proto__", fromQueue("app-dev-__proto__"), "__proto__"],
  ["a queue named constructor", fromQueue("app-dev-constructor"), "constructor"],
  ["a queue named as a table", fromQueue("app-dev-wallet-log"), "wallet-log"],
  ["a table that it does not have", fromTable("app-dev-other-log"), "other-log"],
  ["a table named toString", fromTable("app-dev-toString"), "toString"],
  [
    "a notification of SNS",
    { Records: [{ EventSource: "aws:sns", Sns: { Message: "{}" } }] },
    "a record with the members EventSource, Sns",
  ],
  ["an event without records", { Records: [] }, "an event with the members Records"],
  ["an event of another kind", { "detail-type": "x" }, "an event with the members detail-type"],
  ["an empty event", {}, "an event with the members "],
  ["no event", undefined, "an event with the members undefined"],
  [
    "a record that looks like a request",
    { Records: [request("POST /banking/wallet/{id}")] },
    "a record with the members routeKey, requestContext",
  ],
  ["records that are no objects", { Records: ["x"] }, "a record with the members x"],
] as const;

/** What the handler of a function must do with what it is invoked with. */
export const routingChecks: readonly Check<Route>[] = [
  ...routed.map(
    ([what, event, kind, result]): Check<Route> => ({
      title: `routes ${what}`,
      async run(makeHandler) {
        const taken: unknown[] = [];
        await withPrefix(async () => {
          expect(await makeHandler(handlers(taken))(event)).toEqual(result);
        });
        expect(taken).toEqual([[kind, ...("Records" in event ? event.Records : [event])]]);
      },
    }),
  ),
  ...refused.map(
    ([what, event, source]): Check<Route> => ({
      title: `refuses ${what} and names what it handles`,
      async run(makeHandler) {
        const taken: unknown[] = [];
        const message = `No handler found for ${source}; ${known}`;
        const lines = await linesOf(() =>
          withPrefix(async () => {
            const handle = makeHandler(handlers(taken));
            expect(await failureOf(() => handle(event))).toBe(`unknown-source: ${message}`);
          }),
        );
        expect(lines.map((line) => JSON.parse(line).message)).toEqual([message]);
        expect(taken).toEqual([]);
      },
    }),
  ),
  {
    title: "a function without routes handles nothing",
    async run(makeHandler) {
      await linesOf(() =>
        withPrefix(async () => {
          expect(await failureOf(() => makeHandler({})(request("GET /x")))).toBe(
            "unknown-source: No handler found for GET /x; this function handles nothing.",
          );
        }),
      );
    },
  },
];

async function withPrefix(action: () => Promise<void>): Promise<void> {
  vi.stubEnv("RESOURCE_PREFIX", "app-dev-");
  try {
    await action();
  } finally {
    vi.unstubAllEnvs();
  }
}
