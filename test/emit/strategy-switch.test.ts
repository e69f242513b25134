import { beforeAll, describe, expect, it } from "vitest";
import type { StackResource } from "../../generator/local/stack/stack-graph.ts";
import type { AppDocument } from "../../generator/model/app-document.ts";
import type { StrategyName } from "../../generator/model/app-model.ts";
import {
  compareResourceGraphs,
  type ResourceChange,
  touchedData,
} from "../../generator/plan/compare-graphs.ts";
import { emittedStack } from "../support/emitted-stack.ts";
import { shop } from "./written-app.ts";

const strategies = ["single", "per-component", "micro"] as const;
const pairs = strategies.flatMap((from) =>
  strategies.filter((to) => to !== from).map((to) => [from, to] as const),
);

interface SwitchedApp {
  readonly title: string;
  /** The app when the strategy that is switched is this one. */
  readonly settings: (strategy: StrategyName) => Partial<AppDocument>;
  readonly stack: string;
  /** Components whose functions change. */
  readonly moved: readonly string[];
  /** Queues whose visibility changes, as their function's timeout does. */
  readonly retimed: (from: StrategyName, to: StrategyName) => readonly string[];
}

const plugins = {
  Ordering: {
    aggregates: { Cart: {}, Order: { commands: "sync" } },
    readModels: { Carts: { from: "Cart" }, OrderSummary: { from: "Order" } },
  },
} as const;

const apps: readonly SwitchedApp[] = [
  {
    title: "an app",
    settings: (strategy) => ({ strategy, plugins }),
    stack: "dev",
    moved: ["cart", "carts", "order", "order-summary"],
    retimed: () => [],
  },
  {
    title: "an app with strategies and sizes of its own here and there",
    settings: (strategy) => ({
      strategy,
      types: { aggregates: { provisionedConcurrency: 1 }, "read-models": { strategy: "micro" } },
      plugins: {
        Ordering: {
          aggregates: {
            Cart: { strategy: "per-component" },
            Order: { roles: { "command-topic": { timeout: 60 } } },
            Refund: {},
          },
          readModels: { OrderSummary: { from: "Order" } },
        },
      },
    }),
    stack: "dev",
    moved: ["order", "refund"],
    // Refunds share the minute that orders take as long as they share a function.
    retimed: (from, to) => ([from, to].includes("single") ? ["refund-commands.fifo"] : []),
  },
  {
    title: "an environment of an app",
    settings: (strategy) => ({ plugins, environments: { prod: { strategy } } }),
    stack: "prod",
    moved: ["cart", "carts", "order", "order-summary"],
    retimed: () => [],
  },
];

/** `EventSourceMapping order-command-topic: functionName`. */
function lines(changes: readonly ResourceChange[]): readonly string[] {
  return changes.map(({ type, name, properties }) =>
    `${type.split(":").at(-1)} ${name}: ${properties.join()}`.replace(/: $/, ""),
  );
}

/** What points to functions, and nothing else of it than that. */
function repointed({ settings, moved }: SwitchedApp): readonly string[] {
  const { model } = shop(settings("single"));
  const kinds = new Map(
    model.plugins.flatMap(({ components }) =>
      components.map(({ kind, name }) => [name.replace("Summary", "-Summary").toLowerCase(), kind]),
    ),
  );
  const roles = { aggregate: ["command-topic", "event-topic"], "read-model": ["event-collector"] };
  const behindApi = { aggregate: "command-generator", "read-model": "query" };
  return moved.flatMap((component) => {
    const kind = kinds.get(component) ?? "aggregate";
    return [
      `Integration ${component}-${behindApi[kind]}: integrationUri`,
      ...roles[kind].map((role) => `EventSourceMapping ${component}-${role}: functionName`),
      ...(kind === "aggregate" ? [`MetricAlarm ${component}-event-topic-late: dimensions`] : []),
    ];
  });
}

/** Types that come and go with a function. */
const ofFunctions = new Set([
  ...["Function", "Alias", "ProvisionedConcurrencyConfig", "Permission", "LogGroup"],
  ...["MetricAlarm", "Role", "RolePolicy", "Policy", "RolePolicyAttachment"],
]);

describe.each(apps)("a switch of $title", (app) => {
  const stacks = new Map<StrategyName, readonly StackResource[]>();

  beforeAll(async () => {
    await Promise.all(
      strategies.map(async (strategy) => {
        stacks.set(strategy, await emittedStack(shop(app.settings(strategy)), app.stack));
      }),
    );
  }, 120_000);

  it.each(pairs)("from %s to %s touches no data", (from, to) => {
    const comparison = compareResourceGraphs(stacks.get(from) ?? [], stacks.get(to) ?? []);
    const { created, deleted, replaced, updated } = comparison;
    expect(touchedData(comparison)).toEqual([]);
    expect(replaced).toEqual([]);
    expect(created.length).toBeGreaterThan(0);
    expect(deleted.length).toBeGreaterThan(0);
    const types = [...created, ...deleted].map(({ type }) => type.split(":").at(-1) ?? "");
    expect(types.filter((type) => !ofFunctions.has(type))).toEqual([]);
    const visibility = app
      .retimed(from, to)
      .map((name) => `Queue ${name}: visibilityTimeoutSeconds`);
    expect([...lines(updated)].sort()).toEqual([...repointed(app), ...visibility].sort());
  });

  it("leaves every alarm and log group that comes or goes to a function", () => {
    const single = stacks.get("single") ?? [];
    const { created, deleted } = compareResourceGraphs(single, stacks.get("micro") ?? []);
    const names = (changes: readonly ResourceChange[], type: string) =>
      changes.filter((one) => one.type.endsWith(`:${type}`)).map(({ name }) => name);
    for (const changes of [created, deleted]) {
      const hosts = names(changes, "Function");
      expect(names(changes, "LogGroup")).toEqual(hosts.map((name) => `${name}-logs`));
      expect(names(changes, "MetricAlarm")).toEqual(
        hosts.flatMap((name) => [`${name}-errors`, `${name}-throttles`]).sort(),
      );
    }
  });
});
