import type { RemoteDynamoDb } from "../ports.ts";
import { type Input, optionalString } from "../read-input.ts";
import { dynamodbPermissions } from "./dynamodb-permissions.ts";
import { dynamodbErrorType } from "./dynamodb-service.ts";
import type { ForwardedService, RequiredPermission } from "./json-protocol.ts";

export function forwardedDynamoDb(dynamodb: RemoteDynamoDb): ForwardedService {
  return {
    permissions: (operation, input) => dynamodbPermissions(dynamodb, operation, input),
    forward: dynamodb.forward,
    errorType: dynamodbErrorType,
  };
}

export function forwardedStreams(dynamodb: RemoteDynamoDb): ForwardedService {
  return {
    permissions: streamsPermissions,
    forward: dynamodb.forward,
    errorType: dynamodbErrorType,
  };
}

/** An iterator names its stream in DynamoDB Local; one that does not needs permission for every stream. */
function streamsPermissions(operation: string, input: Input): readonly RequiredPermission[] {
  const iterator = optionalString(input, "ShardIterator") ?? "";
  const resource = optionalString(input, "StreamArn") ?? /arn:[^|]+/.exec(iterator)?.[0] ?? "*";
  return [{ action: `dynamodb:${operation}`, resource, context: {} }];
}
