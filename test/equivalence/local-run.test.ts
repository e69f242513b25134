import { expect, it } from "vitest";
import { createRandomSource } from "../local/dynamodb/support/random-source.ts";
import { faultsOf } from "./harness/check-world.ts";
import { differences } from "./harness/compare-worlds.ts";
import { type LocalShop, startLocalShop } from "./harness/local-shop.ts";
import { randomPayload } from "./harness/random-payload.ts";
import { seedsToRun } from "./harness/seeds.ts";
import { type ModelName, modelNames } from "./harness/shop.ts";
import { withoutTimes } from "./harness/without-times.ts";
import { aggregates, type ClientCommand, type Stimulus } from "./harness/workload.ts";
import type { World } from "./harness/world.ts";

/** Starting functions takes most of the time, so a short run leaves out two of the models. */
const models: readonly ModelName[] = seedsToRun().length > 1 ? modelNames : ["single", "micro"];

/** Commands by aggregate id; what one client sends one after the other. */
const streams = aggregates.flatMap((aggregate, place) =>
  Array.from({ length: 2 }, (_, index): readonly ClientCommand[] => {
    const random = createRandomSource(100 * place + index);
    const commands = Array.from({ length: 35 }, (_value, number): ClientCommand => {
      const payload = randomPayload(aggregate, random);
      const id = `e${index + 1}`;
      return { kind: "command", aggregate, id, commandId: `c${number + 1}`, payload };
    });
    // A client that got no answer sends again; a fatal command would take its neighbours along.
    return commands
      .filter(({ payload }) => payload.type !== "BreakOrder")
      .flatMap((command) => (random.chance(0.2) ? [command, command] : [command]));
  }),
);

const poison: readonly Extract<Stimulus, { kind: "message" }>[] = [
  "order-commands.fifo",
  "wallet-commands.fifo",
  "wallet-balance-collector.fifo",
].map((queue) => ({ kind: "message", queue, group: "poison", body: `poison for ${queue}` }));

const fatal = ["throw", "exit"].map(
  (how): ClientCommand => ({
    kind: "command",
    aggregate: "order",
    id: `fatal-${how}`,
    commandId: how,
    payload: { type: "BreakOrder", how } as { readonly type: string },
  }),
);

async function runOn(model: ModelName): Promise<World> {
  const shop = await startLocalShop(model);
  try {
    await Promise.all([
      ...poison.map((message) => shop.send(message)),
      // Two at a time: every event under way at once needs an environment, and starting one is slow.
      ...[0, 1].map((half) =>
        postAll(shop, streams.filter((_, index) => index % 2 === half).flat()),
      ),
    ]);
    await shop.rest();
    await postAll(shop, fatal);
    await shop.rest();
    const world = await shop.world();
    expect(shop.local.events.filter(({ type }) => type === "denied")).toEqual([]);
    return world;
  } finally {
    await shop.close();
  }
}

async function postAll(shop: LocalShop, commands: readonly ClientCommand[]): Promise<void> {
  for (const command of commands) await shop.post(command);
}

/** The order of answers to different clients is nobody's; times are those of the real clock. */
function comparable(world: World): World {
  const place = ({ command }: World["answers"][number]) =>
    `${command.aggregate} ${command.id} ${command.commandId}`;
  const answers = [...world.answers].sort((a, b) => (place(a) < place(b) ? -1 : 1));
  return withoutTimes({ ...world, answers }) as World;
}

it("the real local run leaves behind the same for every strategy", async () => {
  const worlds: World[] = [];
  for (const model of models) worlds.push(await runOn(model));
  const [single, ...others] = worlds.map(comparable);
  for (const world of worlds) expect(faultsOf(world, poison)).toEqual([]);
  expect(worlds[0]?.deadLetters.map(({ queue, group }) => `${queue} ${group}`)).toEqual([
    "order-commands.fifo fatal-exit",
    "order-commands.fifo fatal-throw",
    "order-commands.fifo poison",
    "wallet-balance-collector.fifo poison",
    "wallet-commands.fifo poison",
  ]);
  for (const world of others) expect(differences(single as World, world)).toEqual([]);
}, 300_000);
