import { systemClock } from "../../../generator/local/clock.ts";
import { createLocalDynamoDb } from "../../../generator/local/dynamodb/create-local-dynamodb.ts";
import {
  AwsError,
  type IndexDefinition,
  type LocalDynamoDb,
  type TableDefinition,
} from "../../../generator/local/ports.ts";

const account = { accountId: "111111111111", region: "us-east-1" };

// biome-ignore lint/suspicious/noExplicitAny: inputs of the API, as our own caller sends them
type Input = Record<string, any>;

/** The embedded DynamoDB with tables that come and go over the API; each is a database of its own. */
export function creatableDynamoDb(): LocalDynamoDb {
  const databases = new Map<string, LocalDynamoDb>();
  const definitions = new Map<string, TableDefinition>();
  const find = (table: string): LocalDynamoDb => {
    const database = databases.get(table);
    if (database === undefined) throw new AwsError("ResourceNotFoundException", table);
    return database;
  };

  function define(definition: TableDefinition): Record<string, unknown> {
    const { name } = definition;
    const database = databases.get(name) ?? createLocalDynamoDb({ clock: systemClock, account });
    database.createTable(definition);
    databases.set(name, database);
    definitions.set(name, definition);
    return {};
  }

  function execute(operation: string, input: Input): Record<string, unknown> {
    const definition = definitions.get(input.TableName);
    if (operation === "CreateTable") return define(toDefinition(input));
    const database = find(input.TableName);
    if (operation === "DeleteTable") {
      databases.delete(input.TableName);
      return {};
    }
    if (definition !== undefined && operation === "UpdateTable") {
      const { StreamSpecification: stream, GlobalSecondaryIndexUpdates: updates = [] } = input;
      return define({
        ...definition,
        indexes: [
          ...(definition.indexes ?? []),
          ...updates.map(({ Create }: Input) => toIndex(Create)),
        ],
        ...(stream && { stream: stream.StreamViewType }),
      });
    }
    if (definition !== undefined && operation === "UpdateTimeToLive") {
      const { AttributeName: attribute } = input.TimeToLiveSpecification;
      return define({ ...definition, timeToLiveAttribute: attribute });
    }
    return database.execute(operation, input);
  }

  return {
    createTable: (definition) => void define(definition),
    tableArn: (name) =>
      databases.get(name)?.tableArn(name) ??
      `arn:aws:dynamodb:${account.region}:${account.accountId}:table/${name}`,
    streamArn: (name) => databases.get(name)?.streamArn(name),
    tables: () => [...databases.values()].flatMap((database) => database.tables()),
    execute,
    streamRecords: (table, after, limit) => find(table).streamRecords(table, after, limit),
    onStreamRecord: (table, listener) => find(table).onStreamRecord(table, listener),
  };
}

function toDefinition(input: Input): TableDefinition {
  const { AttributeDefinitions: attributes, StreamSpecification: stream } = input;
  return {
    name: input.TableName,
    attributes: attributes.map((attribute: Input) => ({
      name: attribute.AttributeName,
      type: attribute.AttributeType,
    })),
    ...keysOf(input),
    indexes: (input.GlobalSecondaryIndexes ?? []).map(toIndex),
    ...(stream && { stream: stream.StreamViewType }),
  };
}

function toIndex(index: Input): IndexDefinition {
  const { ProjectionType: projection } = index.Projection;
  return { name: index.IndexName, ...keysOf(index), projection };
}

function keysOf({ KeySchema: [hash, range] }: Input) {
  return { hashKey: hash.AttributeName, ...(range && { rangeKey: range.AttributeName }) };
}
