export async function dev(_argv: readonly string[]): Promise<number> {
  throw new Error("not yet");
}
