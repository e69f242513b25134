import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { expect, test, vi } from "vitest";
import { handleCommand } from "../../runtime/command-handling.ts";
import { failureOf } from "./contract/check.ts";
import {
  type Call,
  inProcessClient,
  intercepted,
  openDatabase,
} from "./support/dynamodb-clients.ts";
import { walletCommand } from "./support/messages.ts";
import { eventLog, outcomeTable } from "./support/tables.ts";
import type { WalletCommand } from "./support/wallet.ts";
import { walletAggregate } from "./support/wallet-aggregate.ts";

const deposit = (...amounts: number[]): WalletCommand => ({ type: "Deposit", amounts });
const withdraw = (amount: number): WalletCommand => ({ type: "Withdraw", amount });

function open(client: DynamoDBClient = inProcessClient(openDatabase())) {
  const aggregate = walletAggregate(client);
  return {
    client,
    aggregate,
    send: (commandId: string, payload: WalletCommand, expectedVersion?: number) =>
      handleCommand(aggregate, {
        ...walletCommand("a", commandId, payload),
        ...(expectedVersion !== undefined && { expectedVersion }),
      }),
    log: async () => {
      const { commits } = await aggregate.events.load("a");
      return commits.map(({ header, events }) => [
        header.causationId,
        ...events.map(({ amount }) => amount),
      ]);
    },
  };
}

const accepted = (version: number, ...events: string[]) => ({
  status: "accepted",
  version,
  events,
});
const insufficient = (balance: number) => ({
  status: "rejected",
  rejection: { type: "InsufficientFunds", balance },
});

test("an accepted command answers the version after it and the types of its events", async () => {
  const { send, log } = open();
  expect(await send("c1", deposit(5, 6))).toEqual(accepted(2, "Deposited", "Deposited"));
  expect(await send("c2", withdraw(11))).toEqual(accepted(3, "Withdrawn"));
  expect(await log()).toEqual([
    ["c1", 5, 6],
    ["c2", 11],
  ]);
});

test("a rejected command answers why, is recorded, and leaves no event", async () => {
  const { send, log, aggregate } = open();
  expect(await send("c1", withdraw(1))).toEqual(insufficient(0));
  expect(await aggregate.outcomes.find("a", "c1")).toEqual(insufficient(0));
  expect(await log()).toEqual([]);
});

test("a command without events is accepted at the version it met, and recorded", async () => {
  const { send, log, aggregate } = open();
  await send("c1", deposit(5));
  expect(await send("c2", { type: "Touch" })).toEqual(accepted(1));
  expect(await aggregate.outcomes.find("a", "c2")).toEqual(accepted(1));
  expect(await log()).toEqual([["c1", 5]]);
});

test("the commit says what caused it and who asked for it", async () => {
  const { aggregate } = open();
  const traceparent = `00-${"a".repeat(32)}-${"b".repeat(16)}-01`;
  const command = {
    ...walletCommand("a", "c1", deposit(5)),
    correlationId: "root",
    traceparent,
    actor: "ada",
    headers: { tenant: "t1" },
  };
  await handleCommand(aggregate, command);
  const { commits } = await aggregate.events.load("a");
  expect(commits[0]?.header).toEqual({
    id: "a",
    type: "Commit",
    time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
    messageId: "a:1",
    correlationId: "root",
    causationId: "c1",
    source: "banking/wallet",
    schemaVersion: 1,
    traceparent,
    actor: "ada",
    headers: { tenant: "t1" },
  });
});

test.each([
  ["events", deposit(5), accepted(1, "Deposited")],
  ["a rejection", withdraw(1), insufficient(0)],
  ["no events", { type: "Touch" } as const, accepted(0)],
])(
  "a command id that led to %s answers so again, whatever happened since",
  async (_what, payload, outcome) => {
    const { send, log } = open();
    expect(await send("c1", payload)).toEqual(outcome);
    await send("other", deposit(100));
    const before = await log();
    expect(await send("c1", payload)).toEqual(outcome);
    // The id counts, not the content.
    expect(await send("c1", deposit(9))).toEqual(outcome);
    expect(await log()).toEqual(before);
  },
);

test("after the note of an outcome has expired the log still knows it, and it is noted again", async () => {
  const database = openDatabase();
  const { send, log, aggregate } = open(inProcessClient(database));
  await send("c1", deposit(5, 6));
  await send("c2", deposit(7));
  const Key = { streamId: { S: "a" }, commandId: { S: "c1" } };
  database.execute("DeleteItem", { TableName: outcomeTable.name, Key });
  expect(await aggregate.outcomes.find("a", "c1")).toBeUndefined();
  expect(await send("c1", deposit(5, 6))).toEqual(accepted(2, "Deposited", "Deposited"));
  expect(await aggregate.outcomes.find("a", "c1")).toEqual(accepted(2, "Deposited", "Deposited"));
  expect(await log()).toEqual([
    ["c1", 5, 6],
    ["c2", 7],
  ]);
});

test("the same command id for another aggregate is another command", async () => {
  const { aggregate, send } = open();
  await send("c1", deposit(5));
  expect(await handleCommand(aggregate, walletCommand("b", "c1", deposit(6)))).toEqual(
    accepted(1, "Deposited"),
  );
});

