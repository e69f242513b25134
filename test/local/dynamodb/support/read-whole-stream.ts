import type { CallDynamoDb } from "./call-dynamodb.ts";
import { canonical } from "./compare-answers.ts";

interface Shard {
  readonly ShardId: string;
}

interface StreamedRecord {
  readonly eventName: string;
  readonly dynamodb: Readonly<Record<string, unknown>>;
}

interface ReducedRecord {
  readonly eventName: string;
  readonly Keys: unknown;
}

/**
 * All records of a table's stream, reduced to what does not depend on who keeps it. Only records
 * of one item have a promised order, so items come in order of their keys, records oldest first.
 */
export async function readWholeStream(
  call: CallDynamoDb,
  table: string,
): Promise<readonly unknown[]> {
  const described = await call("DescribeTable", { TableName: table });
  const { LatestStreamArn: StreamArn } = described.body.Table as Record<string, string>;
  const stream = await call("DescribeStream", { StreamArn });
  const { Shards } = stream.body.StreamDescription as { readonly Shards: readonly Shard[] };
  const records: ReducedRecord[] = [];
  for (const { ShardId } of Shards) {
    const input = { StreamArn, ShardId, ShardIteratorType: "TRIM_HORIZON" };
    const opened = await call("GetShardIterator", input);
    let iterator = opened.body.ShardIterator as string | undefined;
    while (iterator !== undefined) {
      const { body } = await call("GetRecords", { ShardIterator: iterator });
      const page = body.Records as readonly StreamedRecord[];
      records.push(...page.map(reduce));
      iterator = page.length === 0 ? undefined : (body.NextShardIterator as string | undefined);
    }
  }
  return records.sort((left, right) => {
    const [a, b] = [JSON.stringify(left.Keys), JSON.stringify(right.Keys)];
    return a < b ? -1 : a > b ? 1 : 0;
  });
}

function reduce({ eventName, dynamodb }: StreamedRecord): ReducedRecord {
  const { Keys, NewImage, OldImage, StreamViewType } = dynamodb;
  const record = canonical({ eventName, Keys, NewImage, OldImage, StreamViewType });
  // DynamoDB Local loses the type of empty maps in stream images.
  return JSON.parse(JSON.stringify(record).replaceAll('{"M":{}}', "{}")) as ReducedRecord;
}
