import { exitCodes, isCliError } from "./cli-error.ts";

/** Runs a program and sets the exit code of the process; a known error is printed without its stack. */
export async function runProgram(program: () => Promise<number>): Promise<void> {
  try {
    process.exitCode = await program();
  } catch (error) {
    process.exitCode = reportError(error);
  }
}

function reportError(error: unknown): number {
  if (isCliError(error)) {
    process.stderr.write(
      `${error.message}\n${error.hint === undefined ? "" : `\n${error.hint}\n`}`,
    );
    return error.exitCode;
  }
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`Internal error; please report it.\n${stack}\n`);
  return exitCodes.internal;
}
