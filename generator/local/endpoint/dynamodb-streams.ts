import { AwsError, type LocalDynamoDb, type StreamRecord } from "../ports.ts";
import { type Input, isObject, optionalInteger, optionalString } from "../read-input.ts";
import type { RequiredPermission } from "./json-protocol.ts";

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_GetRecords.html */
const mostRecords = 1000;

/** A local table's stream has one shard, which never closes. */
const shardId = "shardId-00000000000000000001-00000001";

interface Position {
  readonly streamArn: string;
  /** Records after this one; absent for the oldest kept. */
  readonly after?: string | undefined;
}

export function streamsPermissions(operation: string, input: Input): readonly RequiredPermission[] {
  const action = `dynamodb:${operation}`;
  if (operation === "ListStreams") return [{ action, resource: "*", context: {} }];
  const resource =
    operation === "GetRecords" ? readIterator(input).streamArn : requiredString(input, "StreamArn");
  return [{ action, resource, context: {} }];
}

/** The API of DynamoDB Streams over what the tables offer. */
// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Operations_Amazon_DynamoDB_Streams.html
export function executeStreams(
  dynamodb: LocalDynamoDb,
  operation: string,
  input: Input,
): Record<string, unknown> {
  switch (operation) {
    case "ListStreams":
      return listStreams(dynamodb, input);
    case "DescribeStream":
      return describeStream(dynamodb, requiredString(input, "StreamArn"));
    case "GetShardIterator":
      return getShardIterator(dynamodb, input);
    case "GetRecords":
      return getRecords(dynamodb, input);
  }
  throw new AwsError("UnknownOperationException", `Unknown operation: ${operation}`);
}

function listStreams(dynamodb: LocalDynamoDb, input: Input): Record<string, unknown> {
  const wanted = optionalString(input, "TableName");
  const streams = dynamodb.tables().flatMap(({ name }) => {
    const arn = dynamodb.streamArn(name);
    if (arn === undefined || (wanted !== undefined && wanted !== name)) return [];
    return [{ StreamArn: arn, TableName: name, StreamLabel: labelOf(arn) }];
  });
  return { Streams: streams };
}

function describeStream(dynamodb: LocalDynamoDb, arn: string): Record<string, unknown> {
  const table = tableOf(dynamodb, arn);
  const { Table: description } = dynamodb.execute("DescribeTable", { TableName: table });
  const { KeySchema, StreamSpecification } = isObject(description) ? description : {};
  const viewType = isObject(StreamSpecification) ? StreamSpecification.StreamViewType : undefined;
  return {
    StreamDescription: {
      StreamArn: arn,
      StreamLabel: labelOf(arn),
      StreamStatus: "ENABLED",
      StreamViewType: viewType,
      TableName: table,
      KeySchema,
      Shards: [{ ShardId: shardId, SequenceNumberRange: { StartingSequenceNumber: "0" } }],
    },
  };
}

function getShardIterator(dynamodb: LocalDynamoDb, input: Input): Record<string, unknown> {
  const streamArn = requiredString(input, "StreamArn");
  const table = tableOf(dynamodb, streamArn);
  const shard = requiredString(input, "ShardId");
  if (shard !== shardId) {
    throw new AwsError(
      "ResourceNotFoundException",
      `Requested resource not found: Shard: ${shard}`,
    );
  }
  const type = requiredString(input, "ShardIteratorType");
  switch (type) {
    case "TRIM_HORIZON":
      return iteratorAt({ streamArn });
    case "LATEST":
      return iteratorAt({ streamArn, after: lastSequenceNumber(dynamodb, table) });
    case "AFTER_SEQUENCE_NUMBER":
      return iteratorAt({ streamArn, after: sequenceNumber(input).toString() });
    case "AT_SEQUENCE_NUMBER":
      return iteratorAt({ streamArn, after: (sequenceNumber(input) - 1n).toString() });
  }
  throw new AwsError(
    "ValidationException",
    `1 validation error detected: Value '${type}' at 'shardIteratorType' failed to satisfy constraint: Member must satisfy enum value set: [AFTER_SEQUENCE_NUMBER, LATEST, AT_SEQUENCE_NUMBER, TRIM_HORIZON]`,
  );
}

function getRecords(dynamodb: LocalDynamoDb, input: Input): Record<string, unknown> {
  const { streamArn, after } = readIterator(input);
  const table = tableOf(dynamodb, streamArn);
  const limit = optionalInteger(input, "Limit") ?? mostRecords;
  if (limit < 1 || limit > mostRecords) {
    throw new AwsError("ValidationException", `Limit must be 1 to ${mostRecords}, found ${limit}.`);
  }
  const records = dynamodb.streamRecords(table, after, limit);
  const last = records.at(-1)?.dynamodb.SequenceNumber ?? after;
  return {
    Records: records.map(toApiRecord),
    NextShardIterator: writeIterator({ streamArn, after: last }),
  };
}

/** Lambda names the members of the identity in lower case, the API does not. */
function toApiRecord(record: StreamRecord): Record<string, unknown> {
  const { eventSourceARN: _arn, userIdentity, ...shared } = record;
  if (userIdentity === undefined) return shared;
  const { type, principalId } = userIdentity;
  return { ...shared, userIdentity: { Type: type, PrincipalId: principalId } };
}

function lastSequenceNumber(dynamodb: LocalDynamoDb, table: string): string | undefined {
  let last: string | undefined;
  for (;;) {
    const next = dynamodb.streamRecords(table, last, mostRecords).at(-1);
    if (next === undefined) return last;
    last = next.dynamodb.SequenceNumber;
  }
}

function tableOf(dynamodb: LocalDynamoDb, streamArn: string): string {
  const table = /:table\/([^/]+)\/stream\//.exec(streamArn)?.[1];
  const exists = dynamodb.tables().some(({ name }) => name === table);
  if (table !== undefined && exists && dynamodb.streamArn(table) === streamArn) return table;
  throw new AwsError(
    "ResourceNotFoundException",
    `Requested resource not found: Stream: ${streamArn} not found`,
  );
}

function labelOf(streamArn: string): string {
  return streamArn.slice(streamArn.lastIndexOf("/stream/") + "/stream/".length);
}

function iteratorAt(position: Position): Record<string, unknown> {
  return { ShardIterator: writeIterator(position) };
}

function writeIterator(position: Position): string {
  return Buffer.from(JSON.stringify(position)).toString("base64");
}

function readIterator(input: Input): Position {
  const text = requiredString(input, "ShardIterator");
  try {
    const position: unknown = JSON.parse(Buffer.from(text, "base64").toString("utf8"));
    if (isObject(position) && typeof position.streamArn === "string") {
      return { streamArn: position.streamArn, after: optionalString(position, "after") };
    }
  } catch {
    // Whatever is not an iterator of ours is invalid in the same way.
  }
  throw new AwsError("ValidationException", "Invalid ShardIterator");
}

function requiredString(input: Input, name: string): string {
  const value = optionalString(input, name);
  if (value) return value;
  throw new AwsError(
    "ValidationException",
    `1 validation error detected: Value null at '${name}' failed to satisfy constraint: Member must not be null`,
  );
}

function sequenceNumber(input: Input): bigint {
  const text = requiredString(input, "SequenceNumber");
  if (/^\d{1,40}$/.test(text)) return BigInt(text);
  throw new AwsError("ValidationException", `Invalid SequenceNumber: ${text}`);
}