test.each([
  [0, accepted(1, "Deposited")],
  [
    1,
    {
      status: "rejected",
      rejection: { type: "UnexpectedVersion", expectedVersion: 1, actualVersion: 0 },
    },
  ],
])("expectedVersion %i of a new aggregate", async (expectedVersion, outcome) => {
  const { send } = open();
  expect(await send("c1", deposit(5), expectedVersion)).toEqual(outcome);
  expect(await send("c1", deposit(5), expectedVersion)).toEqual(outcome);
});

test("a lost race is decided again on the new state", async () => {
  const database = openDatabase();
  const rival = open(inProcessClient(database));
  await rival.send("c0", deposit(10));
  let races = 0;
  const { send, log } = open(
    intercepted(inProcessClient(database), async (call, send) => {
      if (isAppend(call) && races++ === 0) await rival.send("rival", withdraw(8));
      return send();
    }),
  );
  expect(await send("c1", withdraw(5))).toEqual(insufficient(2));
  expect(await log()).toEqual([
    ["c0", 10],
    ["rival", 8],
  ]);
});

test("a rejection is decided again when the stream moved under it", async () => {
  const database = openDatabase();
  const rival = open(inProcessClient(database));
  let races = 0;
  const { send } = open(
    intercepted(inProcessClient(database), async (call, send) => {
      const isDecision = call.operation === "TransactWriteItems";
      if (isDecision && races++ === 0) await rival.send("rival", deposit(8));
      return send();
    }),
  );
  expect(await send("c1", withdraw(5))).toEqual(accepted(2, "Withdrawn"));
});

test("a command that loses four races fails and pauses only in between", async () => {
  const database = openDatabase();
  const rival = open(inProcessClient(database));
  let races = 0;
  const { send, log } = open(
    intercepted(inProcessClient(database), async (call, send) => {
      if (isAppend(call)) await rival.send(`rival-${races++}`, deposit(1));
      return send();
    }),
  );
  const timer = vi.spyOn(globalThis, "setTimeout");
  expect(await failureOf(() => send("c1", deposit(5)))).toBe(
    'concurrency-conflict: Deposit for banking/wallet "a" lost 4 races against other commands.',
  );
  const pauses = timer.mock.calls.map(([, milliseconds]) => Number(milliseconds));
  timer.mockRestore();
  expect(races).toBe(4);
  expect(pauses.map((pause, index) => pause >= 0 && pause < 20 * 2 ** index)).toEqual([
    true,
    true,
    true,
  ]);
  expect((await log()).map(([commandId]) => commandId)).toEqual([
    "rival-0",
    "rival-1",
    "rival-2",
    "rival-3",
  ]);
});

test("of 50 concurrent commands on one aggregate none is lost or doubled", async () => {
  const { send, log } = open();
  const ids = Array.from({ length: 50 }, (_, index) => `c${index}`);
  const untilHandled = async (id: string): Promise<unknown> => {
    for (;;) {
      const outcome = await send(id, deposit(1)).catch((error: Error) => {
        if (!error.message.includes("lost 4 races")) throw error;
      });
      if (outcome !== undefined) return outcome;
    }
  };
  const outcomes = (await Promise.all(ids.map(untilHandled))) as { version: number }[];
  expect((await log()).map(([commandId]) => commandId).sort()).toEqual([...ids].sort());
  const versions = outcomes.map(({ version }) => version).sort((one, other) => one - other);
  expect(versions).toEqual(ids.map((_, index) => index + 1));
}, 20_000);

const crashes = ([deposit(5, 6), withdraw(1), { type: "Touch" }] as const).flatMap((payload) =>
  (payload.type === "Deposit" ? [1, 2] : [1]).flatMap((write) =>
    (["before", "after"] as const).map((when) => ({ when, write, payload })),
  ),
);

test.each(crashes)(
  "a crash $when write $write of $payload.type, then a redelivery: one effect",
  async ({ when, write, payload }) => {
    const client = inProcessClient(openDatabase());
    let writes = 0;
    const faulty = open(
      intercepted(client, async ({ operation }, send) => {
        const isHit = ["PutItem", "TransactWriteItems"].includes(operation) && ++writes === write;
        if (isHit && when === "before") throw new Error("crash");
        const answer = await send();
        if (isHit) throw new Error("crash");
        return answer;
      }),
    );
    expect(await failureOf(() => faulty.send("c1", payload))).toBe("Error: crash");
    const { send, log, aggregate } = open(client);
    const expected = {
      Deposit: accepted(2, "Deposited", "Deposited"),
      Withdraw: insufficient(0),
      Touch: accepted(0),
    }[payload.type];
    expect(await send("c1", payload)).toEqual(expected);
    expect(await aggregate.outcomes.find("a", "c1")).toEqual(expected);
    expect(await log()).toEqual(payload.type === "Deposit" ? [["c1", 5, 6]] : []);
  },
);

function isAppend({ operation, input }: Call): boolean {
  return operation === "PutItem" && input.TableName === eventLog.name;
}
