import { dynamodb, sns, sqs } from "./aws.mjs";

const prefix = process.env.RESOURCE_PREFIX;

/** HTTP → queue → log → topic → queue → view, in one function as the Single strategy has it. */
export async function handler(event, context) {
  if (event.routeKey) return http(event, context);
  for (const record of event.Records) {
    if (record.eventSource === "aws:dynamodb") await relay(record);
    else if (record.eventSourceARN.endsWith("commands.fifo")) await decide(record);
    else await collect(record);
  }
  return { batchItemFailures: [] };
}

async function http(event, context) {
  const { id } = event.pathParameters;
  if (event.routeKey.startsWith("GET")) {
    const { Item } = await dynamodb("GetItem", {
      TableName: `${prefix}order-view`,
      Key: { id: { S: id } },
    });
    return Item ? { id, total: Number(Item.total.N) } : { statusCode: 404 };
  }
  const { total } = JSON.parse(event.body);
  console.log(JSON.stringify({ level: "info", message: "Command accepted", id }));
  await sqs("SendMessage", {
    QueueUrl: `http://queues/000000000000/${prefix}commands.fifo`,
    MessageBody: JSON.stringify({ id, total }),
    MessageGroupId: id,
    MessageDeduplicationId: context.awsRequestId,
  });
  return { statusCode: 202, body: event.requestContext.authorizer.iam.userArn };
}

async function decide(record) {
  const { id, total } = JSON.parse(record.body);
  if (total < 0) throw new Error(`No order can cost ${total}`);
  await dynamodb("PutItem", {
    TableName: `${prefix}order-log`,
    Item: { stream: { S: id }, version: { N: "1" }, total: { N: String(total) } },
  });
}

async function relay({ dynamodb: { NewImage: image } }) {
  await sns("Publish", {
    TopicArn: process.env.TOPIC_ARN,
    Message: JSON.stringify({ id: image.stream.S, total: image.total.N }),
    MessageGroupId: image.stream.S,
    MessageDeduplicationId: `${image.stream.S}:${image.version.N}`,
  });
}

async function collect(record) {
  const { id, total } = JSON.parse(record.body);
  await dynamodb("PutItem", {
    TableName: `${prefix}order-view`,
    Item: { id: { S: id }, total: { N: String(total) } },
  });
}
