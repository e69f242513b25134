import { describe, expect, it } from "vitest";
import {
  compareResourceGraphs,
  type GraphResource,
  touchedData,
} from "../../generator/plan/compare-graphs.ts";

const table = "aws:dynamodb/table:Table";
const queue = "aws:sqs/queue:Queue";
const lambda = "aws:lambda/function:Function";
const mapping = "aws:lambda/eventSourceMapping:EventSourceMapping";
const protect = { protect: true, retainOnDelete: true };

const before: readonly GraphResource[] = [
  { type: table, name: "log", inputs: { name: "s-log", tags: { a: 1, b: 2 } }, options: protect },
  { type: queue, name: "q", inputs: { name: "s-q", visibilityTimeoutSeconds: 180 } },
  { type: lambda, name: "all", inputs: { name: "s-all" } },
  {
    ...{ type: mapping, name: "m" },
    inputs: { eventSourceArn: "q", functionName: "all", startingPosition: "TRIM_HORIZON" },
  },
];

/** The same resources, one of them with other inputs or options. */
function changed(name: string, more: Partial<GraphResource>): readonly GraphResource[] {
  return before.map((one) =>
    one.name === name ? { ...one, ...more, inputs: { ...one.inputs, ...more.inputs } } : one,
  );
}

const nothing = { created: [], deleted: [], replaced: [], updated: [] };

describe("the comparison of two graphs", () => {
  it("finds nothing where nothing but the order differs", () => {
    const after = changed("log", { inputs: { tags: { b: 2, a: 1 } } }).toReversed();
    expect(compareResourceGraphs(before, after)).toEqual(nothing);
  });

  it("tells what comes and goes, by type and name", () => {
    const after = [...before.slice(0, 2), { type: lambda, name: "one", inputs: {} }];
    expect(compareResourceGraphs(before, after)).toEqual({
      ...nothing,
      created: [{ type: lambda, name: "one", properties: [] }],
      deleted: [
        { type: mapping, name: "m", properties: [] },
        { type: lambda, name: "all", properties: [] },
      ],
    });
  });

  it("tells apart what changes in place and what is made anew", () => {
    const inPlace = changed("m", { inputs: { functionName: "one", batchSize: 5 } });
    expect(compareResourceGraphs(before, inPlace)).toEqual({
      ...nothing,
      updated: [{ type: mapping, name: "m", properties: ["batchSize", "functionName"] }],
    });
    const anew = changed("m", { inputs: { functionName: "one", startingPosition: "LATEST" } });
    expect(compareResourceGraphs(before, anew)).toEqual({
      ...nothing,
      replaced: [{ type: mapping, name: "m", properties: ["functionName", "startingPosition"] }],
    });
  });

  it("takes any change of an unknown type for a replacement", () => {
    const of = (size: number) => [{ type: "aws:x/y:Y", name: "y", inputs: { size } }];
    expect(compareResourceGraphs(of(1), of(2)).replaced).toEqual([
      { type: "aws:x/y:Y", name: "y", properties: ["size"] },
    ]);
  });

  it("goes by URN where there is one: another parent makes another resource", () => {
    const at = (urn: string) => [{ type: table, name: "log", urn, inputs: {} }];
    const { created, deleted } = compareResourceGraphs(at("a$table::log"), at("b$table::log"));
    expect([created.length, deleted.length]).toEqual([1, 1]);
  });
});

describe("data is touched", () => {
  it.each<[string, readonly GraphResource[], readonly string[]]>([
    ["not by nothing", before, []],
    [
      "not by another function behind a mapping",
      changed("m", { inputs: { functionName: "b" } }),
      [],
    ],
    ["not by another visibility", changed("q", { inputs: { visibilityTimeoutSeconds: 360 } }), []],
    ["not by functions that go", before.filter(({ type }) => type !== lambda), []],
    ["by a table that goes", before.filter(({ type }) => type !== table), ["log"]],
    ["by a queue that comes", [...before, { type: queue, name: "r", inputs: {} }], ["r"]],
    ["by another physical name", changed("q", { inputs: { name: "s-r" } }), ["q"]],
    ["by another source", changed("m", { inputs: { eventSourceArn: "r" } }), ["m"]],
    ["by a table that nothing protects any more", changed("log", { options: {} }), ["log"]],
  ])("%s", (_, after, names) => {
    const touched = touchedData(compareResourceGraphs(before, after));
    expect(touched.map(({ name }) => name)).toEqual(names);
  });
});
