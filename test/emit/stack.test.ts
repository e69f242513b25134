import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { emitNewApp } from "../../generator/emit/new-app.ts";
import type { DeclaredResource } from "../../runtime/stack/testing.ts";
import { removeFolder, repository, shop, temporaryFolder, writeTexts } from "./written-app.ts";

const folders: string[] = [];
let resources: readonly DeclaredResource[];

beforeAll(async () => {
  resources = await resourcesOf(shop());
}, 30_000);

afterAll(() => folders.forEach(removeFolder));

/** What the emitted program of the first plugin declares. */
async function resourcesOf(input: ReturnType<typeof shop>) {
  const folder = temporaryFolder();
  folders.push(folder);
  writeTexts(folder, emitNewApp(repository, input));
  vi.resetModules();
  const { declaredResources } = await import("../../runtime/stack/testing.ts");
  const program = join(folder, "plugins/ordering/stack/index.ts");
  return (await declaredResources(pathToFileURL(program))).map(withoutAccount);
}

/** ARNs of this stack as `dynamodb:order-event-log`; policies as objects. */
function withoutAccount({ inputs: { code, tags, ...inputs }, ...resource }: DeclaredResource) {
  const short = JSON.stringify(inputs).replace(
    /arn:aws:(\w+):eu-central-1:000000000000:(\/aws\/\w+\/)?project-test-/g,
    "$1:$2",
  );
  return { ...resource, inputs: JSON.parse(short) };
}

function inputsOf(type: string): Record<string, DeclaredResource["inputs"]> {
  const chosen = resources.filter((resource) => resource.type === type);
  return Object.fromEntries(chosen.map(({ name, inputs }) => [name, inputs]));
}

function statementsOf(type: string, name: string) {
  const { policy } = inputsOf(type)[name] ?? {};
  return JSON.parse(policy).Statement;
}

const allow = (resource: string, ...actions: string[]) => ({
  Effect: "Allow",
  Action: actions,
  Resource: resource,
});

