import { killGroup } from "./kill-group.ts";

export interface WatchSettings {
  readonly parentProcessId: number;
  /** Resident memory above which the process is ended. */
  readonly residentBytes: number;
}

/** In this time a function fills some hundred MB at most, and a look costs some 20 µs. */
const intervalMs = 100;

/**
 * Ends the process when it outlives its parent or occupies too much. Runs in a thread of its own, as
 * a function may block the main one. On Windows the parent's end is the system's business: libuv puts
 * children into a job that ends with it.
 */
export function watchProcess({ parentProcessId, residentBytes }: WatchSettings): void {
  setInterval(() => {
    const orphaned = process.ppid !== parentProcessId;
    if (orphaned || process.memoryUsage.rss() > residentBytes) killGroup(process.pid);
  }, intervalMs);
}
