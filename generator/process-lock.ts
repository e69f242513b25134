import { readFileSync, rmSync, writeFileSync } from "node:fs";

/**
 * Takes a lock file for this process; the answer gives it back. A lock whose process is gone is taken
 * over. `onHeld` makes the error when another process holds it.
 */
export function takeLock(file: string, onHeld: (holder: number | undefined) => Error): () => void {
  for (let attempt = 0; ; attempt += 1) {
    try {
      // Fails when the file exists, so only one of two gets through.
      writeFileSync(file, `${process.pid}\n`, { flag: "wx" });
      return () => rmSync(file, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
    const holder = readHolder(file);
    if (attempt > 0 || (holder !== undefined && isRunning(holder))) throw onHeld(holder);
    // Its process ended without giving the lock back.
    rmSync(file, { force: true });
  }
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
