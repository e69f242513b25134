import { expect, vi } from "vitest";
import type { CommandEnvelope } from "../../../runtime/envelope.ts";
import { inProcessClient, intercepted, openDatabase } from "../support/dynamodb-clients.ts";
import { walletCommand } from "../support/messages.ts";
import { createScheduler, type Scheduler } from "../support/scheduler.ts";
import { type WalletCommand, wallet } from "../support/wallet.ts";
import {
  type HandleWalletCommand,
  type WalletAggregate,
  type WalletOutcome,
  walletAggregate,
} from "../support/wallet-aggregate.ts";
import type { Check } from "./check.ts";

/** Commands that get in each other's way: what the withdrawals decide hangs on the order. */
const payloads: Readonly<Record<string, WalletCommand>> = {
  deposit: { type: "Deposit", amounts: [5, 5] },
  "small-deposit": { type: "Deposit", amounts: [1] },
  withdraw: { type: "Withdraw", amount: 7 },
  "withdraw-again": { type: "Withdraw", amount: 7 },
  touch: { type: "Touch" },
};

const deliveriesPerCommand = 3;
const seeds = Array.from({ length: 150 }, (_, index) => index + 1);

/** Whatever the order of all store calls, and wherever it crashes: one effect and one outcome per command. */
export const exactlyOnceChecks: readonly Check<HandleWalletCommand>[] = [
  {
    title: "concurrent deliveries of a command have one effect and one outcome",
    run: (handle) => eachSeed((seed) => deliverAll(handle, seed, 0)),
  },
  {
    title: "deliveries that crash around store calls have one effect and one outcome",
    run: (handle) => eachSeed((seed) => deliverAll(handle, seed, 0.1)),
  },
];

async function eachSeed(run: (seed: number) => Promise<void>): Promise<void> {
  for (const seed of seeds) {
    await run(seed).catch((error: Error) => {
      throw new Error(`With seed ${seed}: ${error.message}`, { cause: error });
    });
  }
}

async function deliverAll(
  handle: HandleWalletCommand,
  seed: number,
  crashes: number,
): Promise<void> {
  const scheduler = createScheduler(seed);
  const client = inProcessClient(openDatabase());
  const aggregate = walletAggregate(crashing(client, scheduler, crashes));
  // Pauses between attempts become turns too: the seed alone decides the order.
  vi.stubGlobal("setTimeout", (task: () => void) => scheduler.turn().then(task));
  try {
    const commands = Object.entries(payloads).flatMap(([commandId, payload]) =>
      Array.from({ length: deliveriesPerCommand }, () => walletCommand("a", commandId, payload)),
    );
    const outcomes = await scheduler.run(
      commands.map((command) => () => redeliver(handle, aggregate, command)),
    );
    await verify(
      walletAggregate(client),
      commands.map(({ messageId }, index) => [messageId, outcomes[index] as WalletOutcome]),
    );
  } finally {
    vi.unstubAllGlobals();
  }
}

function crashing<Client extends object>(
  client: Client,
  scheduler: Scheduler,
  probability: number,
): Client {
  return intercepted(client, async (_call, send) => {
    await scheduler.turn();
    if (scheduler.chance(probability)) throw new Error("crashed before the call");
    const answer = await send();
    await scheduler.turn();
    if (scheduler.chance(probability)) throw new Error("crashed after the call");
    return answer;
  });
}

/** As the queue does: again until it is handled. */
async function redeliver(
  handle: HandleWalletCommand,
  aggregate: WalletAggregate,
  command: CommandEnvelope<WalletCommand>,
): Promise<WalletOutcome> {
  for (let delivery = 1; delivery < 50; delivery++) {
    const outcome = await handle(aggregate, command).catch(() => undefined);
    if (outcome !== undefined) return outcome;
  }
  throw new Error(`${command.messageId} was never handled`);
}

async function verify(
  { events, outcomes }: WalletAggregate,
  answers: readonly (readonly [commandId: string, outcome: WalletOutcome])[],
): Promise<void> {
  const { commits } = await events.load("a");
  for (const [commandId, answer] of answers) {
    expect(await outcomes.find("a", commandId), commandId).toEqual(answer);
    const own = commits.filter(({ header }) => header.causationId === commandId);
    const effects = answer.status === "accepted" && answer.events.length > 0 ? 1 : 0;
    expect(own.length, `commits of ${commandId}`).toBe(effects);
  }
  const balances = commits.map((_, index) =>
    commits.slice(0, index + 1).reduce((sum, { events: all }) => all.reduce(wallet.evolve, sum), 0),
  );
  expect(balances.filter((balance) => balance < 0)).toEqual([]);
}
