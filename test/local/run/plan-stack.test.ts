import { expect, test } from "vitest";
import { planStack } from "../../../generator/local/stack/plan-stack.ts";
import type { StackResource } from "../../../generator/local/stack/stack-graph.ts";
import { StackRefusal } from "../../../generator/local/stack/stack-plan.ts";
import { lambda, mapping, queue, queueArn, resource } from "./resources.ts";

function problemsOf(resources: readonly StackResource[]): readonly string[] {
  try {
    planStack(resources);
  } catch (error) {
    if (error instanceof StackRefusal) return error.problems;
    throw error;
  }
  return [];
}

const streamArn = "arn:aws:dynamodb:eu-central-1:000000000000:table/log/stream/local";
const log = resource("aws:dynamodb/table:Table", "log", {
  attributes: [{ name: "id", type: "S" }],
  hashKey: "id",
  streamEnabled: true,
  streamViewType: "NEW_IMAGE",
});
const onQueue = (name: string, source: string, inputs = {}) =>
  mapping(name, { eventSourceArn: queueArn(source), functionName: "handle", ...inputs });
const onStream = (name: string, functionName: string) =>
  mapping(name, { eventSourceArn: streamArn, functionName, startingPosition: "TRIM_HORIZON" });

const warm = (qualifier: string, invocations: number) =>
  resource("aws:lambda/provisionedConcurrencyConfig:ProvisionedConcurrencyConfig", "warm", {
    functionName: lambda("handle").outputs.arn,
    ...{ qualifier, provisionedConcurrentExecutions: invocations },
  });

test.each<[string, readonly StackResource[], string]>([
  [
    "a function that may run longer than its messages stay hidden",
    [
      queue("q", { visibilityTimeoutSeconds: 30 }),
      lambda("handle", { timeout: 60 }),
      onQueue("m", "q"),
    ],
    "EventSourceMapping m: Queue visibility timeout: 30 seconds is less than Function timeout: 60 seconds (queue q, function handle).",
  ],
  [
    "a FIFO queue with a standard dead-letter queue",
    [
      queue("dead"),
      queue("q.fifo", {
        redrivePolicy: JSON.stringify({
          deadLetterTargetArn: queueArn("dead"),
          maxReceiveCount: 5,
        }),
      }),
    ],
    "Dead-letter queue must be same type of queue as the source.",
  ],
  [
    "a dead-letter queue that is not there",
    [
      queue("q", {
        redrivePolicy: JSON.stringify({
          deadLetterTargetArn: queueArn("dead"),
          maxReceiveCount: 5,
        }),
      }),
    ],
    "Dead letter target does not exist",
  ],
  [
    "a FIFO batch of more than 10",
    [queue("q.fifo"), lambda("handle"), onQueue("m", "q.fifo", { batchSize: 11 })],
    "Batch size for FIFO queues must be at most 10, found 11 (queue q.fifo).",
  ],
  [
    "two mappings of one source to one function",
    [queue("q"), lambda("handle"), onQueue("m", "q"), onQueue("n", "q")],
    `EventSourceMapping n: An event source mapping with event source arn (" ${queueArn("q")} ") and function (" handle ") already exists.`,
  ],
  [
    "a third reader of a stream",
    [log, ...["a", "b", "c"].flatMap((name) => [lambda(name), onStream(name, name)])],
    `EventSourceMapping c: 3 mappings read the stream ${streamArn}; more than 2 readers of a stream are throttled.`,
  ],
  [
    "a mapping without its function",
    [queue("q"), onQueue("m", "q")],
    "Function not found: handle.",
  ],
  [
    "a mapping without its queue",
    [lambda("handle"), onQueue("m", "q")],
    "The specified queue does not exist",
  ],
  [
    "an environment over 4 KB",
    [lambda("handle", { environment: { variables: { A: "x".repeat(4096) } } })],
    "exceeded the 4KB limit",
  ],
  [
    "a mapping to an alias that is not there",
    [queue("q"), lambda("handle"), onQueue("m", "q", { functionName: "handle:live" })],
    "Function not found: handle:live.",
  ],
  [
    "more kept warm than is reserved",
    [
      lambda("handle", { publish: true, reservedConcurrentExecutions: 4 }),
      resource("aws:lambda/alias:Alias", "live", { functionName: "handle", functionVersion: "1" }),
      warm("live", 5),
    ],
    "ProvisionedConcurrencyConfig warm: Requested Provisioned Concurrency 5 should not be greater than the reservedConcurrentExecution 4 for function.",
  ],
  [
    "a function kept warm that is not published",
    [lambda("handle"), warm("$LATEST", 5)],
    "function:handle:$LATEST; only aliases are kept warm.",
  ],
  [
    "what would lose messages here",
    [resource("aws:cloudwatch/eventTarget:EventTarget", "t")],
    "the local run has no aws:cloudwatch/eventTarget:EventTarget, and without it messages would be lost.",
  ],
])("refused: %s", (_, resources, problem) => {
  const problems = problemsOf(resources);

  expect(problems).toHaveLength(1);
  expect(problems[0]).toContain(problem);
});

