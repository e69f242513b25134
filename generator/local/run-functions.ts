import type { FunctionSettings, FunctionSurroundings } from "./lambda/function-settings.ts";
import {
  createLocalFunction,
  type FunctionStatus,
  type Invocation,
  type LocalFunction,
} from "./lambda/local-function.ts";
import type { OnLocalEvent } from "./local-events.ts";
import type { Clock } from "./ports.ts";

/** All functions by name; callers keep the name, so that a reload can change what is behind it. */
export interface RunningFunctions {
  /** Starts, replaces and ends functions; one that did not change stays warm. Answers the names of the others. */
  replace(settings: readonly FunctionSettings[]): readonly string[];
  invoke(name: string, event: unknown): Promise<Invocation>;
  status(): readonly FunctionStatus[];
  close(): Promise<void>;
}

export function runFunctions(options: {
  readonly clock: Clock;
  readonly surroundings: FunctionSurroundings;
  readonly onEvent: OnLocalEvent;
}): RunningFunctions {
  const { clock, surroundings, onEvent } = options;
  const functions = new Map<string, LocalFunction>();
  /** Replaced functions that still finish what they began. */
  const retiring = new Set<Promise<void>>();

  function retire(name: string): void {
    const closing = functions.get(name)?.close();
    functions.delete(name);
    if (closing === undefined) return;
    const done = closing.finally(() => retiring.delete(done));
    retiring.add(done);
  }

  function start(settings: FunctionSettings): void {
    const functionName = settings.name;
    const local = createLocalFunction({
      settings,
      clock,
      ...surroundings,
      onLine: (line, requestId) =>
        onEvent({
          type: "log",
          functionName,
          ...(requestId === undefined ? {} : { requestId }),
          line,
        }),
    });
    functions.set(functionName, local);
  }

  return {
    replace(wanted) {
      const changed = wanted.filter(
        (settings) =>
          JSON.stringify(functions.get(settings.name)?.settings) !== JSON.stringify(settings),
      );
      const names = new Set(wanted.map(({ name }) => name));
      for (const name of [...functions.keys()]) if (!names.has(name)) retire(name);
      for (const settings of changed) {
        retire(settings.name);
        start(settings);
      }
      return changed.map(({ name }) => name);
    },
    async invoke(name, event) {
      const local = functions.get(name);
      if (local === undefined) throw new Error(`The function ${name} does not exist any more.`);
      return local.invoke(event);
    },
    status: () => Array.from(functions.values(), (local) => local.status()),
    async close() {
      for (const name of [...functions.keys()]) retire(name);
      while (retiring.size > 0) await Promise.all(retiring);
    },
  };
}
