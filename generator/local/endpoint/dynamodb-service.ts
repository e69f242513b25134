import type { LocalDynamoDb } from "../ports.ts";
import { dynamodbPermissions } from "./dynamodb-permissions.ts";
import { executeStreams, streamsPermissions } from "./dynamodb-streams.ts";
import type { JsonService } from "./json-protocol.ts";

export function dynamodbService(dynamodb: LocalDynamoDb): JsonService {
  return {
    permissions: (operation, input) => dynamodbPermissions(dynamodb, operation, input),
    execute: (operation, input) => dynamodb.execute(operation, input),
    errorType: dynamodbErrorType,
  };
}

export function dynamodbStreamsService(dynamodb: LocalDynamoDb): JsonService {
  return {
    permissions: streamsPermissions,
    execute: (operation, input) => executeStreams(dynamodb, operation, input),
    errorType: dynamodbErrorType,
  };
}

/** Errors that every AWS service has in common come from other namespaces. */
// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html
const commonErrors: ReadonlyMap<string, string> = new Map([
  ["ValidationException", "com.amazon.coral.validate"],
  ["SerializationException", "com.amazon.coral.service"],
  ["UnknownOperationException", "com.amazon.coral.service"],
  ["AccessDeniedException", "com.amazon.coral.service"],
  ["UnrecognizedClientException", "com.amazon.coral.service"],
  ["RequestEntityTooLargeException", "com.amazon.coral.service"],
]);

export function dynamodbErrorType(code: string): string {
  return `${commonErrors.get(code) ?? "com.amazonaws.dynamodb.v20120810"}#${code}`;
}
