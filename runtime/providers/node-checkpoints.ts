import { type DynamoDBClient, GetItemCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";

/** How far each shard was handled. Without them a reader starts over, which doubles work but no effect. */
export interface Checkpoints {
  load(shard: string): Promise<string | undefined>;
  save(shard: string, position: string): Promise<void>;
}

/** Shards are gone a day after their last record; what is left of them may go after a week, in seconds. */
const keptFor = 7 * 24 * 60 * 60;

/** Checkpoints in a table with the partition key `id`; `expiresAt` may be its time to live. */
export function dynamoDbCheckpoints(
  client: () => DynamoDBClient,
  tableName: () => string,
): Checkpoints {
  return {
    async load(shard) {
      const { Item: item } = await client().send(
        new GetItemCommand({
          TableName: tableName(),
          Key: { id: { S: shard } },
          ConsistentRead: true,
        }),
      );
      return item?.position?.S;
    },
    async save(shard, position) {
      const expiresAt = String(Math.floor(Date.now() / 1000) + keptFor);
      const Item = { id: { S: shard }, position: { S: position }, expiresAt: { N: expiresAt } };
      await client().send(new PutItemCommand({ TableName: tableName(), Item }));
    },
  };
}
