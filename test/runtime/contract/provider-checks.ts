import { expect, vi } from "vitest";
import type { Delivery, HostContext, Provider, Routes } from "../../../runtime/provider.ts";
import { linesOf } from "../support/captured-log.ts";
import { type Check, failureOf } from "./check.ts";

/** A provider with what its platform would hand over. */
export interface ProviderUnderTest<Arrival, Platform> {
  readonly provider: Provider<Arrival, Platform, unknown>;
  message(queue: string, id: string): Arrival;
  record(table: string, sequenceNumber: string): Arrival;
  request(routeKey: string): Arrival;
  /** A run that may go on for another second. */
  readonly platform: Platform;
  /** Calls what `asEventHandler` made, as the platform does. */
  deliver(routes: Routes, arrivals: readonly Arrival[]): Promise<unknown>;
}

type Subject = ProviderUnderTest<unknown, unknown>;

const routeKey = "POST /banking/wallet/{id}";
const prefix = "app-dev-";

const idsOf = ({ input }: Delivery) =>
  (input as { messageId?: string; dynamodb?: { SequenceNumber: string } }[]).map(
    ({ messageId, dynamodb }) => messageId ?? dynamodb?.SequenceNumber,
  );

/** What must hold whatever kinds of sources a provider has. */
export const contextCheck: Check<Pick<Subject, "provider" | "platform">> = {
  title: "a context has a request id that its log lines carry, and an end",
  async run({ provider, platform }) {
    const context = provider.context(platform);
    const lines = await linesOf(() => context.log.info("hello"));
    expect(lines.map((line) => JSON.parse(line).requestId)).toEqual([context.requestId]);
    expect(context.requestId).not.toBe("");
    expect(context.remainingMilliseconds()).toBeGreaterThan(0);
    expect(context.remainingMilliseconds()).toBeLessThanOrEqual(1000);
  },
};

/** What every provider must do. */
export const providerChecks: readonly Check<Subject>[] = [
  {
    title: "an event names its source as the stack does",
    run: (subject) =>
      withPrefix(async () => {
        const { provider, message, record, request } = subject;
        const arrivals = [
          message("wallet.fifo", "m1"),
          record("wallet-log", "1"),
          request(routeKey),
        ];
        expect(arrivals.map(provider.event).map(({ kind, source }) => [kind, source])).toEqual([
          ["queues", "wallet.fifo"],
          ["streams", "wallet-log"],
          ["http", routeKey],
        ]);
      }),
  },
  {
    title: "the arrivals of a batch stay together and in order",
    run: ({ provider, message, record }) =>
      withPrefix(async () => {
        const messages = ["m1", "m2", "m3"].map((id) => message("wallet.fifo", id));
        const records = ["1", "2"].map((id) => record("wallet-log", id));
        const deliveries = [provider.groupBySource(messages), provider.groupBySource(records)];
        expect(
          deliveries.map((each) => each.map((delivery) => [delivery.source, idsOf(delivery)])),
        ).toEqual([[["wallet.fifo", ["m1", "m2", "m3"]]], [["wallet-log", ["1", "2"]]]]);
        expect(provider.groupBySource([])).toEqual([]);
      }),
  },
  {
    title: "a role gets its input and a context, and what it answers is the result",
    run: (subject) =>
      withPrefix(async () => {
        const taken: unknown[] = [];
        const contexts: HostContext[] = [];
        const result = { batchItemFailures: [{ itemIdentifier: "m2" }] };
        const routes: Routes = {
          queues: {
            "wallet.fifo": async (messages, context) => {
              taken.push(...messages.map(({ messageId, body }) => [messageId, body]));
              contexts.push(context);
              return result;
            },
          },
        };
        const messages = ["m1", "m2"].map((id) => subject.message("wallet.fifo", id));
        expect(await subject.deliver(routes, messages)).toEqual(result);
        expect(taken).toEqual([
          ["m1", "body of m1"],
          ["m2", "body of m2"],
        ]);
        expect(contexts.map(({ requestId }) => requestId)).toEqual([expect.stringMatching(/./)]);
      }),
  },
  {
    title: "a source that is not known fails with what is",
    run: (subject) =>
      withPrefix(async () => {
        await linesOf(async () => {
          const routes: Routes = { queues: { "wallet.fifo": async () => never() } };
          const stray = [subject.message("stray.fifo", "m1")];
          expect(await failureOf(() => subject.deliver(routes, stray))).toBe(
            "unknown-source: No handler found for stray.fifo; this function handles wallet.fifo.",
          );
        });
      }),
  },
  contextCheck,
];

function never(): never {
  throw new Error("must not be called");
}

async function withPrefix(action: () => Promise<void>): Promise<void> {
  vi.stubEnv("RESOURCE_PREFIX", prefix);
  try {
    await action();
  } finally {
    vi.unstubAllEnvs();
  }
}
