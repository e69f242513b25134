import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { CliError, exitCodes } from "../cli/cli-error.ts";

const fileName = "lock";

/** Keeps two runs from writing the same journals. The answer gives the lock back. Throws CliError when it is held. */
export function lockDataDirectory(directory: string): () => void {
  mkdirSync(directory, { recursive: true });
  const file = join(directory, fileName);
  for (let attempt = 0; ; attempt += 1) {
    try {
      // Fails when the file exists, so only one of two starts gets through.
      writeFileSync(file, `${process.pid}\n`, { flag: "wx" });
      return () => rmSync(file, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
    const holder = readHolder(file);
    if (attempt > 0 || (holder !== undefined && isRunning(holder))) {
      throw new CliError(
        exitCodes.locked,
        `Another local run (process ${holder ?? "unknown"}) uses ${directory}.`,
        "End it first, or give this run another data directory.",
      );
    }
    // Its process ended without giving the lock back.
    rmSync(file, { force: true });
  }
}

export function isLockFile(name: string): boolean {
  return name === fileName;
}

function readHolder(file: string): number | undefined {
  try {
    const pid = Number.parseInt(readFileSync(file, "utf8"), 10);
    return Number.isSafeInteger(pid) && pid > 0 ? pid : undefined;
  } catch {
    return undefined;
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // The process exists and belongs to someone else.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
