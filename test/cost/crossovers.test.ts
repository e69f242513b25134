import { describe, expect, it, test } from "vitest";
import {
  coldStartsAfterIdle,
  concurrencyAt,
  environmentsAt,
  expectedColdStarts,
  halfColdInterval,
} from "../../generator/cost/cold-starts.ts";
import type { CommandCost } from "../../generator/cost/command-cost.ts";
import {
  provisionedBreakEven,
  provisionedFrom,
  strategyCrossover,
} from "../../generator/cost/crossovers.ts";
import { defaultLoad, parseBytes, parseLoad } from "../../generator/cost/load-profile.ts";
import { costOf, priceRows, prices } from "../../generator/cost/prices.ts";
import type { FunctionLoad } from "../../generator/cost/workload.ts";

const host: FunctionLoad = {
  name: "aggregates",
  memory: 1024,
  architecture: "arm64",
  share: 1,
  requests: 1,
  deliveries: 2,
  coldStarts: 1,
};
const workload = { functions: [host, { ...host, coldStarts: 2 }], queued: 1, collectors: 2 };

describe("cold starts", () => {
  it("after idle: every environment that works at the same time", () => {
    expect(coldStartsAfterIdle(workload)).toBe(3);
  });

  it("under a load they vanish, at long intervals they all happen", () => {
    expect(expectedColdStarts(workload, 1)).toBeLessThan(1e-100);
    // One a minute: 3 × e^−5.
    expect(expectedColdStarts(workload, 1 / 60)).toBeCloseTo(0.020214, 6);
    expect(expectedColdStarts(workload, 1e-9)).toBeCloseTo(3, 5);
  });

  it("a function that gets half of the commands is cold as with half of the load", () => {
    const half = { ...workload, functions: [{ ...host, share: 0.5 }] };
    expect(expectedColdStarts(half, 1 / 60)).toBeCloseTo(Math.exp(-2.5), 9);
  });

  it("as often as not every 300 s ÷ ln 2", () => {
    expect(halfColdInterval()).toBeCloseTo(432.808512, 6);
  });

  it("environments follow concurrency: the same messages need as many in one function as in three", () => {
    const apart = { ...host, requests: 0, deliveries: 1 };
    const shared = { ...workload, functions: [{ ...apart, deliveries: 3 }] };
    const micro = { ...workload, functions: [apart, apart, apart] };
    // 20/s × 3 × 0.05 s = 3.
    expect([shared, micro].map((each) => concurrencyAt(each, 20, 50))).toEqual([3, 3]);
    expect(environmentsAt(shared, 20, 50)).toBe(3);
    expect(environmentsAt(micro, 20, 50)).toBe(3);
    expect(
      environmentsAt({ ...workload, functions: [{ ...host, requests: 0, deliveries: 0 }] }, 20, 50),
    ).toBe(0);
  });
});

describe("provisioned concurrency", () => {
  it.each([
    // 0.0000033334 ÷ (0.0000133334 − 0.0000077778)
    ["arm64", 0.600007],
    // 0.0000041667 ÷ (0.0000166667 − 0.0000097222)
    ["x86_64", 0.6],
  ] as const)("on %s is worth it from a share of the time on", (architecture, share) => {
    expect(provisionedBreakEven(architecture)).toBeCloseTo(share, 6);
  });

  it("is worth it from 4 commands a second on, where each takes three times 50 ms", () => {
    expect(provisionedFrom(host, defaultLoad)).toBeCloseTo(4.000048, 6);
    expect(provisionedFrom(host, { ...defaultLoad, architecture: "x86_64" })).toBeCloseTo(4, 4);
  });
});

describe("where two strategies cost the same", () => {
  const cost = (dollarsPerMillion: number, fixedDollarsPerMonth: number): CommandCost => ({
    lines: [],
    dollarsPerMillion,
    fixedDollarsPerMonth,
    dollarsPerMonth: 0,
  });

  it("at the load at which savings pay for more alarms", () => {
    expect(strategyCrossover(cost(13, 0.4), cost(10, 1))).toEqual({
      kind: "at",
      commandsPerMonth: expect.closeTo(200_000), // $0.60 ÷ $3.00 × 1 M
      below: "first",
    });
    expect(strategyCrossover(cost(10, 1), cost(13, 0.4))).toMatchObject({ below: "second" });
  });

  it("nowhere, when one is dearer in both ways, or everywhere", () => {
    expect(strategyCrossover(cost(10, 0.4), cost(10, 1))).toEqual({
      kind: "always",
      cheaper: "first",
    });
    expect(strategyCrossover(cost(11, 1), cost(10, 1))).toEqual({
      kind: "always",
      cheaper: "second",
    });
    expect(strategyCrossover(cost(10, 1), cost(10.000001, 1))).toEqual({ kind: "equal" });
  });
});

test.each([
  ["20/s", 20],
  ["300/min", 5],
  ["0.5/h", 0.5 / 3600],
  ["86400/day", 1],
  ["20", undefined],
  ["0/s", undefined],
  ["-1/s", undefined],
  ["20/week", undefined],
  ["20 /s", undefined],
])("the load %s is %s commands a second", (text, load) => {
  expect(parseLoad(text)).toBe(load);
});

test.each([
  ["512", 512],
  ["2KB", 2048],
  ["0.5kb", 512],
  ["0", undefined],
  ["1.5", undefined],
  ["1MB", undefined],
])("the size %s is %s bytes", (text, bytes) => {
  expect(parseBytes(text)).toBe(bytes);
});

describe("the table of prices", () => {
  it("names page and source of every price", () => {
    const rows = priceRows();
    expect(rows.length).toBe(18);
    for (const { page, seen, unit, dollars, units } of rows) {
      expect(page).toMatch(/^https:\/\/aws\.amazon\.com\/[a-z-]+\/pricing\/(on-demand\/)?$/);
      expect(seen + unit).not.toBe("");
      expect(dollars >= 0 && units > 0).toBe(true);
    }
  });

  it("calls a price verified only when its source has a date", () => {
    for (const { seen, verified } of priceRows()) expect(verified).toBe(/\b20\d\d\b/.test(seen));
  });

  it("is by so many units", () => {
    expect(costOf(prices.sqsFifo, 3_000_000)).toBe(1.5);
  });
});
