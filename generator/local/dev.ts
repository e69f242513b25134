import type { LocalEvent } from "./local-events.ts";
import type { LocalRun } from "./local-run.ts";

export interface DevOptions {
  readonly appDirectory: string;
  readonly dataDirectory?: string;
  readonly port?: number;
  readonly fresh?: boolean;
  /** URL of a DynamoDB to use instead of the embedded one. */
  readonly dynamoDbEndpoint?: string | undefined;
  readonly auth?: boolean;
  readonly plugins?: readonly string[];
  readonly stack?: string;
  /** Events as JSON lines instead of text. */
  readonly json?: boolean;
  /** Default true: reload when a plugin or the runtime changes. */
  readonly watch?: boolean;
  /** Default: the process's own. */
  readonly output?: DevOutput;
  /** Ends the run as SIGINT does. */
  readonly signal?: AbortSignal;
}

export interface DevOutput {
  write(text: string): void;
  readonly isTTY: boolean;
}

/** The oldest Node.js that runs the stack's TypeScript as it is. */
const oldestNode = [22, 12] as const;

/**
 * `reventless dev`: runs the app's stacks on this machine until it is told to stop. Answers the
 * exit code. Throws CliError when the run cannot start.
 */
export async function runDev(options: DevOptions): Promise<number> {
  await checkNode(process.versions.node);
  const started = performance.now();
  // Loaded here, so that naming this command costs the others nothing.
  const [{ startLocalRun }, { createDevPrinter }, { watchApp }, { exitCodes }] = await Promise.all([
    import("./local-run.ts"),
    import("./dev/dev-printer.ts"),
    import("./dev/watch-app.ts"),
    import("../cli/cli-error.ts"),
  ]);
  const printer = createDevPrinter({
    output: options.output ?? processOutput(),
    json: options.json ?? false,
  });
  const stop = waitForStop(options.signal);
  let run: LocalRun;
  try {
    run = await startLocalRun({
      ...options,
      onEvent: (event: LocalEvent) => printer.event(event),
      signal: stop.signal,
    });
  } catch (error) {
    stop.dispose();
    if (stop.signal.aborted) return exitCodes.cancelled;
    throw toCliError(error, await import("../cli/cli-error.ts"));
  }
  printer.ready(run, performance.now() - started);
  const unwatch =
    options.watch === false
      ? () => {}
      : watchApp(options.appDirectory, () => {
          run.reload().catch((error: unknown) => printer.reloadFailed(error));
        });
  await stop.requested;
  unwatch();
  printer.closing();
  await run.close();
  stop.dispose();
  return exitCodes.done;
}

async function checkNode(version: string): Promise<void> {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  if (major > oldestNode[0] || (major === oldestNode[0] && minor >= oldestNode[1])) return;
  const { CliError, exitCodes } = await import("../cli/cli-error.ts");
  throw new CliError(
    exitCodes.usage,
    `The local run needs Node.js ${oldestNode.join(".")} or newer, found ${version}.`,
    "Install a newer Node.js, e.g. the one in .nvmrc.",
  );
}

/** What the developer can mend is an error for people; the rest keeps its stack. */
function toCliError(error: unknown, { CliError, exitCodes }: typeof import("../cli/cli-error.ts")) {
  if (!(error instanceof Error)) return error;
  if (error.name === "StackRefusal") return new CliError(exitCodes.refused, error.message);
  if (error.name === "StackProgramError") {
    const { stackDirectory } = error as Error & { stackDirectory?: string };
    return new CliError(
      exitCodes.usage,
      `The program in ${stackDirectory} failed.\n${error.message}`,
      "Mend the program and start again.",
    );
  }
  return error;
}

interface Stop {
  readonly requested: Promise<void>;
  readonly signal: AbortSignal;
  dispose(): void;
}

/** A second Ctrl+C does not wait for functions that hang. */
function waitForStop(outer: AbortSignal | undefined): Stop {
  const controller = new AbortController();
  const { promise, resolve } = Promise.withResolvers<void>();
  const request = (): void => {
    if (controller.signal.aborted) process.exit(130);
    controller.abort();
    resolve();
  };
  const forward = (): void => {
    if (!controller.signal.aborted) request();
  };
  process.on("SIGINT", request);
  process.on("SIGTERM", request);
  if (outer?.aborted) forward();
  outer?.addEventListener("abort", forward);
  return {
    requested: promise,
    signal: controller.signal,
    dispose() {
      process.off("SIGINT", request);
      process.off("SIGTERM", request);
      outer?.removeEventListener("abort", forward);
    },
  };
}

function processOutput(): DevOutput {
  return {
    write: (text) => {
      process.stdout.write(text);
    },
    isTTY: process.stdout.isTTY === true,
  };
}