describe("the stack of the shop", () => {
  it("declares these resources and no others", () => {
    const names = resources.map(({ type, name }) => `${type.split(":").at(-1)} ${name}`);
    expect(names.sort()).toEqual([
      "Api api",
      "EventSourceMapping order-command-topic",
      "EventSourceMapping order-event-topic",
      "EventSourceMapping order-summary-event-collector",
      "Function aggregates",
      "Function read-models",
      "Integration order-command-generator",
      "Integration order-summary-query",
      "LogGroup aggregates-logs",
      "LogGroup api-requests",
      "LogGroup read-models-logs",
      "MetricAlarm aggregates-errors",
      "MetricAlarm aggregates-throttles",
      "MetricAlarm order-commands-dlq-messages",
      "MetricAlarm order-commands-late",
      "MetricAlarm order-event-topic-late",
      "MetricAlarm order-relay-failures-messages",
      "MetricAlarm order-summary-collector-dlq-messages",
      "MetricAlarm order-summary-collector-late",
      "MetricAlarm read-models-errors",
      "MetricAlarm read-models-throttles",
      "Permission aggregates-api",
      "Permission read-models-api",
      "Queue order-commands-dlq.fifo",
      "Queue order-commands.fifo",
      "Queue order-relay-failures",
      "Queue order-summary-collector-dlq.fifo",
      "Queue order-summary-collector.fifo",
      "QueuePolicy order-summary-collector-from-order",
      "QueuePolicy order-summary-collector-from-order-dlq",
      "Role aggregates-role",
      "Role read-models-role",
      "RolePolicy aggregates-policy",
      "RolePolicy read-models-policy",
      "Route GET /ordering/order-summary/{id}",
      "Route GET /ordering/order/{id}/commands/{commandId}",
      "Route POST /ordering/order/{id}",
      "Stage api-stage",
      "Table order-event-log",
      "Table order-outcomes",
      "Table order-summary-query-db",
      "Topic order-events.fifo",
      "TopicSubscription order-summary-collector-from-order",
    ]);
  });

  it("lets the aggregates' function do what its roles need, on the resources they need", () => {
    expect(statementsOf("aws:iam/rolePolicy:RolePolicy", "aggregates-policy")).toEqual([
      allow("cloudwatch:/aws/lambda/aggregates:*", "logs:CreateLogStream", "logs:PutLogEvents"),
      allow("sqs:order-commands.fifo", "sqs:SendMessage"),
      allow("dynamodb:order-outcomes", "dynamodb:GetItem"),
      allow(
        "sqs:order-commands.fifo",
        ...["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"],
      ),
      allow(
        "dynamodb:order-event-log",
        ...["dynamodb:Query", "dynamodb:PutItem", "dynamodb:ConditionCheckItem"],
      ),
      {
        Effect: "Deny",
        Action: ["dynamodb:UpdateItem", "dynamodb:DeleteItem", "dynamodb:BatchWriteItem"],
        Resource: "dynamodb:order-event-log",
      },
      allow("dynamodb:order-outcomes", "dynamodb:GetItem", "dynamodb:PutItem"),
      allow(
        "dynamodb:order-event-log/stream/label",
        ...["dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator"],
        "dynamodb:ListStreams",
      ),
      allow("sns:order-events.fifo", "sns:Publish"),
      allow("sqs:order-relay-failures", "sqs:SendMessage"),
    ]);
  });

  it("lets the read models' function do what its roles need, on the resources they need", () => {
    expect(statementsOf("aws:iam/rolePolicy:RolePolicy", "read-models-policy")).toEqual([
      allow("cloudwatch:/aws/lambda/read-models:*", "logs:CreateLogStream", "logs:PutLogEvents"),
      allow(
        "sqs:order-summary-collector.fifo",
        ...["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"],
      ),
      allow("dynamodb:order-summary-query-db", "dynamodb:GetItem", "dynamodb:PutItem"),
      allow("dynamodb:order-event-log", "dynamodb:Query"),
      allow("dynamodb:order-summary-query-db", "dynamodb:GetItem"),
    ]);
  });

  it("maps queues and stream to functions", () => {
    expect(inputsOf("aws:lambda/eventSourceMapping:EventSourceMapping")).toEqual({
      "order-command-topic": {
        eventSourceArn: "sqs:order-commands.fifo",
        functionName: "lambda:aggregates",
        batchSize: 10,
        functionResponseTypes: ["ReportBatchItemFailures"],
      },
      "order-event-topic": {
        eventSourceArn: "dynamodb:order-event-log/stream/label",
        functionName: "lambda:aggregates",
        startingPosition: "TRIM_HORIZON",
        batchSize: 100,
        parallelizationFactor: 1,
        bisectBatchOnFunctionError: true,
        maximumRetryAttempts: -1,
        maximumRecordAgeInSeconds: 82_800,
        functionResponseTypes: ["ReportBatchItemFailures"],
        filterCriteria: { filters: [{ pattern: '{"eventName":["INSERT"]}' }] },
        destinationConfig: { onFailure: { destinationArn: "sqs:order-relay-failures" } },
      },
      "order-summary-event-collector": {
        eventSourceArn: "sqs:order-summary-collector.fifo",
        functionName: "lambda:read-models",
        batchSize: 10,
        functionResponseTypes: ["ReportBatchItemFailures"],
      },
    });
  });

  it("hides messages for six timeouts, and moves them to a queue of the same kind", () => {
    const queues = inputsOf("aws:sqs/queue:Queue");
    const { timeout } = inputsOf("aws:lambda/function:Function").aggregates ?? {};
    for (const name of ["order-commands", "order-summary-collector"]) {
      const { fifoQueue, redrivePolicy, visibilityTimeoutSeconds } = queues[`${name}.fifo`] ?? {};
      expect({ fifoQueue, visibilityTimeoutSeconds }).toEqual({
        fifoQueue: true,
        visibilityTimeoutSeconds: 6 * timeout,
      });
      expect(JSON.parse(redrivePolicy)).toEqual({
        deadLetterTargetArn: `sqs:${name}-dlq.fifo`,
        maxReceiveCount: 5,
      });
      expect(queues[`${name}-dlq.fifo`]?.fifoQueue).toBe(true);
    }
    // Lambda sends word of failed records to standard queues only.
    expect(queues["order-relay-failures"]?.fifoQueue).toBeUndefined();
  });

  it("delivers events raw, to queues that only this topic may send to", () => {
    expect(inputsOf("aws:sns/topicSubscription:TopicSubscription")).toEqual({
      "order-summary-collector-from-order": {
        topic: "sns:order-events.fifo",
        protocol: "sqs",
        endpoint: "sqs:order-summary-collector.fifo",
        rawMessageDelivery: true,
        redrivePolicy: '{"deadLetterTargetArn":"sqs:order-summary-collector-dlq.fifo"}',
      },
    });
    for (const suffix of ["", "-dlq"]) {
      const name = `order-summary-collector-from-order${suffix}`;
      expect(statementsOf("aws:sqs/queuePolicy:QueuePolicy", name)).toEqual([
        {
          Effect: "Allow",
          Principal: { Service: "sns.amazonaws.com" },
          Action: "sqs:SendMessage",
          Resource: `sqs:order-summary-collector${suffix}.fifo`,
          Condition: { ArnEquals: { "aws:SourceArn": "sns:order-events.fifo" } },
        },
      ]);
    }
  });

  it("guards tables, the log among them with recovery to a point in time", () => {
    for (const { name, options, inputs } of resources) {
      const isTable = name in inputsOf("aws:dynamodb/table:Table");
      expect({ name, ...options }).toEqual({ name, protect: isTable, retainOnDelete: isTable });
      if (isTable) expect(inputs.deletionProtectionEnabled).toBe(true);
    }
    expect(inputsOf("aws:dynamodb/table:Table")["order-event-log"]).toMatchObject({
      hashKey: "streamId",
      rangeKey: "version",
      streamViewType: "NEW_IMAGE",
      pointInTimeRecovery: { enabled: true },
    });
  });

  it("opens routes to AWS identities only, and functions to this API only", () => {
    for (const [name, route] of Object.entries(inputsOf("aws:apigatewayv2/route:Route"))) {
      expect(route).toEqual({
        apiId: "api-id",
        routeKey: name,
        authorizationType: "AWS_IAM",
        target: `integrations/${name.includes("summary") ? "order-summary-query" : "order-command-generator"}-id`,
      });
    }
    const permissions = Object.values(inputsOf("aws:lambda/permission:Permission"));
    expect(permissions.map(({ sourceArn }) => sourceArn)).toEqual(
      permissions.map(() => "apigatewayv2:api/*/*"),
    );
  });

  it("keeps logs for the days that the app sets", () => {
    const groups = Object.values(inputsOf("aws:cloudwatch/logGroup:LogGroup"));
    expect(groups.map(({ retentionInDays }) => retentionInDays)).toEqual([30, 30, 30]);
  });

  it("gives every function the same environment, far below 4 KB", () => {
    const environments = Object.values(inputsOf("aws:lambda/function:Function")).map(
      ({ environment }) => environment.variables,
    );
    const variables = {
      QUEUE_URL_BASE: "https://sqs.eu-central-1.amazonaws.com/000000000000",
      RESOURCE_PREFIX: "project-test-",
      TOPIC_ARN_BASE: "arn:aws:sns:eu-central-1:000000000000",
    };
    expect(environments).toEqual([variables, variables]);
    expect(JSON.stringify(variables).length).toBeLessThan(4096);
  });
});

