import type { MessageHeader } from "./envelope.ts";

/** All events of one command, stored as one item: all of them or none. */
export interface Commit<Event> {
  readonly streamId: string;
  /** Version of the first event (from 1); the commit covers `version` … `version + events.length - 1`. */
  readonly version: number;
  readonly events: readonly Event[];
  /** `header.causationId` is the id of the command. */
  readonly header: MessageHeader;
}

/** Version of the commit's last event: the aggregate's version after it. */
export function lastVersion(commit: Commit<unknown>): number {
  return commit.version + commit.events.length - 1;
}

/** A stream as one strongly consistent read saw it; only `load` makes one, and `append` takes nothing else. */
export interface LoadedStream<Event> {
  readonly streamId: string;
  /** Number of events; 0 for a stream that does not exist yet. */
  readonly version: number;
  readonly commits: readonly Commit<Event>[];
}

export type AppendResult<Event> =
  | { readonly status: "appended"; readonly commit: Commit<Event> }
  /** The same command had already been stored at this very place; this is its commit. */
  | { readonly status: "duplicate"; readonly commit: Commit<Event> }
  /** Another command was stored after the load; load and decide again. */
  | { readonly status: "conflict" };

/** The append-only log of one aggregate type. */
export interface EventStore<Event> {
  load(streamId: string): Promise<LoadedStream<Event>>;
  /** Commits from `version` on, oldest first; `version` must be the first version of a commit. */
  readFrom(streamId: string, version: number): Promise<readonly Commit<Event>[]>;
  /**
   * Stores the events right after the loaded ones, or nothing at all.
   * @throws RuntimeFailure `commit-too-large`, `invalid-event`; before anything is written.
   */
  append(
    stream: LoadedStream<Event>,
    events: readonly Event[],
    header: MessageHeader,
  ): Promise<AppendResult<Event>>;
}
