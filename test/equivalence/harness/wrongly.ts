import { join } from "node:path";
import type { Replacements } from "./bundle-handlers.ts";

const tests = join(import.meta.dirname, "../..");

export interface WrongImplementation {
  /** Module below `runtime`. */
  readonly module: string;
  readonly exports: string;
  /** File below `test`, and what it exports instead. */
  readonly file: string;
  readonly instead: string;
}

/** The wrong implementations that matter to strategies, each with what it takes the place of. */
export const wrong = {
  routeByFunction: inThisFolder("routing", "route", "routeByFunction"),
  rowsInMemory: inThisFolder("dynamodb-query-db", "dynamoDbQueryDb", "rowsInMemory"),
  checkpointPerFunction: inThisFolder("event-collector", "eventCollector", "checkpointPerFunction"),
  outcomesPerFunction: inThisFolder("command-handling", "handleCommand", "outcomesPerFunction"),
  relaySkips: inThisFolder("event-topic", "eventTopic", "relaySkips"),
  wholeBatch: inThisFolder("batch", "processGroups", "wholeBatch"),
  pauseAfterFailure: inThisFolder("batch", "processGroups", "pauseAfterFailure"),
  ackUnknown: {
    ...inThisFolder("routing", "route", "ackUnknown"),
    file: "runtime/wrong/ack-unknown.ts",
  },
} as const satisfies Readonly<Record<string, WrongImplementation>>;

function inThisFolder(module: string, exports: string, instead: string): WrongImplementation {
  const name = instead.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  return { module: `${module}.ts`, exports, instead, file: `equivalence/wrong/${name}.ts` };
}

/** The app with a wrong implementation in the place of the right one. */
export function wrongly({ module, exports, file, instead }: WrongImplementation): Replacements {
  return {
    [`runtime/${module}`]: (original) => `
      export * from ${JSON.stringify(original)};
      export { ${instead} as ${exports} } from ${JSON.stringify(join(tests, file))};`,
  };
}