test("every problem is listed", () => {
  expect(
    problemsOf([lambda("handle", { memorySize: 1, timeout: 901 }), onQueue("m", "q")]),
  ).toHaveLength(3);
});

test("a type that only watches is left out and reported", () => {
  const { notRun } = planStack([resource("aws:scheduler/schedule:Schedule", "heartbeat")]);

  expect(notRun).toEqual(["Schedule heartbeat (aws:scheduler/schedule:Schedule)"]);
});

test("a table keeps its keys, indexes, stream and expiry", () => {
  const { tables } = planStack([
    resource("aws:dynamodb/table:Table", "view", {
      attributes: [
        { name: "id", type: "S" },
        { name: "owner", type: "S" },
      ],
      hashKey: "id",
      globalSecondaryIndexes: [
        { name: "by-owner", hashKey: "owner", rangeKey: "id", projectionType: "KEYS_ONLY" },
      ],
      ttl: { enabled: true, attributeName: "expires" },
    }),
  ]);

  expect(tables).toEqual([
    {
      name: "view",
      attributes: [
        { name: "id", type: "S" },
        { name: "owner", type: "S" },
      ],
      hashKey: "id",
      indexes: [{ name: "by-owner", hashKey: "owner", rangeKey: "id", projection: "KEYS_ONLY" }],
      timeToLiveAttribute: "expires",
    },
  ]);
});

test("a route without a permission is there, and knows why it cannot work", () => {
  const api = resource("aws:apigatewayv2/api:Api", "api");
  const handle = lambda("handle");
  const integration = resource("aws:apigatewayv2/integration:Integration", "handle", {
    integrationUri: handle.outputs.invokeArn,
    payloadFormatVersion: "2.0",
  });
  const stack = (sourceArn: string) => [
    api,
    handle,
    integration,
    resource("aws:apigatewayv2/stage:Stage", "$default", { apiId: api.id }),
    resource("aws:apigatewayv2/route:Route", "r", {
      apiId: api.id,
      routeKey: "POST /orders",
      target: `integrations/${integration.id}`,
    }),
    resource("aws:lambda/permission:Permission", "p", {
      action: "lambda:InvokeFunction",
      function: "handle",
      principal: "apigateway.amazonaws.com",
      sourceArn,
    }),
  ];
  const base = String(api.outputs.executionArn);

  expect(planStack(stack(`${base}/*/*`)).routes).toEqual([
    {
      routeKey: "POST /orders",
      apiId: api.id,
      stage: "$default",
      authorization: "NONE",
      functionName: "handle",
      timeoutMs: 30_000,
    },
  ]);
  expect(planStack(stack(`${base}/*/GET/orders`)).routes[0]?.refusal).toContain(
    `${base}/$default/POST/orders`,
  );
});

test("what calls an alias needs the permission of the alias, and reaches the function", () => {
  const api = resource("aws:apigatewayv2/api:Api", "api");
  const handle = lambda("handle", { publish: true });
  const alias = resource("aws:lambda/alias:Alias", "live", {
    ...{ functionName: "handle", functionVersion: "1" },
  });
  const integration = resource("aws:apigatewayv2/integration:Integration", "handle", {
    integrationUri: alias.outputs.arn,
    payloadFormatVersion: "2.0",
  });
  const stack = (qualifier: object) => [
    ...[api, handle, alias, integration],
    resource("aws:apigatewayv2/stage:Stage", "$default", { apiId: api.id }),
    resource("aws:apigatewayv2/route:Route", "r", {
      apiId: api.id,
      routeKey: "POST /orders",
      target: `integrations/${integration.id}`,
    }),
    resource("aws:lambda/permission:Permission", "p", {
      ...{ action: "lambda:InvokeFunction", function: "handle", ...qualifier },
      principal: "apigateway.amazonaws.com",
      sourceArn: `${String(api.outputs.executionArn)}/*/*`,
    }),
  ];

  expect(planStack(stack({ qualifier: "live" })).routes).toMatchObject([
    { routeKey: "POST /orders", functionName: "handle" },
  ]);
  expect(planStack(stack({ qualifier: "live" })).routes[0]?.refusal).toBeUndefined();
  expect(planStack(stack({})).routes[0]?.refusal).toContain("the qualifier live,");
});
