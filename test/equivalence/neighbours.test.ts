import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createRandomSource } from "../local/dynamodb/support/random-source.ts";
import { faultsOf } from "./harness/check-world.ts";
import { type Deployments, deployAll } from "./harness/deployments.ts";
import type { Faults } from "./harness/faults.ts";
import type { RunOptions } from "./harness/run-shop.ts";
import { type ModelName, modelNames } from "./harness/shop.ts";
import { copyInQueue, type Stimulus } from "./harness/workload.ts";
import type { World } from "./harness/world.ts";
import { wrong, wrongly } from "./harness/wrongly.ts";
import type { OrderCommand } from "./order/messages.ts";
import type { ParcelCommand } from "./parcel/messages.ts";
import type { WalletCommand } from "./wallet/messages.ts";

let deployments: Deployments;
beforeAll(async () => {
  deployments = await deployAll(modelNames);
});
afterAll(() => deployments?.remove());

const ids = Array.from({ length: 10 }, (_, index) => `n${index + 1}`);

/** Ten healthy commands for each aggregate, each for an id of its own. */
const healthy: readonly Stimulus[] = ids.flatMap((id) => [
  command("order", id, { type: "PlaceOrder", customerId: "ann", skus: [] }),
  command("parcel", id, { type: "PackParcel", weight: 1 }),
  command("wallet", id, { type: "Deposit", amount: 1 }),
]);

function command(
  aggregate: "order" | "parcel" | "wallet",
  id: string,
  payload: OrderCommand | ParcelCommand | WalletCommand,
): Stimulus {
  return copyInQueue({ aggregate, id, commandId: `${aggregate}-${id}`, payload });
}

function breaks(id: string, how: "throw" | "exit"): Stimulus {
  return command("order", id, { type: "BreakOrder", how });
}

const noFaults: Faults = { next: () => undefined };

function together(stimuli: readonly Stimulus[], faults: Faults = noFaults): RunOptions {
  return { seed: 1, stimuli, faults, redelivery: 0, startsTogether: true };
}

/** How often the domain code of each component was called. */
function callsOf({ calls }: World): Readonly<Record<string, number>> {
  const components = calls.map((line) => line.slice(0, line.indexOf(" ")));
  const counts = Object.entries(Object.groupBy(components, (name) => name));
  return Object.fromEntries(counts.map(([name, lines]) => [name, lines?.length ?? 0]));
}

/** What becomes of the neighbours of Order when all goes well with them: each thing once. */
const undisturbed = {
  calls: { parcel: 10, wallet: 10, "wallet-balance": 10, "wallet-history": 10 },
  deliveries: {
    "parcel-commands.fifo": 10,
    "parcel-event-log": 10,
    "wallet-commands.fifo": 10,
    "wallet-event-log": 10,
    "wallet-balance-collector.fifo": 10,
    "wallet-history-collector.fifo": 10,
  },
};

function neighboursOf(world: World) {
  const isNeighbour = ([name]: readonly [string, number]) => !/order|stray/.test(name);
  return {
    calls: Object.fromEntries(Object.entries(callsOf(world)).filter(isNeighbour)),
    deliveries: Object.fromEntries(Object.entries(world.deliveries).filter(isNeighbour)),
  };
}

