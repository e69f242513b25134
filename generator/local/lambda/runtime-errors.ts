import type { FunctionError } from "./worker-messages.ts";

/* The failures that Lambda itself names. */

export class RuntimeError extends Error {
  constructor(name: string, message: string) {
    super(message);
    this.name = name;
  }
}

export function toFunctionError(error: unknown): FunctionError {
  if (error instanceof Error) {
    const trace = (error.stack ?? "").split("\n");
    return { errorType: error.name, errorMessage: error.message, trace };
  }
  return { errorType: typeof error, errorMessage: String(error), trace: [] };
}

export function timeoutError(
  requestId: string,
  { now, timeoutSeconds }: { readonly now: number; readonly timeoutSeconds: number },
): FunctionError {
  const time = new Date(now).toISOString();
  return {
    errorType: "Sandbox.Timedout",
    errorMessage: `${time} ${requestId} Task timed out after ${timeoutSeconds.toFixed(2)} seconds`,
  };
}

export interface ProcessExit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** V8 gave up for want of memory. */
  readonly heapExhausted: boolean;
}

export function exitError(
  { code, signal, heapExhausted }: ProcessExit,
  { requestId, memoryMb }: { readonly requestId: string | undefined; readonly memoryMb: number },
): FunctionError {
  const request = requestId === undefined ? "" : `RequestId: ${requestId} `;
  let how = `exit status ${code ?? 1}`;
  if (heapExhausted || signal === "SIGKILL") {
    how = `signal: killed (the function used up its ${memoryMb} MB)`;
  } else if (signal !== null) {
    how = `signal: ${signalNames[signal] ?? signal}`;
  }
  return {
    errorType: "Runtime.ExitError",
    errorMessage: `${request}Error: Runtime exited with error: ${how}`,
  };
}

/** As Lambda's Go program calls them: https://github.com/golang/go/blob/master/src/syscall/zerrors_linux_amd64.go */
const signalNames: Partial<Record<NodeJS.Signals, string>> = {
  SIGABRT: "aborted",
  SIGBUS: "bus error",
  SIGFPE: "floating point exception",
  SIGHUP: "hangup",
  SIGILL: "illegal instruction",
  SIGINT: "interrupt",
  SIGSEGV: "segmentation fault",
  SIGTERM: "terminated",
  SIGTRAP: "trace/breakpoint trap",
};
