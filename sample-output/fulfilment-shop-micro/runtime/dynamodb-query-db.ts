import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
} from "@aws-sdk/client-dynamodb";
import { RuntimeFailure } from "./errors.ts";
import type { QueryDb, RowState } from "./query-db.ts";

/**
 * Largest row in bytes: an item ends at 400 KB with its attribute names and keys
 * (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html).
 */
const maximumRowBytes = 400 * 1024 - 1024;

/** Rows in one table: partition key `id`, the row as JSON in `row`, its checkpoint in `version`. */
export function dynamoDbQueryDb<Row>(
  client: () => DynamoDBClient,
  tableName: () => string,
): QueryDb<Row> {
  async function load(id: string): Promise<RowState<Row>> {
    const { Item: item } = await client().send(
      new GetItemCommand({ TableName: tableName(), Key: { id: { S: id } }, ConsistentRead: true }),
    );
    const row = item?.row?.S;
    return {
      row: row === undefined ? undefined : (JSON.parse(row) as Row),
      checkpoint: Number(item?.version?.N ?? 0),
    };
  }

  async function save(id: string, state: RowState<Row>, previous: number): Promise<boolean> {
    const row = state.row === undefined ? undefined : JSON.stringify(state.row);
    const size = Buffer.byteLength(row ?? "");
    if (size > maximumRowBytes) {
      throw new RuntimeFailure(
        "row-too-large",
        `The row "${id}" of ${tableName()} takes ${size} bytes; a row may take ${maximumRowBytes}.`,
      );
    }
    try {
      await client().send(
        new PutItemCommand({
          TableName: tableName(),
          // An item without a row keeps the checkpoint of an aggregate that has no row any more.
          Item: {
            id: { S: id },
            version: { N: String(state.checkpoint) },
            ...(row !== undefined && { row: { S: row } }),
          },
          ...(previous === 0
            ? { ConditionExpression: "attribute_not_exists(id)" }
            : {
                ConditionExpression: "version = :previous",
                ExpressionAttributeValues: { ":previous": { N: String(previous) } },
              }),
        }),
      );
      return true;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false;
      throw error;
    }
  }

  return { load, save };
}
