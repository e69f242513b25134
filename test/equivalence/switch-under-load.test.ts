import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { createRandomSource, type RandomSource } from "../local/dynamodb/support/random-source.ts";
import { faultsOf } from "./harness/check-world.ts";
import { type LocalShop, startLocalShop } from "./harness/local-shop.ts";
import { randomPayload } from "./harness/random-payload.ts";
import type { ModelName } from "./harness/shop.ts";
import { switchStrategy } from "./harness/switch-strategy.ts";
import { type AggregateName, aggregates, type ClientCommand } from "./harness/workload.ts";
import type { OrderCommand } from "./order/messages.ts";
import type { WalletCommand } from "./wallet/messages.ts";

const way: readonly ModelName[] = ["per-component", "micro", "single"];

/** Handler files of each strategy. */
const handlers: Readonly<Record<string, number>> = { single: 2, "per-component": 6, micro: 15 };

type Draft = Omit<ClientCommand, "commandId">;

/** A command for an aggregate that others send to as well. */
function racing(random: RandomSource, number: number): Draft {
  const aggregate = random.pick(aggregates);
  const payload = randomPayload(aggregate, random);
  return { kind: "command", aggregate, id: `e${Math.floor(number / 12)}`, payload };
}

/** The only command for its aggregate: no later commit brings what got lost on the way to a row. */
function only(random: RandomSource, id: string): Draft {
  const [aggregate, payload] = random.pick<readonly [AggregateName, OrderCommand | WalletCommand]>([
    ["order", { type: "PlaceOrder", customerId: "ann", skus: [] }],
    ["wallet", { type: "Deposit", amount: 1 }],
  ]);
  return { kind: "command", aggregate, id, payload };
}

/** Clients that send until they are told to stop; each waits for an answer before the next command. */
function startClients(shop: LocalShop, count: number) {
  let isStopped = false;
  let pauseMilliseconds = 25;
  let sent = 0;
  const clients = Array.from({ length: count }, async (_, client) => {
    const random = createRandomSource(client);
    for (let number = 1; !isStopped; number += 1) {
      const commandId = `client-${client}-${number}`;
      const draft = number % 3 === 0 ? racing(random, number) : only(random, commandId);
      if (draft.payload.type === "BreakOrder") continue;
      await shop.post({ ...draft, commandId });
      sent += 1;
      await new Promise((resolve) => setTimeout(resolve, pauseMilliseconds));
    }
  });
  return {
    sent: () => sent,
    /** Without pauses more comes in than is handled, so that a switch finds everything under way. */
    async inAHurry(act: () => Promise<void>): Promise<void> {
      pauseMilliseconds = 0;
      await act();
      pauseMilliseconds = 25;
    },
    async stop() {
      isStopped = true;
      await Promise.all(clients);
    },
  };
}

it("a switch of strategy under load loses nothing and doubles nothing", async () => {
  const shop = await startLocalShop("single");
  try {
    const clients = startClients(shop, 3);
    const sentBefore: number[] = [];
    for (const model of way) {
      await atLeast(clients.sent, (sentBefore.at(-1) ?? 0) + 30);
      sentBefore.push(clients.sent());
      await switchStrategy(shop.directory, model);
      await clients.inAHurry(() => shop.local.run.reload());
      const directory = join(shop.directory, "plugins/trading/handlers");
      const declared = shop.local.run.plan().functions.length;
      expect([readdirSync(directory).length, declared]).toEqual([handlers[model], handlers[model]]);
    }
    await atLeast(clients.sent, (sentBefore.at(-1) ?? 0) + 30);
    await clients.stop();
    await shop.rest();

    const world = await shop.world();
    expect(faultsOf(world, [])).toEqual([]);
    expect(world.deadLetters).toEqual([]);
    expect(world.answers).toHaveLength(clients.sent());
    const { events } = shop.local;
    expect(events.filter(({ type }) => ["denied", "notice", "warning"].includes(type))).toEqual([]);
    const statuses = events.flatMap((event) =>
      event.type === "http" && event.method === "POST" ? [event.status] : [],
    );
    expect([...new Set(statuses)].sort()).toEqual([200, 202, 400, 409]);
  } finally {
    await shop.close();
  }
}, 300_000);

async function atLeast(count: () => number, wanted: number): Promise<void> {
  while (count() < wanted) await new Promise((resolve) => setTimeout(resolve, 10));
}
