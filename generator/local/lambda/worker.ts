import { existsSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { parentPort, workerData } from "node:worker_threads";
import type {
  FunctionError,
  InvokeMessage,
  WorkerMessage,
  WorkerSettings,
} from "./worker-messages.ts";

/* The thread of one execution environment: loads the handler once, then runs one event at a time. */

type Handler = (event: unknown, context: unknown) => unknown;

class RuntimeError extends Error {
  constructor(name: string, message: string) {
    super(message);
    this.name = name;
  }
}

const port = parentPort;

function tell(message: WorkerMessage): void {
  port?.postMessage(message);
}

async function loadHandler({ directory, handler }: WorkerSettings): Promise<Handler> {
  const [, file = "", name = ""] = /^(.*)\.([^./]+)$/.exec(handler) ?? [];
  const path = ["js", "mjs", "cjs"]
    .map((extension) => join(directory, `${file}.${extension}`))
    .find((candidate) => existsSync(candidate));
  if (path === undefined) {
    throw new RuntimeError(
      "Runtime.ImportModuleError",
      `Error: Cannot find module '${file}'. The handler is ${handler}; expected ${file}.js, ${file}.mjs or ${file}.cjs in the function's code.`,
    );
  }
  const module = await importModule(path);
  const found = module[name] ?? (module.default as Record<string, unknown> | undefined)?.[name];
  if (found === undefined) {
    throw new RuntimeError("Runtime.HandlerNotFound", `${handler} is undefined or not exported`);
  }
  if (typeof found !== "function") {
    throw new RuntimeError("Runtime.HandlerNotFound", `${handler} is not a function`);
  }
  return found as Handler;
}

async function importModule(path: string): Promise<Record<string, unknown>> {
  try {
    return (await import(pathToFileURL(path).href)) as Record<string, unknown>;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "MODULE_NOT_FOUND" || code === "ERR_MODULE_NOT_FOUND") {
      throw new RuntimeError("Runtime.ImportModuleError", `Error: ${(error as Error).message}`);
    }
    throw error;
  }
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
    const value = await handler(JSON.parse(message.event), context);
    return { type: "result", requestId, payload: toPayload(value) };
  } catch (error) {
    return { type: "error", requestId, error: toFunctionError(error) };
  }
}

function toPayload(value: unknown): string {
  try {
    return JSON.stringify(value) ?? "null";
  } catch (error) {
    const reason = error instanceof Error ? error.message.split("\n")[0] : String(error);
    throw new RuntimeError(
      "Runtime.MarshalError",
      `Unable to stringify response body as json: ${reason}`,
    );
  }
}

function toFunctionError(error: unknown): FunctionError {
  if (error instanceof Error) {
    const trace = (error.stack ?? "").split("\n");
    return { errorType: error.name, errorMessage: error.message, trace };
  }
  return { errorType: typeof error, errorMessage: String(error), trace: [] };
}

function crash(type: string | undefined, error: unknown, exitCode: number): void {
  const known = toFunctionError(error);
  tell({ type: "crash", error: type === undefined ? known : { ...known, errorType: type } });
  process.exit(exitCode);
}

process.on("uncaughtException", (error) => crash(undefined, error, 129));
process.on("unhandledRejection", (reason) =>
  crash("Runtime.UnhandledPromiseRejection", reason, 128),
);

loadHandler(workerData as WorkerSettings).then(
  (handler) => {
    port?.on("message", (message: InvokeMessage) => {
      void answer(handler, message).then(tell);
    });
    tell({ type: "ready" });
  },
  (error: unknown) => crash(undefined, error, 1),
);
