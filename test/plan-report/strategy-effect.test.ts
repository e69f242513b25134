import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { defaultLoad } from "../../generator/cost/load-profile.ts";
import type { AppDocument } from "../../generator/model/app-document.ts";
import { planPlugin } from "../../generator/plan/deployment-plan.ts";
import { bundleSettings } from "../../generator/plan-report/bundle-sizes.ts";
import { compareResources } from "../../generator/plan-report/compare-resources.ts";
import {
  type LastingResource,
  lastingResources,
} from "../../generator/plan-report/lasting-resources.ts";
import { limitsUsed } from "../../generator/plan-report/limits-used.ts";
import { policySize } from "../../generator/plan-report/policy-size.ts";
import { strategyEffect } from "../../generator/plan-report/strategy-effect.ts";
import { workloadOf } from "../../generator/plan-report/workload-of.ts";
import { repository, shop } from "../emit/written-app.ts";

type Plugins = AppDocument["plugins"];

function planned(settings: Partial<AppDocument> = {}) {
  const { model } = shop(settings);
  return { model, plans: model.plugins.map((plugin) => planPlugin(model, plugin)) };
}

function effectOf(before: Partial<AppDocument>, after: Partial<AppDocument>) {
  return strategyEffect(planned(before), planned(after), defaultLoad);
}

/** One slow part in a component: under `single` it makes its neighbours slow. */
const slow: Plugins = {
  Ordering: {
    aggregates: { Cart: {}, Order: { roles: { "command-topic": { memory: 3008, timeout: 900 } } } },
    readModels: { OrderSummary: { from: "Order" } },
  },
};

describe("the effect of another strategy", () => {
  it("re-points mappings and integrations, and touches no data", () => {
    const effect = effectOf({ strategy: "single" }, { strategy: "per-component" });
    expect(effect.functions.map(({ action, name }) => `${action} ${name}`)).toEqual([
      "remove aggregates",
      "create order",
      "create order-summary",
      "remove read-models",
    ]);
    expect(effect.roles).toEqual({ created: 2, removed: 2, kept: 0 });
    expect(effect.logGroupsRemoved).toEqual(["aggregates-logs", "read-models-logs"]);
    expect(effect.rePointed).toEqual([
      {
        kind: "integration",
        name: "order-command-generator",
        from: "aggregates",
        to: "order",
      },
      { kind: "mapping", name: "order-command-topic", from: "aggregates", to: "order" },
      { kind: "mapping", name: "order-event-topic", from: "aggregates", to: "order" },
      {
        kind: "mapping",
        name: "order-summary-event-collector",
        from: "read-models",
        to: "order-summary",
      },
      {
        kind: "integration",
        name: "order-summary-query",
        from: "read-models",
        to: "order-summary",
      },
    ]);
    expect(effect.visibility).toEqual([]);
    expect(effect.resources).toMatchObject({
      total: 18,
      created: [],
      removed: [],
      replaced: [],
      data: { total: 10, touched: 0 },
    });
  });

  it("counts a queue whose visibility changes as touched", () => {
    const effect = effectOf(
      { strategy: "single", plugins: slow },
      { strategy: "micro", plugins: slow },
    );
    // Six times 900 s for all queues of the shared function; alone Cart's goes back to six times 30 s.
    expect(effect.visibility).toEqual([{ queue: "cart-commands.fifo", from: 5400, to: 180 }]);
    expect(effect.resources.data).toEqual({ total: 16, touched: 1 });
    const shared = effect.functions.find(({ name }) => name === "aggregates");
    const setting = "plugins.Ordering.aggregates.Order.roles.command-topic";
    expect(shared?.before).toMatchObject({
      memory: { value: 3008, because: ["order/command-topic"], setting: `${setting}.memory` },
      timeout: { value: 900, because: ["order/command-topic"], setting: `${setting}.timeout` },
    });
  });

  it("keeps functions of others, and tells of those that lose a part", () => {
    const own: Plugins = {
      Ordering: {
        aggregates: { Cart: {}, Order: { strategy: "micro" } },
        readModels: { OrderSummary: { from: "Order" } },
      },
    };
    const before: Plugins = {
      Ordering: {
        aggregates: { Cart: {}, Order: {} },
        readModels: { OrderSummary: { from: "Order" } },
      },
    };
    const effect = effectOf({ plugins: before }, { plugins: own });
    expect(effect.functions.map(({ action, name }) => `${action} ${name}`)).toEqual([
      "change aggregates",
      "create order-command-generator",
      "create order-command-topic",
      "create order-event-topic",
      "keep read-models",
    ]);
    expect(effect.roles).toEqual({ created: 3, removed: 0, kept: 2 });
  });
});

