import {
  type DynamoDBClient,
  GetItemCommand,
  TransactionCanceledException,
  TransactWriteItemsCommand,
} from "@aws-sdk/client-dynamodb";
import { expect } from "vitest";
import { dynamoDbEventStore } from "../../../runtime/dynamodb-event-store.ts";
import { dynamoDbOutcomeStore } from "../../../runtime/dynamodb-outcome-store.ts";
import type { Outcome } from "../../../runtime/outcome-store.ts";
import { clientThatLosesAnswer, intercepted } from "../support/dynamodb-clients.ts";
import { commitHeader } from "../support/messages.ts";
import type { StoreTarget } from "../support/store-target.ts";
import { eventLog, outcomeTable } from "../support/tables.ts";
import { decodeWalletEvent, deposited, type InsufficientFunds } from "../support/wallet.ts";
import { type Check, failureOf } from "./check.ts";

export interface OutcomeStoreSubject {
  readonly target: StoreTarget;
  readonly id: string;
}

type WalletOutcome = Outcome<InsufficientFunds>;

const accepted: WalletOutcome = { status: "accepted", version: 1, events: ["Deposited"] };
const rejected: WalletOutcome = {
  status: "rejected",
  rejection: { type: "InsufficientFunds", balance: 3 },
};

/** What every outcome store must do. */
export const outcomeStoreChecks: readonly Check<OutcomeStoreSubject>[] = [
  {
    title: "a command without an outcome has none",
    async run(subject) {
      expect(await outcomesOf(subject).find(subject.id, "c1")).toBeUndefined();
    },
  },
  {
    title: "recordCommitted keeps the first outcome, without a failure",
    async run(subject) {
      const outcomes = outcomesOf(subject);
      await outcomes.recordCommitted(subject.id, "c1", accepted);
      await outcomes.recordCommitted(subject.id, "c1", rejected);
      expect(await outcomes.find(subject.id, "c1")).toEqual(accepted);
    },
  },
  {
    title: "outcomes are apart by aggregate and by command",
    async run(subject) {
      const outcomes = outcomesOf(subject);
      await outcomes.recordCommitted(subject.id, "c1", accepted);
      expect(await outcomes.find(subject.id, "c2")).toBeUndefined();
      expect(await outcomes.find(`${subject.id}-other`, "c1")).toBeUndefined();
    },
  },
  {
    title: "a decision is recorded while the stream is where it was",
    async run(subject) {
      const stream = await eventsOf(subject).load(subject.id);
      const outcomes = outcomesOf(subject);
      expect(await outcomes.recordDecision(stream, "c1", rejected)).toBe(true);
      expect(await outcomes.find(subject.id, "c1")).toEqual(rejected);
    },
  },
  {
    title: "a decision is refused once the stream moved on",
    async run(subject) {
      const store = eventsOf(subject);
      const stale = await store.load(subject.id);
      await store.append(stale, [deposited(1), deposited(2)], commitHeader("other"));
      const outcomes = outcomesOf(subject);
      expect(await outcomes.recordDecision(stale, "c1", rejected)).toBe(false);
      expect(await outcomes.find(subject.id, "c1")).toBeUndefined();
      const fresh = await store.load(subject.id);
      expect(await outcomes.recordDecision(fresh, "c1", rejected)).toBe(true);
    },
  },
  {
    title: "a decision is refused when the command has an outcome",
    async run(subject) {
      const stream = await eventsOf(subject).load(subject.id);
      const outcomes = outcomesOf(subject);
      await outcomes.recordCommitted(subject.id, "c1", accepted);
      expect(await outcomes.recordDecision(stream, "c1", rejected)).toBe(false);
      expect(await outcomes.find(subject.id, "c1")).toEqual(accepted);
    },
  },
  {
    title: "the SDK's retry of a decision after a lost answer has recorded it",
    async run(subject) {
      const losing = clientThatLosesAnswer(subject.target.endpoint);
      const client = intercepted(subject.target.client, ({ operation, input }, send) =>
        operation === "TransactWriteItems"
          ? losing.send(new TransactWriteItemsCommand(input as never))
          : send(),
      );
      const stream = await eventsOf(subject).load(subject.id);
      const isRecorded = await outcomesOf(subject, client).recordDecision(stream, "c1", rejected);
      losing.destroy();
      expect(isRecorded).toBe(true);
    },
  },
  ...(
    [
      [["None", "ConditionalCheckFailed"], "false"],
      [["ConditionalCheckFailed", "None"], "false"],
      [["TransactionConflict", "None"], "false"],
      [["None", "ThrottlingError"], "TransactionCanceledException: cancelled"],
      [["ConditionalCheckFailed", "ValidationError"], "TransactionCanceledException: cancelled"],
    ] as const
  ).map(
    ([codes, expected]): Check<OutcomeStoreSubject> => ({
      title: `a transaction cancelled by ${codes.join(" and ")} gives ${expected}`,
      async run(subject) {
        const error = new TransactionCanceledException({
          message: "cancelled",
          $metadata: {},
          CancellationReasons: codes.map((Code) => ({ Code })),
        });
        const client = intercepted(subject.target.client, () => Promise.reject(error));
        const stream = { streamId: subject.id, version: 0, commits: [] };
        let result: boolean | undefined;
        const failure = await failureOf(async () => {
          result = await outcomesOf(subject, client).recordDecision(stream, "c1", rejected);
        });
        expect(result === undefined ? failure : String(result)).toBe(expected);
      },
    }),
  ),
  {
    title: "an outcome is read consistently and expires after 35 days",
    async run(subject) {
      const reads: unknown[] = [];
      const client = intercepted(subject.target.client, ({ operation, input }, send) => {
        if (operation === "GetItem") reads.push(input.ConsistentRead);
        return send();
      });
      const before = Math.floor(Date.now() / 1000);
      await outcomesOf(subject).recordCommitted(subject.id, "c1", accepted);
      const after = Math.floor(Date.now() / 1000);
      await outcomesOf(subject, client).find(subject.id, "c1");
      expect(reads).toEqual([true]);
      const { Item: item } = await subject.target.client.send(
        new GetItemCommand({
          TableName: outcomeTable.name,
          Key: { streamId: { S: subject.id }, commandId: { S: "c1" } },
          ConsistentRead: true,
        }),
      );
      const expiresAt = Number(item?.expiresAt?.N);
      expect(expiresAt).toBeGreaterThanOrEqual(before + 35 * 86_400);
      expect(expiresAt).toBeLessThanOrEqual(after + 35 * 86_400);
    },
  },
  ...["__proto__", "ünï-🚀"].map(
    (hostile): Check<OutcomeStoreSubject> => ({
      title: `ids such as ${hostile} are ids like any other`,
      async run(subject) {
        const outcomes = outcomesOf(subject);
        const id = `${hostile}${subject.id}`;
        await outcomes.recordCommitted(id, hostile, accepted);
        expect(await outcomes.find(id, hostile)).toEqual(accepted);
      },
    }),
  ),
  {
    title: "a failure other than an earlier outcome is passed on",
    async run(subject) {
      const client = intercepted(subject.target.client, async () => {
        throw new Error("throttled");
      });
      const outcomes = outcomesOf(subject, client);
      expect(await failureOf(() => outcomes.recordCommitted(subject.id, "c1", accepted))).toBe(
        "Error: throttled",
      );
    },
  },
];

function outcomesOf(subject: OutcomeStoreSubject, client: DynamoDBClient = subject.target.client) {
  return dynamoDbOutcomeStore<InsufficientFunds>({
    client: () => client,
    tableName: () => outcomeTable.name,
    eventLogName: () => eventLog.name,
  });
}

function eventsOf({ target }: OutcomeStoreSubject) {
  return dynamoDbEventStore({
    client: () => target.client,
    tableName: () => eventLog.name,
    decodeEvent: decodeWalletEvent,
  });
}
