import { beforeAll, describe, expect, it } from "vitest";
import { emitNewApp } from "../../generator/emit/new-app.ts";
import { planStack } from "../../generator/local/stack/plan-stack.ts";
import type { StackResource } from "../../generator/local/stack/stack-graph.ts";
import { emittedStack } from "../support/emitted-stack.ts";
import { repository, shop } from "./written-app.ts";

/** Everything that can be set, on the aggregates; the read models have what is usual. */
const sized = shop({
  types: {
    aggregates: {
      ...{ memory: 3008, timeout: 900, batchSize: 5, maximumConcurrency: 20 },
      ...{ reservedConcurrency: 30, provisionedConcurrency: 4, ephemeralStorage: 2048 },
      ...{ architecture: "x86_64", logRetentionDays: 90 },
    },
  },
});

const arn = "arn:aws:lambda:eu-central-1:000000000000:function:shop-ordering-dev-";

const functionsPath = "plugins/ordering/stack/functions.ts";

/** The calls of `hostFunction`, without their permissions. */
function functionsText(input: typeof sized): string {
  const file = emitNewApp(repository, input).find(({ path }) => path === functionsPath);
  return (file?.text.match(/hostFunction\(context, \{[^[]*/g) ?? []).join("");
}

describe("functions.ts", () => {
  it("says memory and timeout, and of the rest what is not usual", () => {
    expect(functionsText(sized)).toBe(`hostFunction(context, {
    name: "aggregates",
    entry: handler("aggregates.ts"),
    memory: 3008,
    timeout: 900,
    reservedConcurrency: 30,
    provisionedConcurrency: 4,
    ephemeralStorage: 2048,
    architecture: "x86_64",
    logRetentionDays: 90,
    permissions: hostFunction(context, {
    name: "read-models",
    entry: handler("read-models.ts"),
    memory: 1024,
    timeout: 30,
    permissions: `);
  });

  it("leaves out what is usual for the app: its retention is the context's", () => {
    expect(functionsText(shop({ logRetentionDays: 7, ephemeralStorage: 600 }))).toBe(
      `hostFunction(context, {
    name: "aggregates",
    entry: handler("aggregates.ts"),
    memory: 1024,
    timeout: 30,
    ephemeralStorage: 600,
    permissions: hostFunction(context, {
    name: "read-models",
    entry: handler("read-models.ts"),
    memory: 1024,
    timeout: 30,
    ephemeralStorage: 600,
    permissions: `,
    );
  });
});

describe("the stack of functions with sizes", () => {
  let resources: readonly StackResource[];

  beforeAll(async () => {
    resources = await emittedStack(sized);
  });

  function inputsOf(type: string, name: string) {
    const found = resources.find((one) => one.type.endsWith(`:${type}`) && one.name === name);
    return found?.inputs;
  }

  it("has them as they are set", () => {
    expect(inputsOf("Function", "aggregates")).toMatchObject({
      ...{ memorySize: 3008, timeout: 900, architectures: ["x86_64"], publish: true },
      ...{ reservedConcurrentExecutions: 30, ephemeralStorage: { size: 2048 } },
    });
    const usual = inputsOf("Function", "read-models") ?? {};
    expect(usual).toMatchObject({ memorySize: 1024, timeout: 30, architectures: ["arm64"] });
    expect(Object.keys(usual).sort()).toEqual(
      [
        ...["architectures", "code", "environment", "handler", "loggingConfig", "memorySize"],
        ...["name", "role", "runtime", "tags", "timeout"],
      ].sort(),
    );
    expect(inputsOf("LogGroup", "aggregates-logs")?.retentionInDays).toBe(90);
    expect(inputsOf("LogGroup", "read-models-logs")?.retentionInDays).toBe(30);
    expect(inputsOf("LogGroup", "api-requests")?.retentionInDays).toBe(30);
    expect(inputsOf("Queue", "order-commands.fifo")?.visibilityTimeoutSeconds).toBe(5400);
  });

  it("keeps an alias warm, and has routes, queues and streams call it", () => {
    expect(inputsOf("Alias", "aggregates-live")).toEqual({
      name: "live",
      functionName: "shop-ordering-dev-aggregates",
      functionVersion: "1",
    });
    expect(inputsOf("ProvisionedConcurrencyConfig", "aggregates-live")).toEqual({
      functionName: "shop-ordering-dev-aggregates",
      qualifier: "live",
      provisionedConcurrentExecutions: 4,
    });
    expect(inputsOf("Integration", "order-command-generator")?.integrationUri).toBe(
      `${arn}aggregates:live`,
    );
    expect(inputsOf("Permission", "aggregates-api")).toMatchObject({
      function: "shop-ordering-dev-aggregates",
      qualifier: "live",
    });
    expect(inputsOf("EventSourceMapping", "order-command-topic")).toMatchObject({
      functionName: `${arn}aggregates:live`,
      batchSize: 5,
      scalingConfig: { maximumConcurrency: 20 },
    });
    expect(inputsOf("EventSourceMapping", "order-event-topic")?.functionName).toBe(
      `${arn}aggregates:live`,
    );
  });

  it("calls functions that are not kept warm as they are", () => {
    expect(inputsOf("Integration", "order-summary-query")?.integrationUri).toBe(
      `${arn}read-models`,
    );
    expect(inputsOf("Permission", "read-models-api")?.qualifier).toBeUndefined();
    const mapping = inputsOf("EventSourceMapping", "order-summary-event-collector");
    expect(mapping?.functionName).toBe(`${arn}read-models`);
    expect(mapping?.scalingConfig).toBeUndefined();
  });

  it("runs locally: calls of the alias reach the function, with leave", () => {
    const plan = planStack(resources);
    expect(plan.functions.map(({ reservedConcurrency }) => reservedConcurrency)).toEqual([
      30,
      undefined,
    ]);
    expect(plan.queueMappings.map((one) => [one.functionName, one.maximumConcurrency])).toEqual([
      ["shop-ordering-dev-aggregates", 20],
      ["shop-ordering-dev-read-models", undefined],
    ]);
    expect(plan.streamMappings.map(({ functionName }) => functionName)).toEqual([
      "shop-ordering-dev-aggregates",
    ]);
    expect(plan.routes.map(({ functionName, refusal }) => [functionName, refusal])).toEqual([
      ["shop-ordering-dev-read-models", undefined],
      ["shop-ordering-dev-aggregates", undefined],
      ["shop-ordering-dev-aggregates", undefined],
    ]);
    expect(plan.notRun).toEqual([]);
  });
});
