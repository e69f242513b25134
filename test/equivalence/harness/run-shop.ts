import type { StackPlan } from "../../../generator/local/stack/stack-plan.ts";
import {
  createRandomSource,
  type RandomSource,
} from "../../local/dynamodb/support/random-source.ts";
import { applyStimulus } from "./apply-stimulus.ts";
import type { Handlers } from "./bundle-handlers.ts";
import { type Client, createClient } from "./client.ts";
import { isPoison, sendBack, takeDeadLetters } from "./dead-letters.ts";
import type { Deployment } from "./deployment.ts";
import { type Faults, type RandomFaults, randomFaults } from "./faults.ts";
import { startFunctions } from "./functions.ts";
import { type Services, startServices, strayQueue } from "./services.ts";
import { queueSource, type Source, type SourceOptions, shardsOf, streamSource } from "./sources.ts";
import { createTurns, settle, type Turns } from "./turns.ts";
import { randomWorkload, type Stimulus } from "./workload.ts";
import { readWorld, type World } from "./world.ts";

export interface RunOptions {
  readonly seed: number;
  readonly stimuli: readonly Stimulus[];
  readonly faults: Faults;
  /** Probability that what was handled is delivered again. */
  readonly redelivery: number;
  /** One event at a time; otherwise calls of many take turns. */
  readonly isSequential?: boolean;
  /** All stimuli are there before anything is delivered. */
  readonly startsTogether?: boolean;
}

/** Everything at random: commands and messages, faults at every step, redeliveries. */
export function randomRun(
  seed: number,
  size: number,
): RunOptions & { readonly faults: RandomFaults } {
  return {
    seed,
    stimuli: randomWorkload(createRandomSource(seed * 10 + 1), size),
    faults: randomFaults(createRandomSource(seed * 10 + 2)),
    redelivery: 0.05,
  };
}

/** Commands in clients' hands at once. */
const clientsAtOnce = 8;

/** What nothing is wrong with is handled by the first; more would hide what never is. */
const mostRedrives = 3;

/** Time that a step takes, in milliseconds: the run lasts longer than the queues remember doubles. */
const stepMilliseconds = 20;

/** Steps per stimulus after which a run is not going to end; it takes about forty. */
const patience = 1000;

/**
 * One run of the app: the order of all steps follows from the seed. No choice looks at a function,
 * so that the same seed makes the same choices in every model.
 */
export async function runShop(
  { plan }: Pick<Deployment, "plan">,
  handlers: Handlers,
  options: RunOptions,
): Promise<World> {
  const { seed, stimuli } = options;
  const random = createRandomSource(seed * 10 + 3);
  const services = await startServices(plan);
  const turns = createTurns(createRandomSource(seed * 10 + 4));
  const calls: string[] = [];
  let isCalm = false;
  const functions = startFunctions({
    plan,
    handlers,
    services,
    turns,
    faults: { next: (step) => (isCalm ? undefined : options.faults.next(step)) },
    random: createRandomSource(seed * 10 + 5),
    onProbe: (line) => calls.push(line),
  });
  const comesAgain = () => !isCalm && random.chance(options.redelivery);
  const sources = sourcesOf(plan, { services, functions, random, comesAgain });
  const client = createClient({ plan, functions });
  let steps = stimuli.length * patience + 10_000;
  for (const stimulus of options.startsTogether ? stimuli : []) {
    applyStimulus(stimulus, services, client);
  }
  const drive = (list: readonly Stimulus[]) =>
    driveUntilQuiet({
      list: [...list],
      services,
      turns,
      random,
      sources,
      client,
      isSequential: options.isSequential ?? false,
      takeStep() {
        steps -= 1;
        if (steps < 0) throw new Error("The run does not come to rest.");
      },
    });

  await drive(options.startsTogether ? [] : stimuli);
  const deadLetters = takeDeadLetters(services);
  // Somebody looks at the dead letters, once nothing fails any more.
  isCalm = true;
  let healthy = deadLetters.filter((letter) => !isPoison(letter));
  for (let round = 1; round <= mostRedrives && healthy.length > 0; round += 1) {
    sendBack(services, healthy, round);
    await drive([]);
    healthy = takeDeadLetters(services).filter((letter) => !isPoison(letter));
  }
  const deliveries = Object.fromEntries(functions.deliveries);
  const coldStarts = Object.fromEntries(functions.coldStarts);
  const whileDriving = async <Result>(act: () => Promise<Result>): Promise<Result> => {
    const [result] = await Promise.all([act(), drive([])]);
    return result;
  };
  const ended = {
    calls: [...calls],
    answers: [...client.answers],
    deadLetters,
    deliveries,
    coldStarts,
  };
  return { ...ended, ...(await readWorld(services, client, whileDriving)) };
}

/** Streams are looked at less often than queues, so that commits pile up. */
const looksAtQueues = 6;

/** Every mapping of the stack, and one to a function that knows nothing of the queue. */
function sourcesOf(plan: StackPlan, options: SourceOptions): readonly Source[] {
  const host = plan.queueMappings.find(({ queueName }) => queueName.includes("order-commands"));
  const stray = { queueName: strayQueue, functionName: host?.functionName ?? "", batchSize: 10 };
  const queues = [...plan.queueMappings, stray].map((mapping) => queueSource(mapping, options));
  const streams = plan.streamMappings.flatMap((mapping) =>
    shardsOf(3).map((shard) => streamSource(mapping, shard, options)),
  );
  return [...Array.from({ length: looksAtQueues }, () => queues).flat(), ...streams];
}

interface Drive {
  /** What has not begun yet; emptied on the way. */
  readonly list: Stimulus[];
  readonly services: Services;
  readonly turns: Turns;
  readonly random: RandomSource;
  readonly sources: readonly Source[];
  readonly client: Client;
  readonly isSequential: boolean;
  readonly takeStep: () => void;
}

/** Takes steps until everything is through. */
async function driveUntilQuiet(drive: Drive): Promise<void> {
  const { services, turns, random, sources, client } = drive;
  const begin = (): boolean => {
    const next = client.running < clientsAtOnce ? drive.list.shift() : undefined;
    if (next !== undefined) applyStimulus(next, services, client);
    return next !== undefined;
  };
  const deliver = (): boolean => (random.chance(0.3) ? begin() : random.pick(sources).deliver());
  const deliverAny = (): boolean => begin() || sources.some((source) => source.deliver());
  // A look at a queue can move messages aside and find nothing; the next look may find something.
  for (let silentSteps = 0; silentSteps < 3; ) {
    drive.takeStep();
    await settle();
    services.clock.advance(stepMilliseconds);
    const goesOn = drive.isSequential || random.chance(0.75);
    const isStep = turns.waiting > 0 && (goesOn || !deliver());
    if (isStep) turns.releaseOne();
    silentSteps = isStep || turns.waiting > 0 || deliverAny() ? 0 : silentSteps + 1;
  }
}
