import { writeSync } from "node:fs";

/** Prints to standard output; making Node's stream for it takes longer than what a short command does. */
export function print(text: string): void {
  let rest = Buffer.from(text);
  try {
    while (rest.length > 0) rest = rest.subarray(writeSync(1, rest));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // Nobody reads any more.
    if (code === "EPIPE") return;
    if (code !== "EAGAIN") throw error;
    // A full pipe that does not block: the stream waits until there is room.
    process.stdout.write(rest);
  }
}
