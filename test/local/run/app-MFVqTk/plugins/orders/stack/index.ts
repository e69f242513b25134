import { Api } from "@pulumi/aws/apigatewayv2/api.js";
import { Integration } from "@pulumi/aws/apigatewayv2/integration.js";
import { Route } from "@pulumi/aws/apigatewayv2/route.js";
import { Stage } from "@pulumi/aws/apigatewayv2/stage.js";
import { Table } from "@pulumi/aws/dynamodb/table.js";
import { Role } from "@pulumi/aws/iam/role.js";
import { RolePolicy } from "@pulumi/aws/iam/rolePolicy.js";
import { EventSourceMapping } from "@pulumi/aws/lambda/eventSourceMapping.js";
import { Function as LambdaFunction } from "@pulumi/aws/lambda/function.js";
import { Permission } from "@pulumi/aws/lambda/permission.js";
import { Topic } from "@pulumi/aws/sns/topic.js";
import { TopicSubscription } from "@pulumi/aws/sns/topicSubscription.js";
import { Queue } from "@pulumi/aws/sqs/queue.js";
import { QueuePolicy } from "@pulumi/aws/sqs/queuePolicy.js";
import * as pulumi from "@pulumi/pulumi";

const prefix = `${pulumi.getProject()}-${pulumi.getStack()}-`;

const log = new Table(
  "order-log",
  {
    name: `${prefix}order-log`,
    attributes: [
      { name: "stream", type: "S" },
      { name: "version", type: "N" },
    ],
    hashKey: "stream",
    rangeKey: "version",
    billingMode: "PAY_PER_REQUEST",
    streamEnabled: true,
    streamViewType: "NEW_IMAGE",
  },
  { protect: true, retainOnDelete: true },
);
const view = new Table("order-view", {
  name: `${prefix}order-view`,
  attributes: [{ name: "id", type: "S" }],
  hashKey: "id",
});

const commandsDead = fifoQueue("commands-dlq");
const commands = fifoQueue("commands", commandsDead);
const eventsDead = fifoQueue("events-dlq");
const events = fifoQueue("events", eventsDead);
const topic = new Topic("events", { name: `${prefix}events.fifo`, fifoTopic: true });
const allowTopic = new QueuePolicy("events", {
  queueUrl: events.url,
  policy: pulumi.jsonStringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { Service: "sns.amazonaws.com" },
        Action: "sqs:SendMessage",
        Resource: events.arn,
        Condition: { ArnEquals: { "aws:SourceArn": topic.arn } },
      },
    ],
  }),
});
new TopicSubscription(
  "events",
  { topic: topic.arn, protocol: "sqs", endpoint: events.arn, rawMessageDelivery: true },
  { dependsOn: [allowTopic] },
);

const role = new Role("orders", {
  name: `${prefix}orders`,
  assumeRolePolicy: JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { Service: "lambda.amazonaws.com" },
        Action: "sts:AssumeRole",
      },
    ],
  }),
});
new RolePolicy("orders", {
  role: role.id,
  policy: pulumi.jsonStringify({
    Version: "2012-10-17",
    Statement: [
      { Effect: "Allow", Action: "sqs:*", Resource: [commands.arn, events.arn] },
      { Effect: "Allow", Action: "dynamodb:*", Resource: [log.arn, view.arn, log.streamArn] },
      { Effect: "Allow", Action: "sns:Publish", Resource: topic.arn },
    ],
  }),
});
const code = new pulumi.asset.AssetArchive({
  "index.mjs": new pulumi.asset.FileAsset("../functions/orders.mjs"),
  "aws.mjs": new pulumi.asset.FileAsset("../functions/aws.mjs"),
});
const orders = lambda("orders", "index.handler");

const api = new Api("api", { name: `${prefix}api`, protocolType: "HTTP" });
new Stage("api", { apiId: api.id, name: "$default", autoDeploy: true });
const integration = new Integration("orders", {
  apiId: api.id,
  integrationType: "AWS_PROXY",
  integrationUri: orders.arn,
  payloadFormatVersion: "2.0",
});
for (const routeKey of ["POST /orders/{id}/commands", "GET /orders/{id}"]) {
  new Route(routeKey, {
    apiId: api.id,
    routeKey,
    authorizationType: "AWS_IAM",
    target: pulumi.interpolate`integrations/${integration.id}`,
  });
}
new Permission("api", {
  action: "lambda:InvokeFunction",
  function: orders.name,
  principal: "apigateway.amazonaws.com",
  sourceArn: pulumi.interpolate`${api.executionArn}/*/*`,
});
for (const queue of [commands, events]) {
  queue.name.apply(
    (name) =>
      new EventSourceMapping(name, {
        eventSourceArn: queue.arn,
        functionName: orders.arn,
        batchSize: 10,
        functionResponseTypes: ["ReportBatchItemFailures"],
      }),
  );
}
new EventSourceMapping("order-log", {
  eventSourceArn: log.streamArn,
  functionName: orders.arn,
  startingPosition: "TRIM_HORIZON",
  batchSize: 100,
  functionResponseTypes: ["ReportBatchItemFailures"],
  filterCriteria: { filters: [{ pattern: JSON.stringify({ eventName: ["INSERT"] }) }] },
});

export const apiUrl = api.apiEndpoint;

function fifoQueue(name: string, dead?: Queue): Queue {
  return new Queue(name, {
    name: `${prefix}${name}.fifo`,
    fifoQueue: true,
    visibilityTimeoutSeconds: 180,
    ...(dead && {
      redrivePolicy: pulumi.jsonStringify({ deadLetterTargetArn: dead.arn, maxReceiveCount: 2 }),
    }),
  });
}

function lambda(name: string, handler: string): LambdaFunction {
  return new LambdaFunction(name, {
    name: `${prefix}${name}`,
    role: role.arn,
    runtime: "nodejs24.x",
    handler,
    memorySize: 256,
    timeout: 30,
    code,
    environment: { variables: { RESOURCE_PREFIX: prefix, TOPIC_ARN: topic.arn } },
  });
}
