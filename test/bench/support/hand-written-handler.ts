/** What somebody would write by hand for one aggregate with the same SDK clients: the floor for bundles. */
import {
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  TransactWriteItemsCommand,
} from "@aws-sdk/client-dynamodb";
import { PublishBatchCommand, SNSClient } from "@aws-sdk/client-sns";
import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";

const dynamoDb = new DynamoDBClient({});
const sqs = new SQSClient({ useQueueUrlAsEndpoint: false });
const sns = new SNSClient({});

export async function handler(event: {
  readonly routeKey?: string;
  readonly body?: string;
  readonly Records?: readonly { readonly body: string }[];
}): Promise<unknown> {
  if (event.routeKey !== undefined) {
    const command = JSON.parse(event.body ?? "{}") as { readonly type: string };
    await sqs.send(
      new SendMessageCommand({
        QueueUrl: `${process.env.QUEUE_URL_BASE}/orders.fifo`,
        MessageBody: JSON.stringify(command),
        MessageGroupId: "1",
        MessageDeduplicationId: "1",
      }),
    );
    return { statusCode: 202, body: "{}" };
  }
  for (const { body } of event.Records ?? []) {
    await dynamoDb.send(new QueryCommand({ TableName: "log" }));
    await dynamoDb.send(new GetItemCommand({ TableName: "outcomes", Key: {} }));
    await dynamoDb.send(new PutItemCommand({ TableName: "log", Item: { body: { S: body } } }));
    await dynamoDb.send(new TransactWriteItemsCommand({ TransactItems: [] }));
    await sns.send(new PublishBatchCommand({ TopicArn: "topic", PublishBatchRequestEntries: [] }));
  }
  return { batchItemFailures: [] };
}
