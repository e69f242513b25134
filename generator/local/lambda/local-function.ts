import { randomUUID } from "node:crypto";
import type { Clock } from "../ports.ts";
import {
  type EnvironmentOptions,
  type ExecutionEnvironment,
  type Outcome,
  startEnvironment,
} from "./execution-environment.ts";
import type { FunctionSettings, FunctionSurroundings } from "./function-settings.ts";

export interface Invocation {
  readonly requestId: string;
  readonly durationMs: number;
  readonly coldStart: boolean;
  readonly outcome: Outcome;
}

/** Lambda's refusal to run one more event than the function's reserved concurrency. */
export class ThrottledError extends Error {
  constructor(functionName: string) {
    super(`Rate Exceeded. ${functionName} runs as many events as its reserved concurrency allows.`);
    this.name = "TooManyRequestsException";
  }
}

export interface LocalFunctionOptions extends FunctionSurroundings {
  readonly settings: FunctionSettings;
  readonly clock: Clock;
  /** Environments at once without a reservation; more events wait. */
  readonly ceiling?: number;
  readonly onLine: EnvironmentOptions["onLine"];
}

export interface LocalFunction {
  readonly settings: FunctionSettings;
  /** Rejects with ThrottledError only; a function's failure is in the outcome. */
  invoke(event: unknown): Promise<Invocation>;
  status(): FunctionStatus;
  /** Waits for what runs, then ends the environments. */
  close(): Promise<void>;
}

export interface FunctionStatus {
  readonly name: string;
  readonly running: number;
  readonly idle: number;
  readonly coldStarts: number;
  readonly invocations: number;
  readonly errors: number;
}

const defaultCeiling = 10;
/** Lambda keeps environments for some minutes; the exact time is not documented. */
const idleMs = 300_000;

export function createLocalFunction(options: LocalFunctionOptions): LocalFunction {
  const { settings, clock, onLine } = options;
  const { name, reservedConcurrency } = settings;
  const limit = reservedConcurrency ?? options.ceiling ?? defaultCeiling;
  const idle: { readonly environment: ExecutionEnvironment; stopReaping: () => void }[] = [];
  const waiting: (() => void)[] = [];
  const running = new Set<Promise<unknown>>();
  const counts = { coldStarts: 0, invocations: 0, errors: 0 };
  let busy = 0;

  async function takePlace(): Promise<void> {
    if (busy < limit) {
      busy += 1;
      return;
    }
    if (reservedConcurrency !== undefined) throw new ThrottledError(name);
    // Whoever finishes hands its place on.
    await new Promise<void>((resolve) => waiting.push(resolve));
  }

  function givePlace(): void {
    const next = waiting.shift();
    if (next === undefined) busy -= 1;
    else next();
  }

  function takeEnvironment(): { environment: ExecutionEnvironment; coldStart: boolean } {
    // The most recently used one, so that the others can go.
    for (let last = idle.pop(); last !== undefined; last = idle.pop()) {
      last.stopReaping();
      if (last.environment.isAlive) return { environment: last.environment, coldStart: false };
    }
    counts.coldStarts += 1;
    return { environment: startEnvironment({ ...options, onLine }), coldStart: true };
  }

  function keepEnvironment(environment: ExecutionEnvironment): void {
    if (!environment.isAlive) return;
    const entry = { environment, stopReaping: () => {} };
    entry.stopReaping = clock.schedule(idleMs, () => {
      const index = idle.indexOf(entry);
      if (index >= 0) idle.splice(index, 1);
      void environment.close();
    });
    idle.push(entry);
  }

  async function run(event: string): Promise<Invocation> {
    await takePlace();
    const requestId = randomUUID();
    const started = performance.now();
    try {
      const { environment, coldStart } = takeEnvironment();
      const outcome = await environment.invoke(event, requestId);
      keepEnvironment(environment);
      counts.invocations += 1;
      if (outcome.error !== undefined) counts.errors += 1;
      return { requestId, durationMs: performance.now() - started, coldStart, outcome };
    } finally {
      givePlace();
    }
  }

  return {
    settings,
    async invoke(event) {
      const promise = run(JSON.stringify(event));
      running.add(promise);
      try {
        return await promise;
      } finally {
        running.delete(promise);
      }
    },
    status: () => ({ name, running: busy, idle: idle.length, ...counts }),
    async close() {
      while (running.size > 0) await Promise.allSettled(running);
      const environments = idle.splice(0);
      for (const { stopReaping } of environments) stopReaping();
      await Promise.all(environments.map(({ environment }) => environment.close()));
    },
  };
}
