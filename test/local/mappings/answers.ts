import type { Invocation } from "../../../generator/local/lambda/local-function.ts";

/** What a function came to, without a function. */
export function succeed(value: unknown = null): Invocation {
  return {
    requestId: "r",
    durationMs: 1,
    coldStart: false,
    outcome: { payload: JSON.stringify(value) },
  };
}

export function fail(errorMessage: string): Invocation {
  const error = { errorType: "Error", errorMessage };
  return { requestId: "r", durationMs: 1, coldStart: false, outcome: { error } };
}

export function failuresOf(identifiers: readonly string[]): Invocation {
  return succeed({
    batchItemFailures: identifiers.map((itemIdentifier) => ({ itemIdentifier })),
  });
}

/** Lets everything that waits for nothing but promises and immediates happen. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 5; turn += 1) {
    await new Promise<void>((resolve) => setImmediate(resolve));
  }
}
