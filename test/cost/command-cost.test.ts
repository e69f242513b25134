import { describe, expect, it } from "vitest";
import { commandCost } from "../../generator/cost/command-cost.ts";
import { defaultLoad } from "../../generator/cost/load-profile.ts";
import type { FunctionLoad, Workload } from "../../generator/cost/workload.ts";

const aggregates: FunctionLoad = {
  name: "aggregates",
  memory: 1024,
  architecture: "arm64",
  share: 1,
  requests: 1,
  deliveries: 2,
  coldStarts: 1,
};
const readModels: FunctionLoad = { ...aggregates, name: "read-models", requests: 0, deliveries: 1 };

/** An aggregate with one read model under `single`. */
const shop: Workload = { functions: [aggregates, readModels], queued: 1, collectors: 1 };

const round = (value: number) => Number(value.toFixed(6));

function dollarsByItem(workload: Workload, load = defaultLoad) {
  const { lines } = commandCost(workload, load);
  return Object.fromEntries(lines.map(({ item, dollars }) => [item, round(dollars)]));
}

describe("what a million commands cost", () => {
  it("at the load that is assumed where none is given", () => {
    expect(dollarsByItem(shop)).toEqual({
      "HTTP API requests": 1, // 1 M × $1.00
      "Lambda requests": 0.8, // 4 M × $0.20
      "Lambda duration, arm64": 2.66668, // 4 × 0.05 s × 1 GB × 1 M × $0.0000133334
      "Lambda cold starts, arm64": 0, // e^−6000
      "SQS FIFO requests": 2.5, // 3 for the command, 2 for the commit; 5 M × $0.50
      "SNS FIFO publishes": 0.3, // 1 M × $0.30
      "SNS FIFO published data": 0.016212, // 1,024 MB × 10⁶ ÷ 2²⁰ ÷ 1,024 = 0.953674 GB × $0.017
      "SNS FIFO deliveries": 0.01, // 1 M × $0.01
      "SNS FIFO delivered data": 0.000954, // 0.953674 GB × $0.001
      "DynamoDB writes": 1.25, // commit and row; 2 M × $0.625
      "DynamoDB reads": 0.375, // stream, outcome, row; 3 M × $0.125
      "DynamoDB stream reads": 0,
      "CloudWatch Logs ingestion": 1.117587, // 4 × 600 bytes × 1 M = 2.235174 GB × $0.50
    });
  });

  it("the sum, and what the alarms add in a month", () => {
    const cost = commandCost(shop, defaultLoad);
    expect(round(cost.dollarsPerMillion)).toBe(10.036433);
    // Two alarms for each of two functions.
    expect(round(cost.fixedDollarsPerMonth)).toBe(0.4);
    // 20/s × 3,600 s × 730 h = 52.56 M commands × $10.036433, and $0.40.
    expect(cost.dollarsPerMonth).toBeCloseTo(527.914918, 3);
  });

  it("batches spare requests, large messages need more, and nothing spares writes", () => {
    const load = { ...defaultLoad, messageBytes: 70 * 1024, batch: 10 };
    expect(dollarsByItem({ ...shop, collectors: 2 }, load)).toMatchObject({
      "Lambda requests": 0.26, // 1 + 3 ÷ 10 = 1.3 M × $0.20
      "Lambda duration, arm64": 2.66668, // every message takes its 50 ms
      // Send 2; receive ⌈700 ÷ 64⌉ = 11 and delete 1 for ten: 1.2, three times; 5.6 M × $0.50.
      "SQS FIFO requests": 2.8,
      "SNS FIFO publishes": 0.03, // 0.1 M × $0.30
      "DynamoDB writes": 131.25, // 70 + 2 × 70 = 210 M × $0.625
      "DynamoDB reads": 4.75, // 2 + 2 × ⌈70 ÷ 4⌉ = 38 M × $0.125
    });
  });

  it("a shared function is paid for with the memory of its largest part", () => {
    const large = { ...shop, functions: [{ ...aggregates, memory: 3008 }, readModels] };
    // (3 × 3,008 + 1 × 1,024) ÷ 1,024 × 0.05 s = 0.490625 GB-s × 1 M × $0.0000133334.
    expect(dollarsByItem(large)["Lambda duration, arm64"]).toBe(6.541699);
    expect(dollarsByItem(large, { ...defaultLoad, memory: 512 })["Lambda duration, arm64"]).toBe(
      1.33334,
    );
  });

  it("each processor has its price", () => {
    const mixed: Workload = {
      ...shop,
      functions: [aggregates, { ...readModels, architecture: "x86_64" }],
    };
    expect(dollarsByItem(mixed)).toMatchObject({
      "Lambda duration, arm64": 2.00001, // 0.15 GB-s
      "Lambda duration, x86_64": 0.833335, // 0.05 GB-s × $0.0000166667
    });
    expect(dollarsByItem(mixed, { ...defaultLoad, architecture: "x86_64" })).not.toHaveProperty([
      "Lambda duration, arm64",
    ]);
  });

  it("cold starts are billed, and do not matter", () => {
    // Hourly: e^(−300 ÷ 3,600) = 0.920044 of the commands find each of two functions cold;
    // 2 × 0.920044 × 0.125 s × 1 GB × 1 M × $0.0000133334.
    const hourly = dollarsByItem(shop, { ...defaultLoad, commandsPerSecond: 1 / 3600 });
    expect(hourly["Lambda cold starts, arm64"]).toBe(3.06683);
  });

  it("a command that is decided at once never sees a queue", () => {
    const sync: Workload = {
      functions: [{ ...aggregates, deliveries: 1 }],
      queued: 0,
      collectors: 0,
    };
    expect(dollarsByItem(sync)).toMatchObject({
      "SQS FIFO requests": 0,
      "SNS FIFO deliveries": 0,
      "Lambda requests": 0.4,
      "DynamoDB writes": 0.625,
    });
  });
});
