import { setImmediate } from "node:timers";
import { isMainThread, Worker, workerData } from "node:worker_threads";
import { blockOnOutput } from "./blocking-output.ts";
import { killGroup } from "./kill-group.ts";
import { type Handler, loadHandler } from "./load-handler.ts";
import { sizeError, toPayload } from "./payload.ts";
import { toFunctionError } from "./runtime-errors.ts";
import { type WatchSettings, watchProcess } from "./watch-process.ts";
import { tell, waitForMessage } from "./worker-channel.ts";
import type { InvokeMessage, WorkerMessage, WorkerSettings } from "./worker-messages.ts";

/* The process of one execution environment: loads the handler once, then runs one event at a time. */

const bytesPerMb = 2 ** 20;

async function serve(): Promise<void> {
  const settings = waitForMessage<WorkerSettings>();
  blockOnOutput();
  process.on("uncaughtException", (error) => crash(error, { exitCode: 129 }));
  process.on("unhandledRejection", (reason) =>
    crash(reason, { exitCode: 128, type: "Runtime.UnhandledPromiseRejection" }),
  );
  // What Node.js itself occupies before the function's first line does not count.
  const residentBytes = process.memoryUsage.rss() + settings.memoryMb * bytesPerMb;
  const watch = startWatch({ parentProcessId: settings.parentProcessId, residentBytes });
  let handler: Handler;
  try {
    process.chdir(settings.directory);
    handler = await loadHandler(settings);
  } catch (error) {
    return crash(error, { exitCode: 1 });
  }
  // A handler that waits for nothing runs into its timeout, it does not end the process.
  watch.ref();
  tell({ type: "ready" });
  for (;;) {
    const message = waitForMessage<InvokeMessage>();
    // Learn first what happened meanwhile, e.g. which connections were closed.
    await turnOfEventLoop();
    const answered = await answer(handler, message);
    // A rejection that nobody handles belongs to the event that left it behind.
    await turnOfEventLoop();
    if (process.memoryUsage.rss() > residentBytes) killGroup(process.pid);
    tell(answered);
  }
}

function startWatch(settings: WatchSettings): Worker {
  const watch = new Worker(import.meta.filename ?? __filename, {
    workerData: settings,
    env: {},
    execArgv: [],
  });
  watch.unref();
  return watch;
}

function turnOfEventLoop(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

async function answer(handler: Handler, message: InvokeMessage): Promise<WorkerMessage> {
  const { requestId } = message;
  process.env._X_AMZN_TRACE_ID = message.traceId;
  const context = {
    callbackWaitsForEmptyEventLoop: true,
    ...message.context,
    awsRequestId: requestId,
    getRemainingTimeInMillis: () => Math.max(0, message.deadline - Date.now()),
  };
  try {
    const payload = toPayload(await handler(JSON.parse(message.event), context));
    const error = sizeError(payload);
    if (error !== undefined) return { type: "error", requestId, error };
    return { type: "result", requestId, payload };
  } catch (error) {
    return { type: "error", requestId, error: toFunctionError(error) };
  }
}

function crash(
  error: unknown,
  { exitCode, type }: { readonly exitCode: number; readonly type?: string },
): never {
  const known = toFunctionError(error);
  tell({ type: "crash", error: type === undefined ? known : { ...known, errorType: type } });
  process.exit(exitCode);
}

if (isMainThread) void serve();
else watchProcess(workerData as WatchSettings);
