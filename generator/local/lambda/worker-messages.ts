/**
 * What an execution environment's process and its keeper tell each other, one JSON text a line, over
 * the descriptor {@link channelDescriptor}.
 */

/** The first that follows standard input, output and errors. */
export const channelDescriptor = 3;

/** The first line to a worker. */
export interface WorkerSettings {
  /** Folder with the unpacked code. */
  readonly directory: string;
  /** `file.export`, as the function's configuration has it. */
  readonly handler: string;
  readonly memoryMb: number;
  /** The worker ends with it. */
  readonly parentProcessId: number;
}

export interface InvokeMessage {
  readonly requestId: string;
  /** The event as JSON. */
  readonly event: string;
  /** Milliseconds since the Unix epoch. */
  readonly deadline: number;
  readonly context: Readonly<Record<string, unknown>>;
  readonly traceId: string;
}

/** As Lambda answers a failed invocation. */
// https://docs.aws.amazon.com/lambda/latest/dg/nodejs-exceptions.html
export interface FunctionError {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly trace?: readonly string[];
}

export type WorkerMessage =
  | { readonly type: "ready" }
  | { readonly type: "result"; readonly requestId: string; readonly payload: string }
  | { readonly type: "error"; readonly requestId: string; readonly error: FunctionError }
  /** The environment cannot go on: it did not start, or something escaped the handler. */
  | { readonly type: "crash"; readonly error: FunctionError };
