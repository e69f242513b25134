/** Codes of the failures this library raises; each leaves the message on its queue or stream. */
export type FailureCode =
  | "concurrency-conflict"
  | "commit-too-large"
  | "corrupt-stream"
  | "row-too-large"
  | "invalid-event"
  | "undecodable-message"
  | "undecodable-event"
  | "unknown-source"
  | "misconfigured";

/** A failure with a code for programs and a message for people: what was expected, what was found. */
export class RuntimeFailure extends Error {
  readonly code: FailureCode;

  constructor(code: FailureCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "RuntimeFailure";
    this.code = code;
  }
}

/** One line for a log or a dead letter, whatever was thrown. */
export function describeError(error: unknown): string {
  if (error instanceof RuntimeFailure) return `${error.code}: ${error.message}`;
  if (error instanceof Error) return `${error.name}: ${error.message}`;
  return String(error);
}
