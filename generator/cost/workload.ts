import type { Architecture } from "../model/app-model.ts";

/** What one command of an app sets in motion, averaged over its aggregates. */
export interface Workload {
  readonly functions: readonly FunctionLoad[];
  /** Commands that go through the queue; the others are decided while the caller waits. 0–1. */
  readonly queued: number;
  /** Read models told of a commit. */
  readonly collectors: number;
}

/** What a function has to do for it. */
export interface FunctionLoad {
  readonly name: string;
  /** MB. */
  readonly memory: number;
  readonly architecture: Architecture;
  /** Commands that reach the function. 0–1. */
  readonly share: number;
  /** Invocations by the API, per command. */
  readonly requests: number;
  /** Messages from queues and streams, per command. */
  readonly deliveries: number;
  /** Environments that a command finds no warm one for, after a pause, per command. */
  readonly coldStarts: number;
}
