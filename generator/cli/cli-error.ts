/**
 * Exit codes of both programs, a documented contract: 0 done or nothing to do, 1 internal error,
 * 2 wrong usage or missing answer, 3 conflicts or pending items, 4 drift found, 5 refused for
 * safety, 6 lock held, 7 output does not type-check, 130 cancelled.
 */
export const exitCodes = {
  done: 0,
  internal: 1,
  usage: 2,
  conflict: 3,
  drift: 4,
  refused: 5,
  locked: 6,
  typeErrors: 7,
  cancelled: 130,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** An error for people: what went wrong, and under it what to do. Printed without a stack. */
export class CliError extends Error {
  readonly exitCode: ExitCode;
  readonly hint: string | undefined;

  constructor(exitCode: ExitCode, message: string, hint?: string) {
    super(message);
    this.name = "CliError";
    this.exitCode = exitCode;
    this.hint = hint;
  }
}

/** Told by its shape: programs that are bundled in several files have a class in each of them. */
export function isCliError(error: unknown): error is CliError {
  return error instanceof Error && error.name === "CliError" && "exitCode" in error;
}
