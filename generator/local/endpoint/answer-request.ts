import {
  type Authorize,
  AwsError,
  type LocalDynamoDb,
  type LocalSns,
  type LocalSqs,
  type RemoteDynamoDb,
  type Reply,
} from "../ports.ts";
import { dynamodbErrorType, dynamodbService, dynamodbStreamsService } from "./dynamodb-service.ts";
import { forwardedDynamoDb, forwardedStreams } from "./forwarded-dynamodb.ts";
import {
  answerJson,
  type ForwardedService,
  type JsonService,
  jsonError,
  type RequiredPermission,
} from "./json-protocol.ts";
import type { LogError, ReceivedRequest } from "./reply.ts";
import { answerSns } from "./sns-service.ts";
import { sqsService } from "./sqs-service.ts";

export interface EndpointServices {
  readonly dynamodb: LocalDynamoDb | RemoteDynamoDb;
  readonly sqs: LocalSqs;
  readonly sns: LocalSns;
  readonly authorize?: Authorize | undefined;
  readonly logError: LogError;
}

export interface AddressedRequest extends ReceivedRequest {
  /** The X-Amz-Target header, e.g. `AmazonSQS.SendMessage`; SNS has none. */
  readonly target: string | undefined;
}

/** The one entry for all services: JSON services name themselves in a header, SNS sends a form. */
export function createAnswerer(
  services: EndpointServices,
): (request: AddressedRequest) => Promise<Reply> {
  const { dynamodb, sqs, sns, logError } = services;
  const [tables, streams] =
    "forward" in dynamodb
      ? [forwardedDynamoDb(dynamodb), forwardedStreams(dynamodb)]
      : [dynamodbService(dynamodb), dynamodbStreamsService(dynamodb)];
  const jsonServices: ReadonlyMap<string, JsonService | ForwardedService> = new Map<
    string,
    JsonService | ForwardedService
  >([
    ["DynamoDB_20120810", tables],
    ["DynamoDBStreams_20120810", streams],
    ["AmazonSQS", sqsService(sqs)],
  ]);

  return async (request) => {
    const authorize = (permission: RequiredPermission): void =>
      services.authorize?.({ accessKeyId: request.accessKeyId, ...permission });
    if (request.target === undefined) return answerSns(sns, request, { authorize, logError });
    const [, name = "", operation = ""] = /^([^.]*)\.(.*)$/.exec(request.target) ?? [];
    const service = jsonServices.get(name);
    if (service === undefined) return unknownTarget(request.target, jsonServices);
    return answerJson(service, { ...request, operation }, { authorize, logError });
  };
}

function unknownTarget(target: string, known: ReadonlyMap<string, unknown>): Reply {
  const message = `Expected an X-Amz-Target of ${[...known.keys()].join(", ")}, found ${target}.`;
  return jsonError(
    { errorType: dynamodbErrorType },
    new AwsError("UnknownOperationException", message, 404),
  );
}