describe.each(modelNames)("%s", (model) => {
  it("a message that fails comes five times, all others once", async () => {
    const stimuli = [breaks("b1", "throw"), ...healthy, breaks("b2", "throw")];
    const world = await deployments.run(model, together(stimuli));
    expect(neighboursOf(world)).toEqual(undisturbed);
    expect(callsOf(world)).toMatchObject({ order: 10 + 2 * 5, "order-summary": 10 });
    expect(world.deliveries).toMatchObject({
      "order-commands.fifo": 10 + 2 * 5,
      "order-event-log": 10,
      "order-summary-collector.fifo": 10,
    });
    expect(faultsOf(world, stimuli)).toEqual([]);
  });

  it("messages of one read model that fail come five times, those of its neighbour once", async () => {
    const poison = (group: string): Stimulus => ({
      kind: "message",
      queue: "wallet-balance-collector.fifo",
      group,
      body: `poison for ${group}`,
    });
    const stimuli = [poison("b1"), ...healthy, poison("b2"), poison("b3")];
    const world = await deployments.run(model, together(stimuli));
    expect(neighboursOf(world)).toEqual({
      ...undisturbed,
      deliveries: { ...undisturbed.deliveries, "wallet-balance-collector.fifo": 10 + 3 * 5 },
    });
    expect(faultsOf(world, stimuli)).toEqual([]);
  });

  it("a crash costs neighbours a cold start and nothing else", async () => {
    const stimuli = [breaks("b1", "exit"), ...healthy];
    const world = await deployments.run(model, { ...together(stimuli), isSequential: true });
    expect(neighboursOf(world)).toEqual(undisturbed);
    expect(world.coldStarts).toEqual(coldStartsWithCrashes[model]);
    expect(faultsOf(world, stimuli)).toEqual([]);
  });

  it("crashes and refusals at every other call of Order disturb nobody else", async () => {
    const random = createRandomSource(1);
    let left = 20;
    const faults: Faults = {
      next(step) {
        if (!step.includes("order") || !random.chance(0.5) || left === 0) return undefined;
        left -= 1;
        return random.pick(["crash-before", "crash-after", "refused", "answer-lost"]);
      },
    };
    const world = await deployments.run(model, together(healthy, faults));
    expect(left).toBe(0);
    expect(neighboursOf(world)).toEqual(undisturbed);
    expect(faultsOf(world, healthy)).toEqual([]);
  });

  it("a relay that stands still holds up no other", async () => {
    let refusals = 0;
    const faults: Faults = {
      next(step) {
        if (step !== "order-event-log PublishBatch" || refusals === 40) return undefined;
        refusals += 1;
        return "crash-before";
      },
    };
    const world = await deployments.run(model, together(healthy, faults));
    expect(refusals).toBe(40);
    expect(neighboursOf(world)).toEqual(undisturbed);
    expect(callsOf(world)).toMatchObject({ order: 10, "order-summary": 10 });
    expect(faultsOf(world, healthy)).toEqual([]);
  });
});

/** The function that hosts the command topic of Order starts anew after each of five crashes. */
const coldStartsWithCrashes: Readonly<Record<ModelName, Readonly<Record<string, number>>>> = {
  single: { aggregates: 1 + 5, "read-models": 1 },
  "per-component": {
    order: 1 + 5,
    parcel: 1,
    wallet: 1,
    "order-summary": 1,
    "wallet-balance": 1,
    "wallet-history": 1,
  },
  micro: {
    "order-command-topic": 1 + 5,
    "order-event-topic": 1,
    "parcel-command-topic": 1,
    "parcel-event-topic": 1,
    "wallet-command-topic": 1,
    "wallet-event-topic": 1,
    "order-summary-event-collector": 1,
    "wallet-balance-event-collector": 1,
    "wallet-history-event-collector": 1,
  },
  mixed: {
    aggregates: 1 + 5,
    "wallet-command-topic": 1,
    "wallet-event-topic": 1,
    "order-summary": 1,
    "wallet-balance": 1,
    "wallet-history": 1,
  },
};

describe("these tests see", () => {
  const stimuli = [breaks("b1", "throw"), ...healthy, breaks("b2", "throw")];

  it("wholeBatch, which makes the healthy messages of a batch come again", async () => {
    const world = await deployments.run("single", together(stimuli), wrongly(wrong.wholeBatch));
    expect(world.deliveries["order-commands.fifo"]).toBeGreaterThan(10 + 2 * 5);
  });

  it("pauseAfterFailure, which makes neighbours come again where they share the function", async () => {
    const options = { ...together(stimuli), isSequential: true };
    const paused = wrongly(wrong.pauseAfterFailure);
    expect(neighboursOf(await deployments.run("micro", options, paused))).toEqual(undisturbed);
    expect(neighboursOf(await deployments.run("single", options, paused))).not.toEqual(undisturbed);
  });

  it("relaySkips, which loses commits that could not be published at once", async () => {
    const run = (replacements = {}) => {
      let refusals = 0;
      const next = (step: string) => {
        if (step !== "order-event-log PublishBatch" || refusals === 3) return undefined;
        refusals += 1;
        return "refused" as const;
      };
      return deployments.run("single", together(healthy, { next }), replacements);
    };
    expect(faultsOf(await run(), healthy)).toEqual([]);
    const faults = faultsOf(await run(wrongly(wrong.relaySkips)), healthy);
    expect(faults).not.toEqual([]);
    expect(
      faults.filter((line) => !/^order-summary n\d+ should be .*, found undefined$/.test(line)),
    ).toEqual([]);
  });
});
