import { Worker } from "node:worker_threads";
import { localProgram } from "../local-programs.ts";
import type { Clock } from "../ports.ts";
import {
  type FunctionSettings,
  type FunctionSurroundings,
  functionEnvironment,
} from "./function-settings.ts";
import { readLines } from "./read-lines.ts";
import type {
  FunctionError,
  InvokeMessage,
  WorkerMessage,
  WorkerSettings,
} from "./worker-messages.ts";

/** Initialisation gets this long before the function's own timeout counts. */
// https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html#runtimes-lifecycle-ib
const initLimitMs = 10_000;

/** https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const responseLimitBytes = 6_291_556;

/** The rest of a function's memory is used by what is not the JavaScript heap. */
const heapShare = 0.9;

export interface EnvironmentOptions extends FunctionSurroundings {
  readonly settings: FunctionSettings;
  readonly clock: Clock;
  /** A line of the function's output; without a request id while it starts. */
  readonly onLine: (line: string, requestId: string | undefined) => void;
}

export type Outcome =
  | { readonly payload: string; readonly error?: never }
  | { readonly payload?: never; readonly error: FunctionError };

/** One thread that runs one event at a time. */
export interface ExecutionEnvironment {
  /** False after a timeout or crash; the environment then takes no event any more. */
  readonly isAlive: boolean;
  /** Never rejects; how it failed is in the outcome. */
  invoke(event: string, requestId: string): Promise<Outcome>;
  close(): Promise<void>;
}

interface Current {
  readonly requestId: string;
  settle(outcome: Outcome): void;
}

export function startEnvironment(options: EnvironmentOptions): ExecutionEnvironment {
  const { settings, clock, onLine } = options;
  const workerData: WorkerSettings = { directory: settings.directory, handler: settings.handler };
  const worker = new Worker(localProgram("lambdaWorker"), {
    workerData,
    env: functionEnvironment(settings, options),
    argv: [],
    execArgv: [],
    stdout: true,
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: Math.floor(settings.memoryMb * heapShare) },
  });
  let alive = true;
  let current: Current | undefined;
  let crashed: FunctionError | undefined;
  let markReady: () => void = () => {};
  const ready = new Promise<void>((resolve) => {
    markReady = resolve;
  });
  // An idle environment must not keep the command running.
  worker.unref();
  readLines(worker.stdout, (line) => onLine(line, current?.requestId));
  readLines(worker.stderr, (line) => onLine(line, current?.requestId));

  function finish(outcome: Outcome): void {
    const settled = current;
    current = undefined;
    settled?.settle(outcome);
  }

  function end(error: FunctionError): void {
    alive = false;
    markReady();
    crashed ??= error;
    finish({ error: crashed });
  }

  worker.on("message", (message: WorkerMessage) => {
    if (message.type === "ready") return markReady();
    if (message.type === "crash") {
      crashed = message.error;
      return;
    }
    if (message.requestId !== current?.requestId) return;
    finish(message.type === "result" ? checkSize(message.payload) : { error: message.error });
  });
  worker.on("error", (error: NodeJS.ErrnoException) => {
    const outOfMemory = error.code === "ERR_WORKER_OUT_OF_MEMORY";
    end(
      outOfMemory
        ? exitError(
            current?.requestId,
            `signal: killed (the function used up its ${settings.memoryMb} MB)`,
          )
        : { errorType: error.name, errorMessage: error.message },
    );
  });
  worker.on("exit", (code) => {
    end(exitError(current?.requestId, `exit status ${code}`));
  });

  async function kill(error: FunctionError): Promise<void> {
    end(error);
    await worker.terminate();
  }

  return {
    get isAlive() {
      return alive;
    },
    async invoke(event, requestId) {
      if (!alive) return { error: crashed ?? exitError(requestId, "exit status 1") };
      worker.ref();
      const stopInit = clock.schedule(initLimitMs + settings.timeoutSeconds * 1000, () => {
        void kill(timeoutError(clock, requestId, settings));
      });
      const outcome = new Promise<Outcome>((settle) => {
        current = { requestId, settle };
      });
      await ready;
      stopInit();
      const stopTimer = clock.schedule(settings.timeoutSeconds * 1000, () => {
        void kill(timeoutError(clock, requestId, settings));
      });
      if (alive) worker.postMessage(invocation(settings, { event, requestId }));
      const settled = await outcome;
      stopTimer();
      if (alive) worker.unref();
      return settled;
    },
    async close() {
      alive = false;
      await worker.terminate();
    },
  };
}

function invocation(
  settings: FunctionSettings,
  { event, requestId }: { event: string; requestId: string },
): InvokeMessage {
  const trace = requestId.replaceAll("-", "");
  return {
    requestId,
    event,
    deadline: Date.now() + settings.timeoutSeconds * 1000,
    traceId: `Root=1-${trace.slice(0, 8)}-${trace.slice(8, 32)};Sampled=0`,
    context: {
      functionName: settings.name,
      functionVersion: "$LATEST",
      invokedFunctionArn: settings.arn,
      memoryLimitInMB: String(settings.memoryMb),
      logGroupName: `/aws/lambda/${settings.name}`,
      logStreamName: "local",
    },
  };
}

function checkSize(payload: string): Outcome {
  const size = Buffer.byteLength(payload);
  if (size <= responseLimitBytes) return { payload };
  return {
    error: {
      errorType: "Function.ResponseSizeTooLarge",
      errorMessage: `Response payload size (${size} bytes) exceeded maximum allowed payload size (${responseLimitBytes} bytes).`,
    },
  };
}

function timeoutError(
  clock: Clock,
  requestId: string,
  { timeoutSeconds }: FunctionSettings,
): FunctionError {
  const time = new Date(clock.now()).toISOString();
  return {
    errorType: "Sandbox.Timedout",
    errorMessage: `${time} ${requestId} Task timed out after ${timeoutSeconds.toFixed(2)} seconds`,
  };
}

function exitError(requestId: string | undefined, how: string): FunctionError {
  const request = requestId === undefined ? "" : `RequestId: ${requestId} `;
  return {
    errorType: "Runtime.ExitError",
    errorMessage: `${request}Error: Runtime exited with error: ${how}`,
  };
}
