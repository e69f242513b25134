import { createRandomSource } from "../../local/dynamodb/support/random-source.ts";
import type { Handlers } from "./bundle-handlers.ts";
import { type Client, createClient } from "./client.ts";
import type { Deployment } from "./deployment.ts";
import { type Faults, randomFaults } from "./faults.ts";
import { startFunctions } from "./functions.ts";
import { deadLetters, moveBack } from "./dead-letters.ts";
import { type Services, startServices, strayQueue } from "./services.ts";
import { prefix } from "./shop.ts";
import { queueSource, type Source, shardsOf, streamSource } from "./sources.ts";
import { createTurns, settle, type Turns } from "./turns.ts";
import { type Stimulus, randomWorkload } from "./workload.ts";
import { readWorld, type World } from "./world.ts";

export interface RunOptions {
  readonly seed: number;
  /** Number of stimuli. */
  readonly size: number;
  /** Probability of a fault at each call of the SDK. */
  readonly faults: number;
}

export interface ShopRun {
  readonly world: World;
  readonly stimuli: readonly Stimulus[];
  /** How often each fault was injected at each step. */
  readonly injected: Faults["injected"];
  readonly coldStarts: ReadonlyMap<string, number>;
}

const faultsOff = { injected: new Map(), next: () => undefined } satisfies Faults;

/** Commands in clients' hands at once. */
const clientsAtOnce = 8;

/** Time that a step takes, in milliseconds: the run lasts longer than the queues remember doubles. */
const stepMilliseconds = 20;

/**
 * One run of the app: workload, order of all steps and all faults follow from the seed. None of
 * these choices looks at a function, so that the same seed makes the same choices in every model.
 */
export async function runShop(
  deployment: Deployment,
  handlers: Handlers,
  options: RunOptions,
): Promise<ShopRun> {
  const randomOf = (part: number) => createRandomSource(options.seed * 10 + part);
  const { plan } = deployment;
  const services = await startServices(plan);
  const turns = createTurns(randomOf(1));
  const random = randomOf(2);
  const injecting = randomFaults(randomOf(3), options.faults);
  let faults: Faults = injecting;
  const calls: string[] = [];
  const functions = startFunctions({
    plan,
    handlers,
    services,
    turns,
    faults: { injected: injecting.injected, next: (step) => faults.next(step) },
    random: randomOf(4),
    onProbe: (line) => calls.push(line),
  });
  let redelivery = 0.05;
  const sourceOptions = {
    services,
    functions,
    random,
    get redelivery() {
      return redelivery;
    },
  };
  const host = plan.queueMappings.find(({ queueName }) => queueName.includes("order-commands"));
  const stray = { queueName: strayQueue, functionName: host?.functionName ?? "", batchSize: 10 };
  const sources = [
    ...[...plan.queueMappings, stray].map((mapping) => queueSource(mapping, sourceOptions)),
    ...plan.streamMappings.flatMap((mapping) =>
      shardsOf(3).map((shard) => streamSource(mapping, shard, sourceOptions)),
    ),
  ];
  const client = createClient({ plan, functions });
  const stimuli = randomWorkload(randomOf(5), options.size);
  const drive = (list: readonly Stimulus[]) =>
    driveUntilQuiet({ list, services, turns, random, sources, client });

  await drive(stimuli);
  const given = deadLetters(services);
  // Somebody looks at the dead letters, when nothing fails any more.
  faults = faultsOff;
  redelivery = 0;
  for (let round = 1; round <= 10 && moveBack(services) > 0; round += 1) await drive([]);
  const whileDriving = async <Result>(act: () => Promise<Result>): Promise<Result> => {
    const [result] = await Promise.all([act(), drive([])]);
    return result;
  };
  const world = await readWorld({ services, client, calls, deadLetters: given, whileDriving });
  return { world, stimuli, injected: injecting.injected, coldStarts: functions.coldStarts };
}

/** Takes steps until everything is through. */
async function driveUntilQuiet(options: {
  readonly list: readonly Stimulus[];
  readonly services: Services;
  readonly turns: Turns;
  readonly random: ReturnType<typeof createRandomSource>;
  readonly sources: readonly Source[];
  readonly client: Client;
}): Promise<void> {
  const { services, turns, random, sources, client } = options;
  const waiting = [...options.list];
  const begin = (): boolean => {
    const next = client.running < clientsAtOnce ? waiting.shift() : undefined;
    if (next === undefined) return false;
    applyStimulus(next, services, client);
    return true;
  };
  const deliver = (): boolean => (random.chance(0.3) ? begin() : random.pick(sources).deliver());
  const deliverAny = (): boolean => begin() || sources.some((source) => source.deliver());
  let silentSteps = 0;
  // A look at a queue can move messages aside and find nothing; the next look may find something.
  while (silentSteps < 3) {
    await settle();
    services.clock.advance(stepMilliseconds);
    if (turns.waiting > 0 && random.chance(0.75)) turns.releaseOne();
    else if (!deliver()) {
      if (turns.waiting > 0) turns.releaseOne();
      else silentSteps = deliverAny() ? 0 : silentSteps + 1;
      continue;
    }
    silentSteps = 0;
  }
}

let copies = 0;

function applyStimulus(stimulus: Stimulus, { sqs, dynamodb }: Services, client: Client): void {
  if (stimulus.kind === "command") return client.post(stimulus);
  copies += 1;
  const deduplicationId = `copy-${copies}`;
  if (stimulus.kind === "message") {
    const { queue, group: groupId, body } = stimulus;
    sqs.send(`${prefix}${queue}`, { body, groupId, deduplicationId });
    return;
  }
  const records = dynamodb.streamRecords(`${prefix}${stimulus.log}`, undefined, 100_000);
  const image = records[stimulus.at % records.length]?.dynamodb.NewImage as
    | Record<string, { S: string; N: string }>
    | undefined;
  if (image === undefined) return;
  const body = `{"streamId":${JSON.stringify(image.streamId?.S)},"version":${image.version?.N},"header":${image.header?.S},"events":${image.events?.S}}`;
  sqs.send(`${prefix}${stimulus.queue}`, { body, groupId: "replay", deduplicationId });
}
