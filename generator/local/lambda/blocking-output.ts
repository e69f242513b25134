import type { Writable } from "node:stream";

/**
 * Makes what a function prints reach the pipe before the function goes on, as it does on AWS: Node.js
 * writes to pipes when it has time, which a frozen or ended process never has again. The streams are
 * still made when they are first used, as making them takes some milliseconds.
 */
// https://nodejs.org/api/process.html#a-note-on-process-io
export function blockOnOutput(): void {
  for (const name of ["stdout", "stderr"] as const) {
    const { get } = Object.getOwnPropertyDescriptor(process, name) ?? {};
    Object.defineProperty(process, name, {
      configurable: true,
      enumerable: true,
      get() {
        const stream = get?.call(process) as Pipe;
        stream._handle?.setBlocking?.(true);
        Object.defineProperty(process, name, {
          configurable: true,
          enumerable: true,
          value: stream,
        });
        return stream;
      },
    });
  }
}

interface Pipe extends Writable {
  readonly _handle?: { setBlocking?(blocking: boolean): unknown };
}
