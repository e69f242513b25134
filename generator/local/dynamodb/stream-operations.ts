import { AwsError } from "../ports.ts";
import { type DatabaseState, readTableName } from "./database-state.ts";
import { describeKeySchema } from "./describe-operations.ts";
import {
  type OperationInput,
  readChoice,
  readInteger,
  readRequired,
} from "./request-parameters.ts";
import { constraintError, validationError } from "./service-errors.ts";
import { formatSequence, parseSequence, type StreamLog, toStreamRecord } from "./stream-log.ts";
import type { Table } from "./table-storage.ts";

/** API reference of GetRecords and GetShardIterator. */
const MAX_RECORDS = 1000;
const MAX_RESPONSE_BYTES = 1024 * 1024;
const ITERATOR_LIFETIME_MS = 15 * 60 * 1000;

const ITERATOR_TYPES = [
  "AT_SEQUENCE_NUMBER",
  "AFTER_SEQUENCE_NUMBER",
  "LATEST",
  "TRIM_HORIZON",
] as const;

interface OpenStream {
  readonly table: Table;
  readonly log: StreamLog;
}

/** ListStreams: the streams of all tables or of one. */
export function listStreams(state: DatabaseState, input: OperationInput): Record<string, unknown> {
  const only = input.TableName == null ? undefined : readTableName(input.TableName);
  const streams = [...state.tables.values()].flatMap(({ definition: { name }, stream }) =>
    stream === undefined || (only !== undefined && only !== name)
      ? []
      : [{ StreamArn: stream.arn, TableName: name, StreamLabel: stream.label }],
  );
  return { Streams: streams };
}

/** DescribeStream: every stream has one shard here, which never closes. */
export function describeStream(
  state: DatabaseState,
  input: OperationInput,
): Record<string, unknown> {
  const { table, log } = requireStream(state, input);
  const first = log.oldest() ?? table.nextSequence;
  return {
    StreamDescription: {
      StreamArn: log.arn,
      StreamLabel: log.label,
      StreamStatus: "ENABLED",
      StreamViewType: log.viewType,
      CreationRequestDateTime: log.createdAt / 1000,
      TableName: table.definition.name,
      KeySchema: describeKeySchema(table.schema),
      Shards: [
        {
          ShardId: shardId(log),
          SequenceNumberRange: { StartingSequenceNumber: formatSequence(first) },
        },
      ],
    },
  };
}

/** GetShardIterator: a place in the stream to read from. */
export function getShardIterator(
  state: DatabaseState,
  input: OperationInput,
): Record<string, unknown> {
  const stream = requireStream(state, input);
  if (input.ShardId !== shardId(stream.log))
    throw new AwsError(
      "ResourceNotFoundException",
      `Requested resource not found: Shard: ${input.ShardId} in Stream: ${stream.log.arn} not found`,
    );
  readRequired(input, "ShardIteratorType");
  const type = readChoice(input, "ShardIteratorType", ITERATOR_TYPES);
  const next = firstSequence(stream, type, input.SequenceNumber);
  return { ShardIterator: formatIterator(stream.log, next, state.clock.now()) };
}

/** GetRecords: records from an iterator on, and the iterator to go on with. */
export function getRecords(state: DatabaseState, input: OperationInput): Record<string, unknown> {
  const now = state.clock.now();
  const limit = readInteger(input, "Limit", { minimum: 1, maximum: MAX_RECORDS }) ?? MAX_RECORDS;
  const { stream, next } = readIterator(state, input.ShardIterator, now);
  const { log } = stream;
  log.trim(now);
  const oldest = log.oldest() ?? stream.table.nextSequence;
  if (next < oldest)
    throw new AwsError(
      "TrimmedDataAccessException",
      "The operation attempted to read past the oldest stream record in a shard.",
    );
  const records: Record<string, unknown>[] = [];
  let after = next;
  let bytes = 0;
  for (const entry of log.read(next, limit)) {
    const {
      eventSourceARN: _,
      userIdentity,
      ...record
    } = toStreamRecord(log, entry, state.account.region);
    bytes += record.dynamodb.SizeBytes;
    if (bytes > MAX_RESPONSE_BYTES && records.length > 0) break;
    const identity = userIdentity && {
      userIdentity: { PrincipalId: userIdentity.principalId, Type: userIdentity.type },
    };
    records.push({ ...record, ...identity });
    after = entry.sequence + 1;
  }
  return { Records: records, NextShardIterator: formatIterator(log, after, now) };
}

function firstSequence(
  { table, log }: OpenStream,
  type: (typeof ITERATOR_TYPES)[number] | undefined,
  sequenceNumber: unknown,
): number {
  const invalid = "One or more parameter values were invalid: ";
  const oldest = log.oldest() ?? table.nextSequence;
  if (type === "LATEST" || type === "TRIM_HORIZON") {
    if (sequenceNumber != null)
      throw validationError(`${invalid}SequenceNumber should not be passed for this iterator type`);
    return type === "LATEST" ? table.nextSequence : oldest;
  }
  const sequence = typeof sequenceNumber === "string" ? parseSequence(sequenceNumber) : undefined;
  if (sequence === undefined || sequence >= table.nextSequence)
    throw validationError(`${invalid}Invalid SequenceNumber`);
  const first = type === "AT_SEQUENCE_NUMBER" ? sequence : sequence + 1;
  if (first >= oldest) return first;
  throw new AwsError(
    "TrimmedDataAccessException",
    "The operation attempted to read past the oldest stream record in a shard.",
  );
}

function requireStream(state: DatabaseState, input: OperationInput): OpenStream {
  const arn = input.StreamArn;
  if (typeof arn !== "string")
    throw constraintError("null", "streamArn", "Member must not be null");
  const found = findStream(state, arn);
  if (found !== undefined) return found;
  throw new AwsError(
    "ResourceNotFoundException",
    `Requested resource not found: Stream: ${arn} not found`,
  );
}

function findStream(state: DatabaseState, arn: string): OpenStream | undefined {
  for (const table of state.tables.values())
    if (table.stream?.arn === arn) return { table, log: table.stream };
  return undefined;
}

function shardId({ createdAt }: StreamLog): string {
  return `shardId-${String(createdAt).padStart(20, "0")}-00000000`;
}

/** Stream, position and time in one text, as AWS's iterators look. */
function formatIterator(log: StreamLog, next: number, now: number): string {
  return `${log.arn}|1|${Buffer.from(`${next} ${now}`).toString("base64")}`;
}

function readIterator(
  state: DatabaseState,
  iterator: unknown,
  now: number,
): { readonly stream: OpenStream; readonly next: number } {
  const [arn = "", , place = ""] = typeof iterator === "string" ? iterator.split("|") : [];
  const [next, createdAt] = Buffer.from(place, "base64").toString().split(" ").map(Number);
  const stream = findStream(state, arn);
  if (stream === undefined || !Number.isInteger(next) || !Number.isInteger(createdAt))
    throw validationError("Invalid ShardIterator");
  if ((createdAt as number) <= now - ITERATOR_LIFETIME_MS)
    throw new AwsError(
      "ExpiredIteratorException",
      "The provided iterator exceeds the maximum age allowed.",
    );
  return { stream, next: next as number };
}
