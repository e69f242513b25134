import { invalidReceiptHandle } from "./sqs-errors.ts";

/** Which receive of which message a handle stands for. */
export interface Receipt {
  readonly queue: string;
  readonly order: number;
  /** The how-manieth receive from this queue. */
  readonly receive: number;
}

/**
 * A handle carries its receipt, so that handles given out before a restart still work and
 * outstanding ones need no memory.
 */
export function toReceiptHandle(receipt: Receipt): string {
  const text = `${receipt.queue} ${receipt.order} ${receipt.receive}`;
  return Buffer.from(text).toString("base64");
}

/** Throws ReceiptHandleIsInvalid for anything this queue did not hand out. */
export function parseReceiptHandle(handle: string, queue: string): Receipt {
  const match = /^(\S+) (\d+) (\d+)$/.exec(Buffer.from(handle, "base64").toString("utf8"));
  if (match === null || match[1] !== queue) throw invalidReceiptHandle(handle);
  return { queue, order: Number(match[2]), receive: Number(match[3]) };
}