describe("resources by identity", () => {
  const table: LastingResource = {
    project: "shop-ordering",
    type: "aws:dynamodb/table:Table",
    name: "order-event-log",
    holdsData: true,
    inputs: {},
  };

  it("another name, type or project is another resource", () => {
    for (const other of [{ name: "b" }, { type: "b" }, { project: "b" }]) {
      const { created, removed, data } = compareResources([table], [{ ...table, ...other }]);
      expect([created.length, removed.length, data.touched]).toEqual([1, 1, 2]);
    }
  });

  it("another source replaces a mapping, another function does not", () => {
    const mapping = {
      ...table,
      type: "aws:lambda/eventSourceMapping:EventSourceMapping",
      holdsData: false,
      inputs: { eventSourceArn: "a", functionName: "x" },
    };
    const changed = (inputs: object) =>
      compareResources([mapping], [{ ...mapping, inputs: { ...mapping.inputs, ...inputs } }]);
    expect(changed({ eventSourceArn: "b" })).toMatchObject({
      replaced: [{ type: mapping.type, name: mapping.name }],
      updated: [],
      data: { touched: 0 },
    });
    expect(changed({ functionName: "y" })).toMatchObject({
      replaced: [],
      updated: [{ property: "functionName", from: "x", to: "y" }],
    });
  });

  it("is the same for every strategy but for functions and visibility", () => {
    const identities = (["single", "per-component", "micro"] as const).map((strategy) =>
      planned({ strategy, plugins: slow })
        .plans.flatMap(lastingResources)
        .map(({ inputs: _, ...identity }) => identity),
    );
    expect(identities[1]).toEqual(identities[0]);
    expect(identities[2]).toEqual(identities[0]);
  });
});

describe("cold starts after idle", () => {
  const readers: Plugins = {
    Ordering: {
      aggregates: { Order: {} },
      readModels: { OrderList: { from: "Order" }, OrderSummary: { from: "Order" } },
    },
  };

  it.each([
    // The parts of Order one after the other need one environment, two collectors at once need two.
    ["single", [1, 2]],
    ["per-component", [1, 1, 1]],
    // Queries are not on the way of a command.
    ["micro", [1, 1, 1, 1, 0, 1, 0]],
  ] as const)("under %s", (strategy, starts) => {
    const { functions } = workloadOf(planned({ strategy, plugins: readers }).plans);
    expect(functions.map(({ coldStarts }) => coldStarts)).toEqual(starts);
  });

  it("commands are spread over the aggregates of all plugins", () => {
    const two: Plugins = {
      Billing: { aggregates: { Invoice: { commands: "sync" } } },
      Ordering: { aggregates: { Order: {} }, readModels: { OrderList: { from: "Order" } } },
    };
    expect(workloadOf(planned({ plugins: two }).plans)).toMatchObject({
      queued: 0.5,
      collectors: 0.5,
      functions: [
        { name: "aggregates", share: 0.5, requests: 0.5, deliveries: 0.5, coldStarts: 0.5 },
        { name: "aggregates", share: 0.5, requests: 0.5, deliveries: 1, coldStarts: 0.5 },
        { name: "read-models", share: 0.5, requests: 0, deliveries: 0.5, coldStarts: 0.5 },
      ],
    });
  });
});

describe("limits", () => {
  it("an environment has three variables, whatever the function hosts", () => {
    const { model, plans } = planned();
    // RESOURCE_PREFIX 15 + `shop-ordering-` 14 + 12 + `-` 1; QUEUE_URL_BASE 14 + 51; TOPIC_ARN_BASE 14 + 37.
    expect(limitsUsed(model, plans)?.environment).toEqual({
      subject: "shop-ordering",
      used: 15 + 27 + 14 + 51 + 14 + 37,
      limit: 4096,
    });
  });

  it("names the name that is closest to its limit", () => {
    const { model, plans } = planned({ strategy: "micro" });
    // `shop-ordering-` 14, the longest stack 12 and `-`, and 29 of 64 characters.
    expect(limitsUsed(model, plans)?.name).toEqual({
      kind: "function",
      subject: "order-summary-event-collector",
      used: 56,
      limit: 64,
    });
  });

  it("there are none without functions", () => {
    const { model, plans } = planned({ plugins: { Ordering: {} } });
    expect(limitsUsed(model, plans)).toBeUndefined();
  });

  it("policies go from inline to managed to patterns as they grow", () => {
    const place = { region: "eu-central-1", prefix: "shop-ordering-dev-" };
    const grants = (count: number) =>
      Array.from({ length: count }, (_, index) => ({
        effect: "Allow" as const,
        actions: ["dynamodb:GetItem"],
        resource: { kind: "table" as const, name: `item-${index}-query-db` },
      }));
    const sizes = [1, 100, 200, 2000].map((count) => {
      const { kind, documents, characters, limit } = policySize(grants(count), place);
      expect(characters).toBeLessThanOrEqual(limit);
      return [kind, documents];
    });
    expect(sizes).toEqual([
      ["inline", 1],
      ["inline", 1],
      ["managed", 3],
      ["inline", 1],
    ]);
  });
});

it("bundles as the stack does", () => {
  const text = readFileSync(join(repository, "runtime/stack/bundle.ts"), "utf8");
  const [, body = ""] = /await build\(\{\n([\s\S]*?)\n {2}\}\);/.exec(text) ?? [];
  const properties = [...body.matchAll(/^ {4}(\w+): (.+),$/gm)];
  const settings = Object.fromEntries(
    properties.map(([, name = "", value = ""]) => [
      name,
      name === "entryPoints" ? value : JSON.parse(value),
    ]),
  );
  expect({ ...settings, logLevel: "silent", entryPoints: "[entry]" }).toEqual({
    ...bundleSettings,
    entryPoints: "[entry]",
  });
});
