import { AwsError, type Reply, type ServiceCall } from "../ports.ts";
import { type Input, isObject } from "../read-input.ts";
import { type LogError, type ReceivedRequest, toAwsError } from "./reply.ts";

/** What a policy has to allow before an operation runs. */
export type RequiredPermission = Omit<ServiceCall, "accessKeyId">;

/** A service that speaks AWS JSON 1.0. */
// https://smithy.io/2.0/aws/protocols/aws-json-1_0-protocol.html
export interface JsonService {
  readonly permissions: (operation: string, input: Input) => readonly RequiredPermission[];
  readonly execute: (
    operation: string,
    input: Input,
  ) => Record<string, unknown> | Promise<Record<string, unknown>>;
  /** The error's type with its namespace, as `__type` carries it. */
  readonly errorType: (code: string) => string;
  readonly errorHeaders?: (error: AwsError) => Readonly<Record<string, string>>;
}

/** A service that is somewhere else: requests are judged here and answered there. */
export interface ForwardedService extends Omit<JsonService, "execute"> {
  readonly forward: (operation: string, body: Buffer) => Promise<Reply>;
}

const contentType = "application/x-amz-json-1.0";

export async function answerJson(
  service: JsonService | ForwardedService,
  request: ReceivedRequest & { readonly operation: string },
  surroundings: {
    readonly authorize: (permission: RequiredPermission) => void;
    readonly logError: LogError;
  },
): Promise<Reply> {
  try {
    const input = parseInput(request.body);
    for (const permission of service.permissions(request.operation, input)) {
      surroundings.authorize(permission);
    }
    if ("forward" in service) return await service.forward(request.operation, request.body);
    const output = await service.execute(request.operation, input);
    return { status: 200, headers: { "content-type": contentType }, body: JSON.stringify(output) };
  } catch (error) {
    return jsonError(service, toAwsError(error, surroundings.logError));
  }
}

export function jsonError(
  service: Pick<JsonService, "errorType" | "errorHeaders">,
  error: AwsError,
): Reply {
  return {
    status: error.statusCode,
    headers: { "content-type": contentType, ...service.errorHeaders?.(error) },
    body: JSON.stringify({
      __type: service.errorType(error.code),
      message: error.message,
      ...error.details,
    }),
  };
}

function parseInput(body: Buffer): Input {
  if (body.length === 0) return {};
  try {
    const input: unknown = JSON.parse(body.toString("utf8"));
    if (isObject(input)) return input;
  } catch {
    // Broken JSON and JSON that is no object are the same error.
  }
  throw new AwsError("SerializationException", "Expected the request body to be a JSON object.");
}
