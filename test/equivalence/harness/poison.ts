import type { RandomSource } from "../../local/dynamodb/support/random-source.ts";
import { poisonMark, type Stimulus } from "./workload.ts";

/** A message that no handler can take, in any queue; sometimes in the way of an aggregate's own messages. */
export function poisonFor(random: RandomSource, id: string, number: number): Stimulus {
  const mark = `${poisonMark}-${number}`;
  const group = random.chance(0.5) ? id : mark;
  const roll = random.below(10);
  if (roll < 2) return { kind: "message", queue: "stray.fifo", group, body: mark };
  if (roll < 6) {
    const queue = `${random.pick(["order", "parcel", "wallet"])}-commands.fifo`;
    return { kind: "message", queue, group, body: random.pick(poisonCommands(id, mark)) };
  }
  const readModel = random.pick(["order-summary", "wallet-balance", "wallet-history"]);
  const queue = `${readModel}-collector.fifo`;
  return { kind: "message", queue, group, body: random.pick(poisonCommits(id, mark)) };
}

function poisonCommands(id: string, mark: string): readonly string[] {
  const envelope = { id, type: "AddNote", messageId: mark, correlationId: mark };
  const note = { type: "AddNote", text: mark };
  return [
    mark,
    JSON.stringify([mark]),
    JSON.stringify({ ...envelope, payload: { type: "Unknown" } }),
    JSON.stringify({ ...envelope, payload: { type: "AddNote" } }),
    JSON.stringify({ ...envelope, messageId: "", payload: note }),
    JSON.stringify({ ...envelope, id: "no id", payload: note }),
  ];
}

function poisonCommits(id: string, mark: string): readonly string[] {
  const header = { time: "then", messageId: mark, correlationId: mark, causationId: mark };
  const commit = { streamId: id, version: 1, header, events: [{ type: "Unknown" }] };
  const events = [{ type: "Deposited", amount: 1 }];
  return [
    mark,
    JSON.stringify(commit),
    JSON.stringify({ ...commit, events: [] }),
    JSON.stringify({ ...commit, header: { ...header, time: 0 }, events }),
    // Of a commit that the log does not have.
    JSON.stringify({ ...commit, version: 100_000, events }),
  ];
}
