import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { CliError, exitCodes } from "../cli/cli-error.ts";
import { takeLock } from "../process-lock.ts";

/**
 * Runs `write` while no other run writes to the app, provided that `reventless.json` is still the text
 * that the plan was made from: of two runs at once, the second is told to start again.
 */
export function whileUnchanged(directory: string, appFile: string, write: () => void): void {
  whileLocked(directory, () => {
    if (readFileSync(join(directory, "reventless.json"), "utf8") !== appFile) {
      throw busy("reventless.json was changed while this run was planned; nothing was written.");
    }
    write();
  });
}

/** Runs `work` while no other run writes to the app. */
export function whileLocked<Result>(directory: string, work: () => Result): Result {
  mkdirSync(join(directory, ".reventless"), { recursive: true });
  const release = takeLock(join(directory, ".reventless/lock"), (holder) =>
    busy(
      `Another run (process ${holder ?? "unknown"}) is writing to this app; nothing was written.`,
      "Run the command again when it is done. If it ran on another machine and is gone, delete .reventless/lock.",
    ),
  );
  try {
    return work();
  } finally {
    release();
  }
}

function busy(message: string, hint = "Run the command again."): CliError {
  return new CliError(exitCodes.locked, message, hint);
}
