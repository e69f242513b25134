/** Seeds to run: 1 to `REVENTLESS_SEEDS`, 1 without it, or `REVENTLESS_SEED` alone to replay that one. */
export function seedsToRun(): readonly number[] {
  const { REVENTLESS_SEED: one, REVENTLESS_SEEDS: count = "1" } = process.env;
  if (one !== undefined) return [Number(one)];
  return Array.from({ length: Number(count) }, (_, index) => index + 1);
}

/** A failure of `run` says how to see it again. */
export async function withSeed<Result>(seed: number, run: () => Promise<Result>): Promise<Result> {
  try {
    return await run();
  } catch (error) {
    const { message } = error as Error;
    throw new Error(`Seed ${seed} failed; replay it with REVENTLESS_SEED=${seed}. ${message}`, {
      cause: error,
    });
  }
}
