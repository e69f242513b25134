/** Counts up a number in a file, which goes wrong when another process does so at the same time. */
import { readFileSync, writeFileSync } from "node:fs";
import { takeLock } from "../../../generator/process-lock.ts";

const [lock = "", file = ""] = process.argv.slice(2);

for (let done = 0; done < 20; ) {
  try {
    const giveBack = takeLock(lock, () => new Error("held"));
    const count = Number(readFileSync(file, "utf8"));
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
    writeFileSync(file, String(count + 1));
    giveBack();
    done += 1;
  } catch (error) {
    if ((error as Error).message !== "held") throw error;
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
  }
}
