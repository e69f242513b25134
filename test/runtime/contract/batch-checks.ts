import { expect } from "vitest";
import type { processGroups } from "../../../runtime/batch.ts";
import { logOf } from "../support/captured-log.ts";
import { queueRecord } from "../support/records.ts";
import type { Check } from "./check.ts";

type ProcessGroups = typeof processGroups;

/** `[group, body]` of each message in order, and what the handler and the queue see of it. */
interface Case {
  readonly title: string;
  readonly messages: readonly (readonly [group: string, body: string])[];
  readonly handled: readonly string[];
  readonly failed: readonly string[];
}

const cases: readonly Case[] = [
  { title: "an empty batch has no failures", messages: [], handled: [], failed: [] },
  {
    title: "a batch without failures is done",
    messages: [
      ["a", "1"],
      ["a", "2"],
      ["b", "3"],
    ],
    handled: ["1", "2", "3"],
    failed: [],
  },
  {
    title: "of [ok, fail, ok] in one group the last two are given back and the last is not tried",
    messages: [
      ["a", "1"],
      ["a", "fail"],
      ["a", "3"],
    ],
    handled: ["1", "fail"],
    failed: ["m1", "m2"],
  },
  {
    title: "other groups go on after a failure",
    messages: [
      ["a", "fail"],
      ["b", "2"],
      ["a", "3"],
      ["b", "4"],
      ["c", "5"],
    ],
    handled: ["2", "4", "5", "fail"],
    failed: ["m0", "m2"],
  },
  {
    title: "groups named as members of an object are groups like any other",
    messages: [
      ["__proto__", "fail"],
      ["constructor", "2"],
      ["__proto__", "3"],
    ],
    handled: ["2", "fail"],
    failed: ["m0", "m2"],
  },
];

/** What a FIFO batch must do. */
export const batchChecks: readonly Check<ProcessGroups>[] = [
  ...cases.map(
    ({ title, messages, handled, failed }): Check<ProcessGroups> => ({
      title,
      async run(process) {
        const seen: string[] = [];
        const records = messages.map(([group, body], index) =>
          queueRecord(`m${index}`, group, body),
        );
        await logOf(async () => {
          const response = await process(records, async ({ body }) => {
            seen.push(body);
            if (body === "fail") throw new Error("failed");
          });
          expect(response).toEqual({
            batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })),
          });
        });
        expect(seen.sort()).toEqual(handled);
      },
    }),
  ),
  {
    title: "groups run side by side, the messages of one strictly one after the other",
    async run(process) {
      const steps: string[] = [];
      // Each group's first message waits until the other group's was started.
      const started = { a: Promise.withResolvers<void>(), b: Promise.withResolvers<void>() };
      const records = ["a1", "a2", "b1", "b2"].map((body) =>
        queueRecord(body, body.slice(0, 1), body),
      );
      await process(records, async ({ body }) => {
        steps.push(`${body} begins`);
        if (body === "a1" || body === "b1") {
          started[body === "a1" ? "a" : "b"].resolve();
          await started[body === "a1" ? "b" : "a"].promise;
        }
        await new Promise((resolve) => setImmediate(resolve));
        steps.push(`${body} ends`);
      });
      for (const group of ["a", "b"]) {
        expect(steps.filter((step) => step.startsWith(group))).toEqual([
          `${group}1 begins`,
          `${group}1 ends`,
          `${group}2 begins`,
          `${group}2 ends`,
        ]);
      }
    },
  },
  {
    title: "a failure is logged once, with what is given back",
    async run(process) {
      const records = [queueRecord("m0", "a"), queueRecord("m1", "a")];
      const lines = await logOf(() =>
        process(records, async () => {
          throw new Error("no stock");
        }),
      );
      expect(lines).toEqual([
        {
          level: "error",
          message: "Message failed; it and the rest of its group go back to the queue",
          queueMessageId: "m0",
          receiveCount: 1,
          reason: "Error: no stock",
          source: "arn:aws:sqs:eu-central-1:123456789012:app-dev-order.fifo",
          group: "a",
          givenBack: 2,
        },
      ]);
    },
  },
];
