import type { RandomSource } from "../../local/dynamodb/support/random-source.ts";
import { poisonFor } from "./poison.ts";
import { randomPayload } from "./random-payload.ts";

export const aggregates = ["order", "parcel", "wallet"] as const;
export type AggregateName = (typeof aggregates)[number];

/** Something that happens to the app from outside. */
export type Stimulus =
  /** A client posts a command, again and again until it is answered. */
  | {
      readonly kind: "command";
      readonly aggregate: AggregateName;
      readonly id: string;
      readonly commandId: string;
      readonly payload: { readonly type: string };
      readonly expectedVersion?: number;
    }
  /** A message appears in a queue, under a deduplication id of its own. */
  | {
      readonly kind: "message";
      /** In the stack. */
      readonly queue: string;
      readonly group: string;
      readonly body: string;
    }
  /** A collector is told of one of the latest commits once more, past everything that waits for it. */
  | { readonly kind: "replay"; readonly queue: string; readonly log: string; readonly at: number };

export type ClientCommand = Extract<Stimulus, { kind: "command" }>;

const ids = Array.from({ length: 60 }, (_, index) => `e${index + 1}`);

/** Commands for this one race each other, and its events pile up. */
const hotId = "e1";

/** A body that contains this is never handled; nothing else contains it. */
export const poisonMark = "poison";

/**
 * Commands for many aggregates, among them rejected, doubled, invalid and fatal ones, and messages
 * that no component sends. Aggregates of different types share ids, and so do their commands.
 */
export function randomWorkload(random: RandomSource, count: number): readonly Stimulus[] {
  const stimuli: Stimulus[] = [];
  const sent: ClientCommand[] = [];
  const newCommand = (): ClientCommand => {
    const aggregate = random.pick(aggregates);
    const payload = randomPayload(aggregate, random);
    // A fatal command must get as far as the code that it breaks.
    const isVersioned = random.chance(0.05) && payload.type !== "BreakOrder";
    const command: ClientCommand = {
      kind: "command",
      aggregate,
      id: random.chance(0.35) ? hotId : random.pick(ids),
      commandId: `c${stimuli.length + 1}`,
      payload,
      ...(isVersioned && { expectedVersion: random.below(6) }),
    };
    sent.push(command);
    return command;
  };
  while (stimuli.length < count) {
    const roll = random.below(100);
    const earlier = sent[random.below(sent.length)];
    if (roll < 62 || earlier === undefined) stimuli.push(newCommand());
    else if (roll < 70) stimuli.push(copyInQueue(newCommand()));
    else if (roll < 75) stimuli.push(earlier);
    else if (roll < 80) stimuli.push(copyInQueue(earlier));
    else if (roll < 86) stimuli.push(sameIdElsewhere(earlier, random));
    else if (roll < 91) stimuli.push(poisonFor(random, random.pick(ids), stimuli.length));
    else stimuli.push(randomReplay(random));
  }
  return stimuli;
}

/** The command as another sender would put it on the queue, which does not know it for a double. */
export function copyInQueue(command: Omit<ClientCommand, "kind">): Stimulus {
  const { aggregate, id, commandId, payload, expectedVersion } = command;
  const envelope = {
    id,
    type: payload.type,
    time: "2026-11-24T08:00:00.000Z",
    messageId: commandId,
    correlationId: commandId,
    causationId: commandId,
    source: `trading/${aggregate}`,
    schemaVersion: 1,
    payload,
    ...(expectedVersion !== undefined && { expectedVersion }),
  };
  const body = JSON.stringify(envelope);
  return { kind: "message", queue: `${aggregate}-commands.fifo`, group: id, body };
}

/** Command ids are unique for an aggregate, not for all of them. */
function sameIdElsewhere({ aggregate, id, commandId }: ClientCommand, random: RandomSource) {
  const other = random.pick(aggregates.filter((name) => name !== aggregate));
  const payload = randomPayload(other, random);
  return { kind: "command", aggregate: other, id, commandId, payload } as const;
}

function randomReplay(random: RandomSource): Stimulus {
  const [readModel, aggregate] = random.pick([
    ["order-summary", "order"],
    ["wallet-balance", "wallet"],
    ["wallet-history", "wallet"],
  ] as const);
  return {
    kind: "replay",
    queue: `${readModel}-collector.fifo`,
    log: `${aggregate}-event-log`,
    at: random.below(10),
  };
}
