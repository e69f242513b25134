import { createHash } from "node:crypto";
import type { KeyAttribute } from "../ports.ts";
import { AwsError } from "../ports.ts";
import { type DatabaseState, readTableName } from "./database-state.ts";
import type { IndexStorage } from "./index-storage.ts";
import { type OperationInput, readInteger } from "./request-parameters.ts";
import type { KeySchema } from "./table-keys.ts";
import type { Table } from "./table-storage.ts";

/** API reference of ListTables. */
const MAX_NAMES = 100;

/** DescribeTable: definition, stream and present size of a table. */
export function describeTable(
  state: DatabaseState,
  input: OperationInput,
): Record<string, unknown> {
  const table = requireNamedTable(state, input);
  const { definition, stream, indexes } = table;
  return {
    Table: {
      TableName: definition.name,
      TableArn: table.arn,
      TableId: tableId(table),
      TableStatus: "ACTIVE",
      CreationDateTime: table.createdAt / 1000,
      AttributeDefinitions: definition.attributes.map(({ name, type }) => ({
        AttributeName: name,
        AttributeType: type,
      })),
      KeySchema: describeKeySchema(table.schema),
      ItemCount: table.rowsById.size,
      TableSizeBytes: table.sizeBytes,
      BillingModeSummary: { BillingMode: "PAY_PER_REQUEST" },
      ProvisionedThroughput: {
        NumberOfDecreasesToday: 0,
        ReadCapacityUnits: 0,
        WriteCapacityUnits: 0,
      },
      DeletionProtectionEnabled: false,
      ...(indexes.length > 0 && {
        GlobalSecondaryIndexes: indexes.map((index) => describeIndex(table, index)),
      }),
      ...(stream !== undefined && {
        StreamSpecification: { StreamEnabled: true, StreamViewType: stream.viewType },
        LatestStreamArn: stream.arn,
        LatestStreamLabel: stream.label,
      }),
    },
  };
}

/** ListTables: names in order, a page at a time. */
export function listTables(state: DatabaseState, input: OperationInput): Record<string, unknown> {
  const limit = readInteger(input, "Limit", { minimum: 1, maximum: MAX_NAMES }) ?? MAX_NAMES;
  const start = input.ExclusiveStartTableName;
  const names = [...state.tables.keys()]
    .sort()
    .filter((name) => typeof start !== "string" || name > start);
  const page = names.slice(0, limit);
  return {
    TableNames: page,
    ...(page.length < names.length && { LastEvaluatedTableName: page.at(-1) }),
  };
}

/** DescribeTimeToLive: the attribute after which items expire, if any. */
export function describeTimeToLive(
  state: DatabaseState,
  input: OperationInput,
): Record<string, unknown> {
  const attribute = requireNamedTable(state, input).definition.timeToLiveAttribute;
  return {
    TimeToLiveDescription:
      attribute === undefined
        ? { TimeToLiveStatus: "DISABLED" }
        : { TimeToLiveStatus: "ENABLED", AttributeName: attribute },
  };
}

/** The KeySchema member of tables, indexes and streams. */
export function describeKeySchema({ hash, range }: KeySchema): readonly Record<string, string>[] {
  const describe = ({ name }: KeyAttribute, KeyType: string) => ({ AttributeName: name, KeyType });
  return [describe(hash, "HASH"), ...(range === undefined ? [] : [describe(range, "RANGE")])];
}

function describeIndex(table: Table, { definition, schema }: IndexStorage) {
  const { name, projection } = definition;
  return {
    IndexName: name,
    IndexArn: `${table.arn}/index/${name}`,
    IndexStatus: "ACTIVE",
    KeySchema: describeKeySchema(schema),
    Projection:
      typeof projection === "string"
        ? { ProjectionType: projection }
        : { ProjectionType: "INCLUDE", NonKeyAttributes: projection.include },
  };
}

/** Unlike item operations, AWS names the missing table here. */
function requireNamedTable(state: DatabaseState, input: OperationInput): Table {
  const name = readTableName(input.TableName);
  const table = state.tables.get(name);
  if (table !== undefined) return table;
  throw new AwsError(
    "ResourceNotFoundException",
    `Requested resource not found: Table: ${name} not found`,
  );
}

/** Looks like AWS's UUIDs and stays the same as long as the table does. */
function tableId({ arn, createdAt }: Table): string {
  const digest = createHash("md5").update(`${arn} ${createdAt}`).digest("hex");
  return digest.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
