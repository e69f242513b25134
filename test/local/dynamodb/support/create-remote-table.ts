import type { TableDefinition } from "../../../../generator/local/ports.ts";
import type { CallDynamoDb } from "./call-dynamodb.ts";

/** Creates a table anew through CreateTable, which DynamoDB Local has and the embedded one has not. */
export async function createRemoteTable(
  call: CallDynamoDb,
  definition: TableDefinition,
): Promise<void> {
  await call("DeleteTable", { TableName: definition.name });
  const { code, message } = await call("CreateTable", {
    TableName: definition.name,
    BillingMode: "PAY_PER_REQUEST",
    AttributeDefinitions: definition.attributes.map(({ name, type }) => ({
      AttributeName: name,
      AttributeType: type,
    })),
    KeySchema: keySchema(definition),
    ...(definition.indexes && {
      GlobalSecondaryIndexes: definition.indexes.map((index) => ({
        IndexName: index.name,
        KeySchema: keySchema(index),
        Projection:
          typeof index.projection === "string"
            ? { ProjectionType: index.projection }
            : { ProjectionType: "INCLUDE", NonKeyAttributes: index.projection.include },
      })),
    }),
    ...(definition.stream && {
      StreamSpecification: { StreamEnabled: true, StreamViewType: definition.stream },
    }),
  });
  if (code !== undefined) throw new Error(`CreateTable ${definition.name}: ${code}: ${message}`);
  if (definition.timeToLiveAttribute === undefined) return;
  await call("UpdateTimeToLive", {
    TableName: definition.name,
    TimeToLiveSpecification: { Enabled: true, AttributeName: definition.timeToLiveAttribute },
  });
}

function keySchema({
  hashKey,
  rangeKey,
}: {
  readonly hashKey: string;
  readonly rangeKey?: string;
}) {
  return [
    { AttributeName: hashKey, KeyType: "HASH" },
    ...(rangeKey === undefined ? [] : [{ AttributeName: rangeKey, KeyType: "RANGE" }]),
  ];
}
