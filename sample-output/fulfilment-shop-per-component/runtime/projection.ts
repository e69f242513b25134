import type { Commit } from "./event-store.ts";

/** Where an event comes from; what a projection may use besides the event itself. */
export interface EventContext {
  /** Id of the aggregate the event belongs to. */
  readonly id: string;
  /** Version of the aggregate right after the event. */
  readonly version: number;
  /** When the event was stored: RFC 3339, UTC. */
  readonly time: string;
}

/**
 * Turns the events of one aggregate into one row: `undefined` before the first event, and
 * `undefined` as the answer for no row.
 */
export type Projection<Event, Row> = (
  row: Row | undefined,
  event: Event,
  context: EventContext,
) => Row | undefined;

/** Applies all events of a commit, in order. */
export function applyCommit<Event, Row>(
  projection: Projection<Event, Row>,
  row: Row | undefined,
  commit: Commit<Event>,
): Row | undefined {
  return commit.events.reduce<Row | undefined>(
    (current, event, index) =>
      projection(current, event, {
        id: commit.streamId,
        version: commit.version + index,
        time: commit.header.time,
      }),
    row,
  );
}
