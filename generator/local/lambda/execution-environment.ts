import type { Clock } from "../ports.ts";
import { startFunctionProcess } from "./function-process.ts";
import {
  type FunctionSettings,
  type FunctionSurroundings,
  functionEnvironment,
} from "./function-settings.ts";
import { exitError, type ProcessExit, timeoutError } from "./runtime-errors.ts";
import type { FunctionError, InvokeMessage, WorkerMessage } from "./worker-messages.ts";

/** Initialisation gets this long before the function's own timeout counts. */
// https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html#runtimes-lifecycle-ib
const initLimitMs = 10_000;

export interface EnvironmentOptions extends FunctionSurroundings {
  readonly settings: FunctionSettings;
  readonly clock: Clock;
  /** A line of the function's output; without a request id while it starts. */
  readonly onLine: (line: string, requestId: string | undefined) => void;
}

export type Outcome =
  | { readonly payload: string; readonly error?: never }
  | { readonly payload?: never; readonly error: FunctionError };

/** One process that runs one event at a time, and is frozen between two. */
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
  const { directory, handler, memoryMb, timeoutSeconds } = settings;
  let alive = true;
  let current: Current | undefined;
  let crashed: FunctionError | undefined;
  const { promise: ready, resolve: markReady } = Promise.withResolvers<void>();
  const functionProcess = startFunctionProcess({
    worker: { directory, handler, memoryMb, parentProcessId: process.pid },
    environment: functionEnvironment(settings, options),
    onMessage,
    onLine: (line) => onLine(line, current?.requestId),
    onExit,
  });

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

  function onMessage(message: WorkerMessage): void {
    if (message.type === "ready") {
      markReady();
      return;
    }
    if (message.type === "crash") {
      crashed = message.error;
      return;
    }
    // After the lines that were printed before it, which come through other pipes.
    setImmediate(() => {
      if (message.requestId !== current?.requestId) return;
      finish(message.type === "result" ? { payload: message.payload } : { error: message.error });
    });
  }

  function onExit(exit: ProcessExit | Error): void {
    end(
      exit instanceof Error
        ? { errorType: exit.name, errorMessage: exit.message }
        : exitError(exit, { requestId: current?.requestId, memoryMb }),
    );
  }

  async function endInTime(requestId: string): Promise<void> {
    end(timeoutError(requestId, { now: clock.now(), timeoutSeconds }));
    await functionProcess.kill();
  }

  return {
    get isAlive() {
      return alive;
    },
    async invoke(event, requestId) {
      if (!alive) {
        const exit = { code: 1, signal: null, heapExhausted: false };
        return { error: crashed ?? exitError(exit, { requestId, memoryMb }) };
      }
      functionProcess.hold(true);
      const outcome = new Promise<Outcome>((settle) => {
        current = { requestId, settle };
      });
      const stopInit = clock.schedule(initLimitMs + timeoutSeconds * 1000, () => {
        void endInTime(requestId);
      });
      await ready;
      stopInit();
      const stopTimer = clock.schedule(timeoutSeconds * 1000, () => {
        void endInTime(requestId);
      });
      if (alive) functionProcess.send(invocation(settings, { event, requestId }));
      const settled = await outcome;
      stopTimer();
      if (alive) functionProcess.hold(false);
      return settled;
    },
    async close() {
      alive = false;
      await functionProcess.kill();
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
