import { CliError, exitCodes } from "../cli/cli-error.ts";

/** What a disk says no to is for people to settle; other errors stay as they are. */
export function diskRefusal(error: unknown): unknown {
  const { code, message } = error as NodeJS.ErrnoException;
  if (!(error instanceof Error) || !refusals.has(code ?? "")) return error;
  return new CliError(
    exitCodes.refused,
    `Nothing was written. The disk refused: ${message}`,
    "Allow writing there or make room, and run the command again.",
  );
}

/** https://nodejs.org/api/errors.html#common-system-errors */
const refusals: ReadonlySet<string> = new Set(
  "EACCES EPERM EROFS ENOSPC EDQUOT EISDIR ENOTDIR EEXIST EBUSY ENAMETOOLONG".split(" "),
);
