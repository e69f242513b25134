import {
  closeSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readSync,
  renameSync,
  writeSync,
} from "node:fs";
import { dirname } from "node:path";
import type { Journal } from "./ports.ts";

const newline = 0x0a;
const chunkSize = 64 * 1024;

/**
 * Journal in a file of JSON lines. A line counts once its newline is written; what follows the
 * last newline is a write that a crash cut off, and is removed when the file is opened.
 */
export function fileJournal(path: string): Journal {
  mkdirSync(dirname(path), { recursive: true });
  let descriptor: number | undefined = openForAppend(path);

  function opened(): number {
    if (descriptor === undefined) throw new Error(`The journal ${path} is closed.`);
    return descriptor;
  }

  return {
    entries: () => readEntries(path, opened()),
    append: (entry) => writeWhole(opened(), Buffer.from(toLine(entry))),
    replace(entries) {
      const replacement = `${path}.new`;
      writeFile(replacement, entries);
      // Windows refuses to rename over a file that is open.
      closeSync(opened());
      descriptor = undefined;
      try {
        renameSync(replacement, path);
      } finally {
        descriptor = openForAppend(path);
      }
    },
    close() {
      if (descriptor !== undefined) closeSync(descriptor);
      descriptor = undefined;
    },
  };
}

/** Journal that lasts as long as the object; keeps text, so that an entry cannot change after its append. */
export function memoryJournal(): Journal {
  let lines: string[] = [];
  return {
    *entries() {
      for (const line of [...lines]) yield JSON.parse(line) as unknown;
    },
    append(entry) {
      lines.push(toLine(entry));
    },
    replace(entries) {
      lines = Array.from(entries, toLine);
    },
    close() {},
  };
}

function toLine(entry: unknown): string {
  const text = JSON.stringify(entry);
  if (text === undefined)
    throw new TypeError(`A journal entry must be JSON, found ${typeof entry}.`);
  return `${text}\n`;
}

function openForAppend(path: string): number {
  // "a+" appends wherever the position is, also after a truncation, and may be read.
  const descriptor = openSync(path, "a+");
  const { size } = fstatSync(descriptor);
  const complete = endOfLastLine(descriptor, size);
  if (complete < size) truncate(path, complete);
  return descriptor;
}

/** Windows does not truncate through a descriptor opened for appending. */
function truncate(path: string, size: number): void {
  const descriptor = openSync(path, "r+");
  try {
    ftruncateSync(descriptor, size);
  } finally {
    closeSync(descriptor);
  }
}

function endOfLastLine(descriptor: number, size: number): number {
  const chunk = Buffer.alloc(chunkSize);
  let end = size;
  while (end > 0) {
    const start = Math.max(0, end - chunkSize);
    const length = readSync(descriptor, chunk, 0, end - start, start);
    const index = chunk.subarray(0, length).lastIndexOf(newline);
    if (index >= 0) return start + index + 1;
    end = start;
  }
  return 0;
}

function* readEntries(path: string, descriptor: number): Iterable<unknown> {
  const chunk = Buffer.alloc(chunkSize);
  const { size } = fstatSync(descriptor);
  let unfinished: Buffer[] = [];
  let line = 0;
  for (let position = 0; position < size; ) {
    const length = readSync(descriptor, chunk, 0, Math.min(chunkSize, size - position), position);
    if (length === 0) break;
    position += length;
    let start = 0;
    for (let end = chunk.indexOf(newline); end >= 0 && end < length; ) {
      unfinished.push(chunk.subarray(start, end));
      line += 1;
      yield parseLine(Buffer.concat(unfinished).toString("utf8"), path, line);
      unfinished = [];
      start = end + 1;
      end = chunk.indexOf(newline, start);
    }
    unfinished.push(Buffer.from(chunk.subarray(start, length)));
  }
}

function parseLine(text: string, path: string, line: number): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(
      `Line ${line} of ${path} is not JSON, so the saved state cannot be read. ` +
        "Expected one JSON value per line; restore the file or delete it to start from empty.",
    );
  }
}

function writeFile(path: string, entries: Iterable<unknown>): void {
  const descriptor = openSync(path, "w");
  try {
    for (const entry of entries) writeWhole(descriptor, Buffer.from(toLine(entry)));
    // Without this a power cut after the rename could leave an empty file.
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** One write call in practice; the loop is for the short writes that POSIX permits. */
function writeWhole(descriptor: number, bytes: Buffer): void {
  for (let offset = 0; offset < bytes.length; ) {
    offset += writeSync(descriptor, bytes, offset);
  }
}
