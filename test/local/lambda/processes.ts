import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { expect, onTestFinished, vi } from "vitest";

/** Whether the process runs, waits or is frozen; one that only waits to be reaped does not. */
export function isRunning(processId: number): boolean {
  try {
    const state = execFileSync("ps", ["-o", "stat=", "-p", String(processId)], {
      encoding: "utf8",
    });
    return !state.startsWith("Z");
  } catch {
    return false;
  }
}

export function expectToEnd(processId: number): Promise<void> {
  return vi.waitFor(() => expect(isRunning(processId)).toBe(false), { timeout: 5_000 });
}

/** A run of its own: keeps a function with this code and does what the text says with `local`. */
export async function startRun(directory: string, text: string) {
  const at = (path: string): string =>
    JSON.stringify(new URL(`../../../generator/local/${path}`, import.meta.url).href);
  const program = `
    import { systemClock } from ${at("clock.ts")};
    import { createLocalFunction } from ${at("lambda/local-function.ts")};
    const local = createLocalFunction({
      settings: {
        name: "orders", arn: "arn:orders", handler: "index.handler", runtime: "nodejs24.x",
        directory: ${JSON.stringify(directory)}, memoryMb: 128, timeoutSeconds: 30, environment: {},
      },
      clock: systemClock, region: "eu-central-1", endpointUrl: "http://127.0.0.1:1",
      onLine: (line) => console.log(line),
    });
    ${text}`;
  const run = spawn(process.execPath, ["--input-type=module", "--eval", program], {
    stdio: ["ignore", "pipe", "inherit"],
    detached: true,
  });
  const exit = once(run, "exit");
  onTestFinished(() => void run.kill("SIGKILL"));
  let output = "";
  run.stdout.on("data", (part) => {
    output += String(part);
  });
  return {
    processId: run.pid ?? 0,
    exit,
    /** The first number that the function or the run prints. */
    number: () =>
      vi.waitFor(() => {
        expect(output).toMatch(/^\d+\n/);
        return Number.parseInt(output, 10);
      }),
    output: () => output,
  };
}
