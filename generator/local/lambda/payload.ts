import { RuntimeError } from "./runtime-errors.ts";
import type { FunctionError } from "./worker-messages.ts";

/** https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const responseLimitBytes = 6_291_556;

export function toPayload(value: unknown): string {
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

/** Looked at before it is sent, so that the run never holds an answer of any size. */
export function sizeError(payload: string): FunctionError | undefined {
  const size = Buffer.byteLength(payload);
  if (size <= responseLimitBytes) return undefined;
  return {
    errorType: "Function.ResponseSizeTooLarge",
    errorMessage: `Response payload size (${size} bytes) exceeded maximum allowed payload size (${responseLimitBytes} bytes).`,
  };
}
