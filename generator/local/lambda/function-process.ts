import { spawn } from "node:child_process";
import type { Socket } from "node:net";
import { localProgram } from "../local-programs.ts";
import { withoutCrashDump } from "./crash-dump.ts";
import { killGroup } from "./kill-group.ts";
import { readLines } from "./read-lines.ts";
import type { ProcessExit } from "./runtime-errors.ts";
import type { InvokeMessage, WorkerMessage, WorkerSettings } from "./worker-messages.ts";

/** The rest of a function's memory is used by what is not the JavaScript heap. */
const heapShare = 0.9;

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html */
const longestLine = 1_048_576;

/** Output that a process left behind is there at once; one that escaped its group may keep the pipe. */
const lastOutputMs = 500;

export interface FunctionProcessOptions {
  readonly worker: WorkerSettings;
  /** All variables of the process; Windows adds those without which it starts none. */
  readonly environment: Readonly<Record<string, string>>;
  readonly onMessage: (message: WorkerMessage) => void;
  readonly onLine: (line: string) => void;
  /** Once, when the process is gone and its output was read. */
  readonly onExit: (exit: ProcessExit | Error) => void;
}

export interface FunctionProcess {
  send(message: InvokeMessage): void;
  /** Whether the process keeps this one running. */
  hold(busy: boolean): void;
  /** Ends the process and all that it started; resolves when it is gone. */
  kill(): Promise<void>;
}

export function startFunctionProcess(options: FunctionProcessOptions): FunctionProcess {
  const { worker, onMessage, onLine, onExit } = options;
  const heapMb = Math.floor(worker.memoryMb * heapShare);
  const child = spawn(
    process.execPath,
    [`--max-old-space-size=${heapMb}`, localProgram("lambdaWorker")],
    {
      env: options.environment,
      stdio: ["ignore", "pipe", "pipe", "pipe"],
      // A group of its own: Ctrl+C in the terminal must not end what the run still waits for.
      detached: process.platform !== "win32",
      windowsHide: true,
    },
  );
  // None when the system has no more descriptors to give.
  const pipes = (child.stdio?.slice(1) ?? []) as Socket[];
  const [stdout, stderr, channel] = pipes;
  let heapExhausted = false;
  const gone = new Promise<ProcessExit | Error>((resolve) => {
    child.on("error", resolve);
    child.on("exit", (code, signal) => {
      if (child.pid !== undefined) killGroup(child.pid);
      const cutOff = setTimeout(() => {
        for (const pipe of pipes) pipe.destroy();
      }, lastOutputMs);
      child.on("close", () => {
        clearTimeout(cutOff);
        resolve({ code, signal, heapExhausted });
      });
    });
  });
  void gone.then(onExit);

  const report = withoutCrashDump(onLine, () => {
    heapExhausted = true;
  });
  for (const output of [stdout, stderr]) {
    if (output !== undefined) readLines(output, report, longestLine);
  }
  if (channel !== undefined) {
    readLines(channel, (line) => {
      const message = parseMessage(line);
      if (message !== undefined) onMessage(message);
    });
  }
  // The process's end says more than a pipe that breaks.
  for (const pipe of pipes) pipe.on("error", () => {});

  const send = (message: WorkerSettings | InvokeMessage): void => {
    channel?.write(`${JSON.stringify(message)}\n`);
  };
  const hold = (busy: boolean): void => {
    for (const part of [child, ...pipes]) {
      if (busy) part.ref();
      else part.unref();
    }
  };
  send(worker);
  hold(false);
  return {
    send,
    hold,
    async kill() {
      hold(true);
      const ended = child.exitCode !== null || child.signalCode !== null;
      if (child.pid !== undefined && !ended) killGroup(child.pid);
      await gone;
    },
  };
}

/** Undefined for what the function itself wrote to the channel's descriptor. */
function parseMessage(line: string): WorkerMessage | undefined {
  try {
    const message = JSON.parse(line) as WorkerMessage | null;
    return typeof message?.type === "string" ? message : undefined;
  } catch {
    return undefined;
  }
}
