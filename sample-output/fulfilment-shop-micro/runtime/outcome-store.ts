import type { LoadedStream } from "./event-store.ts";

/** The command expected another version of the aggregate than it has. */
export interface UnexpectedVersion {
  readonly type: "UnexpectedVersion";
  readonly expectedVersion: number;
  readonly actualVersion: number;
}

/** What became of a command; the first outcome of a command id is its only one. */
export type Outcome<Rejection> =
  | {
      readonly status: "accepted";
      /** The aggregate's version after the command. */
      readonly version: number;
      /** Types of the events it caused, in order; empty when the command changed nothing. */
      readonly events: readonly string[];
    }
  | { readonly status: "rejected"; readonly rejection: Rejection | UnexpectedVersion };

/** Outcomes by aggregate id and command id. */
export interface OutcomeStore<Rejection> {
  find(streamId: string, commandId: string): Promise<Outcome<Rejection> | undefined>;
  /** Notes the outcome of a command whose commit is in the log; an earlier note stays. */
  recordCommitted(streamId: string, commandId: string, outcome: Outcome<Rejection>): Promise<void>;
  /**
   * Notes an outcome that left no commit, provided that the stream is still where it was when the
   * decision was made and that the command has no outcome yet; `false` when either fails.
   */
  recordDecision(
    stream: LoadedStream<unknown>,
    commandId: string,
    outcome: Outcome<Rejection>,
  ): Promise<boolean>;
}
