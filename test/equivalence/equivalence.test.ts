import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { faultsOf } from "./harness/check-world.ts";
import { differences } from "./harness/compare-worlds.ts";
import { type Deployments, deployAll } from "./harness/deployments.ts";
import { faultKinds } from "./harness/faults.ts";
import { randomRun } from "./harness/run-shop.ts";
import { seedsToRun, withSeed } from "./harness/seeds.ts";
import { modelNames } from "./harness/shop.ts";
import type { World } from "./harness/world.ts";

/** Commands and messages per seed. */
const size = 1500;

let deployments: Deployments;
beforeAll(async () => {
  deployments = await deployAll(modelNames);
});
afterAll(() => deployments?.remove());

describe.each(seedsToRun())("seed %i", (seed) => {
  const worlds = new Map<string, World>();
  const worldOf = (model: string) => worlds.get(model) as World;
  const { stimuli } = randomRun(seed, size);

  beforeAll(async () => {
    for (const model of modelNames) {
      const run = () => deployments.run(model, randomRun(seed, size));
      worlds.set(model, await withSeed(seed, run));
    }
  }, 120_000);

  it.each(modelNames)("%s keeps every promise under faults", (model) =>
    withSeed(seed, async () => expect(faultsOf(worldOf(model), stimuli)).toEqual([])),
  );

  it.each(["per-component", "micro", "mixed"])("%s leaves behind what single does", (model) =>
    withSeed(seed, async () => expect(differences(worldOf("single"), worldOf(model))).toEqual([])),
  );

  it("meets everything: answers of all kinds, conflicts, healthy and poisonous dead letters", () => {
    const { answers, deadLetters } = worldOf("single");
    const statuses = Object.groupBy(answers, ({ answer }) => answer.status);
    expect(Object.keys(statuses)).toEqual(["200", "202", "400", "409"]);
    for (const list of Object.values(statuses)) expect(list?.length).toBeGreaterThan(10);
    const queues = new Set(deadLetters.map(({ queue }) => queue));
    expect([...queues].sort()).toEqual([
      "order-commands.fifo",
      "order-summary-collector.fifo",
      "parcel-commands.fifo",
      "stray.fifo",
      "wallet-balance-collector.fifo",
      "wallet-commands.fifo",
      "wallet-history-collector.fifo",
    ]);
  });
});

it("has every fault at every call that the app's code makes", async () => {
  const options = randomRun(1, 2000);
  const { injected } = options.faults;
  await deployments.run("single", options);
  expect([...injected.keys()].sort()).toEqual(everyStep());
  const missing = [...injected].map(([step, had]) => ({
    step,
    faults: faultKinds.filter((kind) => !had.has(kind)),
  }));
  expect(missing.filter(({ faults }) => faults.length > 0)).toEqual([]);
});

it("repeats a seed exactly", async () => {
  const [first, second] = [randomRun(1, 300), randomRun(1, 300)];
  const world = await deployments.run("mixed", first);
  const again = await deployments.run("mixed", second);
  expect(again).toEqual(world);
  expect(await deployments.run("mixed", randomRun(2, 300))).not.toEqual(world);
});

/** Every call of the SDK that the app's code makes. */
function everyStep(): readonly string[] {
  const decide = (source: string, name: string) => [
    `${source} Query ${name}-event-log`,
    `${source} GetItem ${name}-outcomes`,
    `${source} PutItem ${name}-event-log`,
    `${source} PutItem ${name}-outcomes`,
    `${source} TransactWriteItems`,
  ];
  const collect = (readModel: string, log: string) => [
    `${readModel}-collector.fifo GetItem ${readModel}-query-db`,
    `${readModel}-collector.fifo PutItem ${readModel}-query-db`,
    `${readModel}-collector.fifo Query ${log}-event-log`,
  ];
  const aggregates = ["order", "parcel", "wallet"];
  return [
    "POST /trading/order/{id} SendMessage",
    "POST /trading/parcel/{id} SendMessage",
    ...decide("POST /trading/wallet/{id}", "wallet"),
    ...aggregates.flatMap((name) => decide(`${name}-commands.fifo`, name)),
    ...aggregates.map((name) => `${name}-event-log PublishBatch`),
    ...collect("order-summary", "order"),
    ...collect("wallet-balance", "wallet"),
    ...collect("wallet-history", "wallet"),
  ].sort();
}

it("deploys the same data, sources and routes whatever the strategy", () => {
  const dataOf = (model: (typeof modelNames)[number]) => {
    const { plan } = deployments.of(model);
    const { tables, queues, topics, subscriptions } = plan;
    const mappings = [...plan.queueMappings, ...plan.streamMappings].map(
      ({ functionName, ...mapping }) => ({ ...mapping, functionArn: undefined }),
    );
    const routes = plan.routes.map(({ functionName, ...route }) => route);
    return { tables, queues, topics, subscriptions, mappings, routes };
  };
  for (const model of modelNames) expect(dataOf(model)).toEqual(dataOf("single"));
  const counts = modelNames.map((model) => deployments.of(model).plan.functions.length);
  expect(counts).toEqual([2, 6, 15, 7]);
});

it("has the domain code that is checked here", () => {
  const directory = join(deployments.of("single").appDirectory, "plugins/trading");
  for (const file of domainFiles) {
    expect([file, readFileSync(join(directory, file), "utf8")]).toEqual([
      file,
      readFileSync(join(import.meta.dirname, file), "utf8"),
    ]);
  }
});

const domainFiles = [
  "order/messages.ts",
  "order/decider.ts",
  "parcel/messages.ts",
  "parcel/decider.ts",
  "wallet/messages.ts",
  "wallet/decider.ts",
  "order-summary/row.ts",
  "order-summary/projection.ts",
  "wallet-balance/row.ts",
  "wallet-balance/projection.ts",
  "wallet-history/row.ts",
  "wallet-history/projection.ts",
];
