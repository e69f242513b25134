import { AwsError } from "../ports.ts";

/** One HTTP request, read and ready to be understood. */
export interface ReceivedRequest {
  readonly requestId: string;
  readonly accessKeyId: string;
  readonly body: Buffer;
}

export type LogError = (error: unknown) => void;

/** Any failure as an error of the service; what is not an AwsError is a fault of ours and is logged. */
export function toAwsError(error: unknown, logError: LogError): AwsError {
  if (error instanceof AwsError) return error;
  logError(error);
  return new AwsError(
    "InternalServerError",
    "The local run failed on this request; its log has the stack.",
    500,
  );
}
