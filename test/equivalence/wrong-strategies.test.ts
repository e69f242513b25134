import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { faultsOf } from "./harness/check-world.ts";
import { differences } from "./harness/compare-worlds.ts";
import { type Deployments, deployAll } from "./harness/deployments.ts";
import { randomRun } from "./harness/run-shop.ts";
import type { ModelName } from "./harness/shop.ts";
import { wrong, wrongly } from "./harness/wrongly.ts";

const run = randomRun(1, 400);

let deployments: Deployments;
beforeAll(async () => {
  deployments = await deployAll(["single", "micro"]);
});
afterAll(() => deployments?.remove());

function worldWith(name: keyof typeof wrong, model: ModelName) {
  return deployments.run(model, randomRun(1, 400), wrongly(wrong[name]));
}

describe("right as long as every unit has a function of its own", () => {
  it.each([
    "routeByFunction",
    "rowsInMemory",
    "checkpointPerFunction",
    "outcomesPerFunction",
  ] as const)("%s", async (name) => {
    const micro = await worldWith(name, "micro");
    expect(faultsOf(micro, run.stimuli)).toEqual([]);
    const single = await worldWith(name, "single");
    expect(differences(micro, single)).not.toEqual([]);
    expect(faultsOf(single, run.stimuli)).not.toEqual([]);
  });
});

it("ackUnknown, which is wrong in every strategy, alike", async () => {
  const micro = await worldWith("ackUnknown", "micro");
  expect(faultsOf(micro, run.stimuli)[0]).toMatch(/^poison-\d+ is in no dead-letter queue$/);
  expect(differences(micro, await worldWith("ackUnknown", "single"))).toEqual([]);
});
