import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";

/** Who holds a lock, as its file says. */
interface Holder {
  readonly host: string;
  readonly pid: number;
  /** Tells processes apart that had the same identifier one after the other, where the system says it. */
  readonly started?: string | undefined;
}

/** How often a lock is taken over that its process left behind, before somebody else gets it. */
const attempts = 5;

/**
 * Takes a lock file for this process; the answer gives it back. A lock whose process is gone is taken
 * over; of another machine nobody can tell. `onHeld` makes the error when another process holds it, and
 * is told which: `1234`, `1234 on build-7`.
 */
export function takeLock(file: string, onHeld: (holder: string | undefined) => Error): () => void {
  const mine = `${JSON.stringify(thisProcess())}\n`;
  for (let left = attempts; ; left -= 1) {
    if (isCreated(file, mine)) return () => giveBack(file, mine);
    const text = readLock(file);
    const holder = parseHolder(text);
    if (left === 0 || (holder !== undefined && isRunning(holder))) {
      throw onHeld(holder && describe(holder));
    }
    if (text !== undefined) removeLeft(file, text);
  }
}

function thisProcess(): Holder {
  return { host: hostname(), pid: process.pid, started: startOf(process.pid) };
}

function describe({ host, pid }: Holder): string {
  return host === hostname() ? String(pid) : `${pid} on ${host}`;
}

/** Makes the file with all of its text at once, so that nobody reads half of it; false when there is one. */
function isCreated(file: string, text: string): boolean {
  const beside = `${file}.${process.pid}.new`;
  writeFileSync(beside, text);
  try {
    linkSync(beside, file);
    return true;
  } catch (error) {
    if (codeOf(error) === "EEXIST") return false;
    return isCreatedWithoutLink(file, text);
  } finally {
    rmSync(beside, { force: true });
  }
}

/** For file systems where a file has one name only. */
function isCreatedWithoutLink(file: string, text: string): boolean {
  try {
    writeFileSync(file, text, { flag: "wx" });
    return true;
  } catch (error) {
    if (codeOf(error) === "EEXIST") return false;
    throw error;
  }
}

/** Removes a lock that was left behind, unless another process has just taken it over. */
function removeLeft(file: string, text: string): void {
  const aside = `${file}.${process.pid}.old`;
  try {
    renameSync(file, aside);
    if (readLock(aside) !== text) linkSync(aside, file);
  } catch (error) {
    // Another process removed it first, or holds it.
    if (!["ENOENT", "EEXIST"].includes(codeOf(error) ?? "")) throw error;
  } finally {
    rmSync(aside, { force: true });
  }
}

function giveBack(file: string, mine: string): void {
  if (readLock(file) === mine) rmSync(file, { force: true });
}

function readLock(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}

/** Undefined for what no process of this program wrote. */
function parseHolder(text: string | undefined): Holder | undefined {
  try {
    const { host, pid, started } = JSON.parse(text ?? "");
    return typeof host === "string" && Number.isSafeInteger(pid) && pid > 0
      ? { host, pid, started }
      : undefined;
  } catch {
    return undefined;
  }
}

function isRunning({ host, pid, started }: Holder): boolean {
  if (host !== hostname()) return true;
  try {
    process.kill(pid, 0);
  } catch (error) {
    // Otherwise the process exists and belongs to someone else.
    if (codeOf(error) !== "EPERM") return false;
  }
  const now = startOf(pid);
  return started === undefined || now === undefined || started === now;
}

/** When a process started: the start of the system and ticks since then; undefined where there is no /proc. */
function startOf(pid: number): string | undefined {
  try {
    const boot = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html: field 22; the second ends with ")".
    const ticks = stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19];
    return `${boot} ${ticks}`;
  } catch {
    return undefined;
  }
}

function codeOf(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException).code;
}
