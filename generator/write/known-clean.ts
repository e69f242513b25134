import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { putText } from "./touch-file.ts";

/*
 * Whether anything can have changed since everything was found up to date: files are compared by size
 * and times, as version control does, so that the answer costs one look at each file.
 */

/** Size in bytes, times of change in milliseconds; null where there was no file. */
type Stamp = readonly [size: number, modified: number, changed: number] | null;

interface CleanRecord {
  /** Which generator found it so. */
  readonly kit: string;
  /** When it was found so, in milliseconds since the Unix epoch. */
  readonly time: number;
  /** Everything that was read, by path. */
  readonly files: Readonly<Record<string, Stamp>>;
  readonly keptEdits: readonly string[];
}

const recordPath = ".reventless/cache/clean.json";

/**
 * A file changed this shortly before it was looked at may have been changed once more within the same
 * tick of the file system's clock; two seconds is the coarsest clock (FAT).
 */
const tickMs = 2_000;

/** Edits that are kept, where nothing changed since everything was up to date; undefined where something may have. */
export function knownClean(directory: string, kit: string): readonly string[] | undefined {
  const record = readRecord(directory);
  if (record?.kit !== kit) return undefined;
  for (const path of Object.keys(record.files)) {
    const known = record.files[path];
    const found = stampOf(directory, path);
    if (known === undefined || !isSame(known, found)) return undefined;
    if (found !== null && Math.max(found[1], found[2]) > record.time - tickMs) return undefined;
  }
  return record.keptEdits;
}

export interface CleanApp {
  readonly kit: string;
  /** When the run that found it so began to read. */
  readonly time: number;
  /** Files and folders that were read, those included that are not there. */
  readonly paths: Iterable<string>;
  readonly keptEdits: readonly string[];
}

/** Remembers that everything is up to date; where it cannot be written, it is found out again. */
export function recordClean(directory: string, { kit, time, paths, keptEdits }: CleanApp): void {
  const files = Object.fromEntries(
    [...new Set(paths)].map((path) => [path, stampOf(directory, path)]),
  );
  const record: CleanRecord = { kit, time, files, keptEdits };
  try {
    putText(directory, recordPath, `${JSON.stringify(record)}\n`);
  } catch {
    // It only saves time.
  }
}

function stampOf(directory: string, path: string): Stamp {
  const stats = statSync(join(directory, path), { throwIfNoEntry: false });
  return stats === undefined ? null : [stats.size, stats.mtimeMs, stats.ctimeMs];
}

function isSame(one: Stamp, other: Stamp): boolean {
  if (one === null || other === null) return one === other;
  return one.every((value, index) => value === other[index]);
}

function readRecord(directory: string): CleanRecord | undefined {
  try {
    return JSON.parse(readFileSync(join(directory, recordPath), "utf8"));
  } catch {
    return undefined;
  }
}
