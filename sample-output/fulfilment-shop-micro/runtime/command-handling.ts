import type { Decider } from "./decider.ts";
import { type CommandEnvelope, derivedHeader } from "./envelope.ts";
import { RuntimeFailure } from "./errors.ts";
import { type Commit, type EventStore, type LoadedStream, lastVersion } from "./event-store.ts";
import type { Outcome, OutcomeStore } from "./outcome-store.ts";

export interface Aggregate<State, Command, Event, Rejection> {
  /** `<plugin>/<component>`, the source of its events. */
  readonly name: string;
  readonly decider: Decider<State, Command, Event, Rejection>;
  readonly events: EventStore<Event>;
  readonly outcomes: OutcomeStore<Rejection>;
}

/** Decisions per delivery: the first and three more after conflicts; then the queue tries later. */
const maximumAttempts = 4;

/** Longest pause before the first retry in milliseconds; doubles with every further one. */
const basePauseMilliseconds = 20;

/**
 * Runs a command against its aggregate: at most once, however often it is delivered.
 *
 * The outcome is looked up after the stream was loaded, not before: whatever another delivery of
 * the same command recorded by then is seen, and whatever it records later fails the conditional
 * write of this one.
 * @throws RuntimeFailure `concurrency-conflict` when other commands kept getting in first.
 */
export async function handleCommand<
  State,
  Command,
  Event extends { readonly type: string },
  Rejection,
>(
  aggregate: Aggregate<State, Command, Event, Rejection>,
  command: CommandEnvelope<Command>,
): Promise<Outcome<Rejection>> {
  for (let attempt = 1; attempt <= maximumAttempts; attempt++) {
    const outcome = await tryOnce(aggregate, command);
    if (outcome !== undefined) return outcome;
    if (attempt < maximumAttempts) await pause(attempt);
  }
  throw new RuntimeFailure(
    "concurrency-conflict",
    `${command.type} for ${aggregate.name} "${command.id}" lost ${maximumAttempts} races against other commands.`,
  );
}

/** One load, decision and write; undefined when another command got in between. */
async function tryOnce<State, Command, Event extends { readonly type: string }, Rejection>(
  aggregate: Aggregate<State, Command, Event, Rejection>,
  command: CommandEnvelope<Command>,
): Promise<Outcome<Rejection> | undefined> {
  const { decider, events: store, outcomes } = aggregate;
  const stream = await store.load(command.id);
  const recorded = await outcomes.find(command.id, command.messageId);
  if (recorded !== undefined) return recorded;
  const committed = outcomeInLog(stream, command.messageId);
  if (committed !== undefined) {
    await outcomes.recordCommitted(command.id, command.messageId, committed);
    return committed;
  }

  const decision =
    command.expectedVersion !== undefined && command.expectedVersion !== stream.version
      ? unexpectedVersion(command.expectedVersion, stream.version)
      : decider.decide(command.payload, currentState(decider, stream));

  if (decision.outcome === "rejected" || decision.events.length === 0) {
    const outcome: Outcome<Rejection> =
      decision.outcome === "rejected"
        ? { status: "rejected", rejection: decision.rejection }
        : { status: "accepted", version: stream.version, events: [] };
    const stillValid = await outcomes.recordDecision(stream, command.messageId, outcome);
    return stillValid ? outcome : undefined;
  }

  const header = derivedHeader(command, {
    id: command.id,
    type: "Commit",
    messageId: `${command.id}:${stream.version + 1}`,
    source: aggregate.name,
  });
  const result = await store.append(stream, decision.events, header);
  if (result.status === "conflict") return undefined;
  const outcome = acceptedBy(result.commit);
  await outcomes.recordCommitted(command.id, command.messageId, outcome);
  return outcome;
}

function currentState<State, Command, Event, Rejection>(
  decider: Decider<State, Command, Event, Rejection>,
  stream: LoadedStream<Event>,
): State {
  return stream.commits.reduce(
    (state, commit) => commit.events.reduce(decider.evolve, state),
    decider.initialState,
  );
}

/** A crash between append and note leaves the commit as the only trace of the outcome. */
function outcomeInLog<Event extends { readonly type: string }>(
  stream: LoadedStream<Event>,
  commandId: string,
) {
  const commit = stream.commits.find((candidate) => candidate.header.causationId === commandId);
  return commit === undefined ? undefined : acceptedBy(commit);
}

function acceptedBy<Event extends { readonly type: string }>(commit: Commit<Event>) {
  return {
    status: "accepted",
    version: lastVersion(commit),
    events: commit.events.map((event) => event.type),
  } as const;
}

function unexpectedVersion(expectedVersion: number, actualVersion: number) {
  const rejection = { type: "UnexpectedVersion", expectedVersion, actualVersion } as const;
  return { outcome: "rejected", rejection } as const;
}

async function pause(attempt: number): Promise<void> {
  const longest = basePauseMilliseconds * 2 ** (attempt - 1);
  await new Promise((resolve) => setTimeout(resolve, Math.random() * longest));
}