describe("a stack with other settings", () => {
  it("asks for the issuer's tokens on every route", { timeout: 30_000 }, async () => {
    resources = await resourcesOf(
      shop({ auth: { jwt: { issuer: "https://login.example.com", audience: ["shop"] } } }),
    );
    expect(inputsOf("aws:apigatewayv2/authorizer:Authorizer")["api-authorizer"]).toMatchObject({
      authorizerType: "JWT",
      jwtConfiguration: { issuer: "https://login.example.com", audiences: ["shop"] },
    });
    for (const route of Object.values(inputsOf("aws:apigatewayv2/route:Route"))) {
      expect(route).toMatchObject({
        authorizationType: "JWT",
        authorizerId: "api-authorizer-id",
      });
    }
  });

  it("makes one function a role, and visibility follows its timeout", {
    timeout: 30_000,
  }, async () => {
    resources = await resourcesOf(
      shop({
        strategy: "micro",
        plugins: {
          Ordering: { aggregates: { Order: { roles: { "command-topic": { timeout: 50 } } } } },
        },
      }),
    );
    expect(Object.keys(inputsOf("aws:lambda/function:Function")).sort()).toEqual([
      "order-command-generator",
      "order-command-topic",
      "order-event-topic",
    ]);
    expect(inputsOf("aws:sqs/queue:Queue")["order-commands.fifo"]?.visibilityTimeoutSeconds).toBe(
      300,
    );
    expect(
      statementsOf("aws:iam/rolePolicy:RolePolicy", "order-command-generator-policy").slice(1),
    ).toEqual([
      allow("sqs:order-commands.fifo", "sqs:SendMessage"),
      allow("dynamodb:order-outcomes", "dynamodb:GetItem"),
    ]);
  });
});
