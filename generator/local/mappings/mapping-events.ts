import type { Invocation } from "../lambda/local-function.ts";

/** One invocation of a mapping's function and what became of its records. */
export interface BatchEvent {
  readonly type: "batch";
  readonly mapping: string;
  /** Queue or table. */
  readonly source: string;
  readonly functionName: string;
  readonly records: number;
  readonly failed: number;
  readonly durationMs: number;
  readonly coldStart: boolean;
  readonly requestId: string;
  /** Why records failed; undefined when none did. */
  readonly reason?: string;
}

/** The mapping could not do its part; says what happens to the records. */
export interface MappingNotice {
  readonly type: "notice";
  readonly mapping: string;
  readonly message: string;
}

export type MappingEvent = BatchEvent | MappingNotice;

export type Invoke = (event: unknown) => Promise<Invocation>;

/** A running mapping. */
export interface Poller {
  /** Takes no more records and waits for those in hand. */
  stop(): Promise<void>;
}

/** The failure of an invocation as one line. */
export function reasonOf({ outcome }: Invocation): string | undefined {
  const { error } = outcome;
  if (error === undefined) return undefined;
  return error.errorType === "Error" || error.errorType.startsWith("Sandbox")
    ? error.errorMessage
    : `${error.errorType}: ${error.errorMessage}`;
}
