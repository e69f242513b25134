import type { AttributeValue, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import {
  ConditionalCheckFailedException,
  PutItemCommand,
  QueryCommand,
  TransactionConflictException,
} from "@aws-sdk/client-dynamodb";
import {
  type DecodeEvent,
  decodeCommit,
  encodeCommit,
  type UncheckedCommit,
} from "./commit-codec.ts";
import type { MessageHeader } from "./envelope.ts";
import { RuntimeFailure } from "./errors.ts";
import {
  type AppendResult,
  type Commit,
  type EventStore,
  type LoadedStream,
  lastVersion,
} from "./event-store.ts";

interface DynamoDbEventStoreOptions<Event> {
  /** Called on use, so that a function that never touches the log never builds a client. */
  readonly client: () => DynamoDBClient;
  readonly tableName: () => string;
  readonly decodeEvent: DecodeEvent<Event>;
}

/**
 * The log in one table: partition key `streamId`, sort key `version` (of the commit's first event).
 * A commit is one item, put on the condition that its key is free; a stream has no gaps because
 * `append` only takes what `load` returned, and nothing deletes.
 */
export function dynamoDbEventStore<Event>(
  options: DynamoDbEventStoreOptions<Event>,
): EventStore<Event> {
  const loaded = new WeakSet<LoadedStream<Event>>();

  async function readFrom(streamId: string, version: number): Promise<readonly Commit<Event>[]> {
    const commits: Commit<Event>[] = [];
    let expected = version;
    let startKey: Record<string, AttributeValue> | undefined;
    do {
      const page = await options.client().send(
        new QueryCommand({
          TableName: options.tableName(),
          ConsistentRead: true,
          KeyConditionExpression: "streamId = :streamId AND version >= :version",
          ExpressionAttributeValues: {
            ":streamId": { S: streamId },
            ":version": { N: String(version) },
          },
          ExclusiveStartKey: startKey,
        }),
      );
      for (const item of page.Items ?? []) {
        const commit = decodeCommit(commitFields(item), options.decodeEvent);
        if (commit.version !== expected) {
          throw new RuntimeFailure(
            "corrupt-stream",
            `Stream "${streamId}" in ${options.tableName()} continues at version ${commit.version}; expected ${expected}.`,
          );
        }
        expected = lastVersion(commit) + 1;
        commits.push(commit);
      }
      startKey = page.LastEvaluatedKey;
    } while (startKey !== undefined);
    return commits;
  }

  async function load(streamId: string): Promise<LoadedStream<Event>> {
    const commits = await readFrom(streamId, 1);
    const last = commits.at(-1);
    const stream = { streamId, commits, version: last === undefined ? 0 : lastVersion(last) };
    loaded.add(stream);
    return stream;
  }

  async function append(
    stream: LoadedStream<Event>,
    events: readonly Event[],
    header: MessageHeader,
  ): Promise<AppendResult<Event>> {
    if (!loaded.has(stream)) {
      throw new TypeError("append takes a stream that load of the same store returned");
    }
    if (events.length === 0) throw new TypeError("append takes at least one event");
    const commit = { streamId: stream.streamId, version: stream.version + 1, events, header };
    const encoded = encodeCommit(commit, options.decodeEvent);
    try {
      await options.client().send(
        new PutItemCommand({
          TableName: options.tableName(),
          Item: {
            streamId: { S: encoded.streamId },
            version: { N: String(encoded.version) },
            commandId: { S: header.causationId },
            events: { S: encoded.events },
            header: { S: encoded.header },
          },
          ConditionExpression: "attribute_not_exists(streamId)",
          ReturnValuesOnConditionCheckFailure: "ALL_OLD",
        }),
      );
      return { status: "appended", commit };
    } catch (error) {
      // The check of a decision without events was in the way: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis.html
      if (error instanceof TransactionConflictException) return { status: "conflict" };
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
      // The item that is in the way tells a repeated command (also the SDK's own retry after a
      // lost answer) from another command that was faster.
      if (error.Item?.commandId?.S !== header.causationId) return { status: "conflict" };
      return {
        status: "duplicate",
        commit: decodeCommit(commitFields(error.Item), options.decodeEvent),
      };
    }
  }

  return { load, readFrom, append };
}

function commitFields(item: Record<string, AttributeValue>): UncheckedCommit {
  return {
    streamId: item.streamId?.S,
    version: Number(item.version?.N),
    events: parsed(item.events?.S),
    header: parsed(item.header?.S),
  };
}

/** Undefined where there is no JSON, which `decodeCommit` reports with its place. */
function parsed(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? "");
  } catch {
    return undefined;
  }
}
