import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { StackResource } from "../../generator/local/stack/stack-graph.ts";
import { lambda } from "../../runtime/providers/lambda.ts";
import { nodeServer } from "../../runtime/providers/node-provider.ts";
import { shop } from "../emit/written-app.ts";
import { emittedStack } from "../support/emitted-stack.ts";
import { temporaryApp } from "../support/temporary-app.ts";

let resources: readonly StackResource[];
beforeAll(async () => {
  resources = await emittedStack(shop());
});

const { data, queue, stream, http } = lambda.provisioning;

// biome-ignore lint/suspicious/noExplicitAny: inputs of any resource
function inputsOf(type: string, name: string): any {
  const found = resources.find((each) => each.type === type && each.name === name);
  return found?.inputs;
}

describe("what providers say is needed is what apps declare", () => {
  it.each([
    ["order-event-log", data.eventLog],
    ["order-outcomes", data.outcomes],
    ["order-summary-query-db", data.queryDb],
  ])("table %s", (name, needed) => {
    const table = inputsOf("aws:dynamodb/table:Table", name);
    expect({
      partitionKey: table.hashKey,
      ...(table.rangeKey && { sortKey: table.rangeKey }),
      ...(table.streamEnabled && { stream: table.streamViewType }),
      ...(table.ttl && { expiresAt: table.ttl.attributeName }),
    }).toEqual(needed);
  });

  it.each(["order-commands", "order-summary-collector"])("queue %s", (name) => {
    const { fifoQueue, visibilityTimeoutSeconds, redrivePolicy, ...rest } = inputsOf(
      "aws:sqs/queue:Queue",
      `${name}.fifo`,
    );
    const { maxReceiveCount, deadLetterTargetArn } = JSON.parse(redrivePolicy);
    expect(deadLetterTargetArn).toMatch(new RegExp(`:shop-ordering-dev-${name}-dlq\\.fifo$`));
    expect({
      fifo: fifoQueue,
      maximumReceives: maxReceiveCount,
      visibilityFactor: visibilityTimeoutSeconds / 30,
      retentionSeconds: rest.messageRetentionSeconds,
      maximumMessageBytes: rest.maxMessageSize,
    }).toEqual(data.queue);
  });

  it("topic and subscription", () => {
    const { fifoTopic } = inputsOf("aws:sns/topic:Topic", "order-events.fifo");
    const subscriptions = resources.filter(
      ({ type }) => type === "aws:sns/topicSubscription:TopicSubscription",
    );
    const raw = subscriptions.map(({ inputs }) => inputs.rawMessageDelivery);
    expect({ fifo: fifoTopic, rawDelivery: raw[0] }).toEqual(data.topic);
    expect(raw).toEqual([true]);
  });

  it("how Lambda reads queues and streams and is called by the API", () => {
    const type = "aws:lambda/eventSourceMapping:EventSourceMapping";
    expect(inputsOf(type, "order-command-topic").batchSize).toBe(queue.batchSize);
    const mapping = inputsOf(type, "order-event-topic");
    expect([mapping.batchSize, mapping.parallelizationFactor, mapping.startingPosition]).toEqual([
      stream.batchSize,
      stream.parallelBatchesPerShard,
      stream.startingPosition,
    ]);
    const integration = inputsOf(
      "aws:apigatewayv2/integration:Integration",
      "order-command-generator",
    );
    expect(integration.timeoutMilliseconds).toBe(http.timeoutSeconds * 1000);
    const policies = resources.filter((each) => each.type.startsWith("aws:iam/rolePolicy"));
    const actions = policies.flatMap(({ inputs }) =>
      JSON.parse(String(inputs.policy)).Statement.flatMap(
        ({ Action }: { Action: string }) => Action,
      ),
    );
    expect([...queue.actions, ...stream.actions].filter((each) => !actions.includes(each))).toEqual(
      [],
    );
  });

  it("the Node server needs the same data and one table of its own", () => {
    expect(nodeServer.provisioning.data).toBe(lambda.provisioning.data);
    expect(nodeServer.provisioning.tables).toEqual({
      "node-checkpoints": { partitionKey: "id", expiresAt: "expiresAt" },
    });
  });
});

describe("what a function carries", () => {
  const app = temporaryApp();
  afterAll(() => app.remove());

  it("is nothing of other providers", async () => {
    const { metafile } = await build({
      entryPoints: ["aggregates", "read-models"].map(
        (name) => `${app.directory}/plugins/ordering/handlers/${name}.ts`,
      ),
      absWorkingDir: app.directory,
      outdir: "out",
      bundle: true,
      write: false,
      metafile: true,
      platform: "node",
      external: ["@aws-sdk/*"],
    });
    const runtime = Object.keys(metafile.inputs).filter((path) => path.startsWith("runtime/"));
    expect(runtime.filter((path) => path.startsWith("runtime/providers/"))).toEqual([]);
    expect(runtime).toContain("runtime/routing.ts");
  });
});
