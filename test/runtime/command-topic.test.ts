import { expect, test } from "vitest";
import { commandTopic } from "../../runtime/command-topic.ts";
import { logOf } from "./support/captured-log.ts";
import { inProcessClient, openDatabase } from "./support/dynamodb-clients.ts";
import { walletCommand } from "./support/messages.ts";
import { queueRecord } from "./support/records.ts";
import { decodeWalletCommand } from "./support/wallet.ts";
import { walletAggregate } from "./support/wallet-aggregate.ts";

function open() {
  const aggregate = walletAggregate(inProcessClient(openDatabase()));
  return { aggregate, handle: commandTopic(aggregate, decodeWalletCommand) };
}

const command = walletCommand("a", "c1", { type: "Deposit", amounts: [5] });

test("commands of a group are decided in order and their outcomes logged", async () => {
  const { handle } = open();
  const withdrawal = walletCommand("a", "c2", { type: "Withdraw", amount: 6 });
  const records = [queueRecord("m1", "a", command), queueRecord("m2", "a", withdrawal)];
  const lines = await logOf(async () => {
    expect(await handle(records)).toEqual({ batchItemFailures: [] });
  });
  const fields = { level: "info", receiveCount: 1, aggregate: "banking/wallet", id: "a" };
  expect(lines).toEqual([
    {
      ...fields,
      message: "Command accepted",
      queueMessageId: "m1",
      correlationId: "c1",
      messageId: "c1",
      command: "Deposit",
      version: 1,
      events: ["Deposited"],
    },
    {
      ...fields,
      message: "Command rejected",
      queueMessageId: "m2",
      correlationId: "c2",
      messageId: "c2",
      command: "Withdraw",
      rejection: { type: "InsufficientFunds", balance: 5 },
    },
  ]);
});

const idRule = "1 to 100 of the characters A-Z a-z 0-9 . _ ~ @ : -";
test.each([
  ["no JSON", "{", "its body is no JSON"],
  ["null", "null", "its body is no JSON object"],
  ["no id", { ...command, id: undefined }, `its id must be ${idRule}`],
  ["an id that no message group can have", { ...command, id: "ü" }, `its id must be ${idRule}`],
  ["an empty messageId", { ...command, messageId: "" }, "its envelope has no messageId"],
  ["no correlationId", { ...command, correlationId: 1 }, "its envelope has no correlationId"],
  [
    "a version as text",
    { ...command, expectedVersion: "1" },
    "its expectedVersion is no whole number",
  ],
  ["no payload", { ...command, payload: undefined }, "$: expected object, found missing"],
  [
    "an unknown command",
    { ...command, payload: { type: "Steal" } },
    '$.type: expected "Deposit" or "Withdraw" or "Touch", found string "Steal"',
  ],
])("a message with %s goes back to the queue", async (_what, body, reason) => {
  const { handle, aggregate } = open();
  const lines = await logOf(async () => {
    expect(await handle([queueRecord("m1", "a", body)])).toEqual({
      batchItemFailures: [{ itemIdentifier: "m1" }],
    });
  });
  expect(lines.map((line) => line.reason)).toEqual([
    `undecodable-message: The message is not a command in its envelope: ${reason}.`,
  ]);
  expect((await aggregate.events.load("a")).version).toBe(0);
});
