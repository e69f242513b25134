import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { CliError, exitCodes } from "../cli/cli-error.ts";
import { takeLock } from "../process-lock.ts";

const fileName = "lock";

/** Keeps two runs from writing the same journals. The answer gives the lock back. Throws CliError when it is held. */
export function lockDataDirectory(directory: string): () => void {
  mkdirSync(directory, { recursive: true });
  return takeLock(
    join(directory, fileName),
    (holder) =>
      new CliError(
        exitCodes.locked,
        `Another local run (process ${holder ?? "unknown"}) uses ${directory}.`,
        "End it first, or give this run another data directory.",
      ),
  );
}

export function isLockFile(name: string): boolean {
  return name === fileName;
}
