import { readSync, writeSync } from "node:fs";
import { killGroup } from "./kill-group.ts";
import { channelDescriptor, type WorkerMessage } from "./worker-messages.ts";

/* The worker's end of the channel. */

/** As much as a socket usually has at once. */
const chunkBytes = 65_536;

const lineFeed = 0x0a;

let rest: Buffer = Buffer.alloc(0);

/**
 * Waits for the next line with the whole thread, so that nothing of the function runs meanwhile: it
 * is frozen, as on AWS, and can still be killed. Does not return when the parent is gone.
 */
// https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html#runtimes-lifecycle-invoke
export function waitForMessage<Message>(): Message {
  const parts = [rest];
  let last = rest;
  while (!last.includes(lineFeed)) {
    last = readChunk();
    parts.push(last);
  }
  const all = Buffer.concat(parts);
  const end = all.length - last.length + last.indexOf(lineFeed);
  rest = all.subarray(end + 1);
  return JSON.parse(all.toString("utf8", 0, end)) as Message;
}

function readChunk(): Buffer {
  const chunk = Buffer.allocUnsafe(chunkBytes);
  const length = whileConnected(() => readSync(channelDescriptor, chunk));
  return chunk.subarray(0, length);
}

/** Returns when the system has all of it, so that the process may end right after. */
export function tell(message: WorkerMessage): void {
  const bytes = Buffer.from(`${JSON.stringify(message)}\n`);
  for (let sent = 0; sent < bytes.length; ) {
    const from = sent;
    sent += whileConnected(() => writeSync(channelDescriptor, bytes, from));
  }
}

function whileConnected(transfer: () => number): number {
  try {
    const length = transfer();
    if (length > 0) return length;
  } catch {
    // A pipe without its other end reads as an error on Windows, and takes nothing anywhere.
  }
  killGroup(process.pid);
  process.exit(1);
}
