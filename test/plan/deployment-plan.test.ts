import { describe, expect, it } from "vitest";
import type { AppDocument } from "../../generator/model/app-document.ts";
import { checkPlan } from "../../generator/plan/check-plan.ts";
import { planPlugin } from "../../generator/plan/deployment-plan.ts";
import { shop } from "../emit/written-app.ts";

function planOf(settings: Partial<AppDocument> = {}) {
  const { model } = shop(settings);
  const [plugin] = model.plugins;
  if (plugin === undefined) throw new Error("There is no plugin.");
  return planPlugin(model, plugin);
}

/** What each function hosts. */
function hosted(settings: Partial<AppDocument> = {}) {
  return Object.fromEntries(
    planOf(settings).functions.map(({ name, units }) => [name, units.map(({ key }) => key)]),
  );
}

const ofOrder = ["order/command-generator", "order/command-topic", "order/event-topic"];
const ofSummary = ["order-summary/event-collector", "order-summary/query"];

describe("which function hosts what", () => {
  it.each([
    { strategy: "single", functions: { aggregates: ofOrder, "read-models": ofSummary } },
    { strategy: "per-component", functions: { order: ofOrder, "order-summary": ofSummary } },
    {
      strategy: "micro",
      functions: {
        "order-command-generator": ["order/command-generator"],
        "order-command-topic": ["order/command-topic"],
        "order-event-topic": ["order/event-topic"],
        "order-summary-event-collector": ["order-summary/event-collector"],
        "order-summary-query": ["order-summary/query"],
      },
    },
  ] as const)("$strategy", ({ strategy, functions }) => {
    expect(hosted({ strategy })).toEqual(functions);
  });

  it("a component's strategy beats its type's, and that the app's", () => {
    const plugins = {
      Ordering: { aggregates: { Cart: {}, Order: { strategy: "per-component" as const } } },
    };
    expect(hosted({ plugins, types: { aggregates: { strategy: "micro" } } })).toEqual({
      "cart-command-generator": ["cart/command-generator"],
      "cart-command-topic": ["cart/command-topic"],
      "cart-event-topic": ["cart/event-topic"],
      order: ofOrder,
    });
  });
});

describe("how large functions are", () => {
  it("as large as the largest they host, and by whom", () => {
    const plugins = {
      Ordering: {
        aggregates: {
          Cart: { memory: 2048 },
          Order: { roles: { "command-topic": { timeout: 60 } } },
        },
      },
    };
    const [aggregates] = planOf({ plugins }).functions;
    expect(aggregates?.memory).toEqual({ value: 2048, because: "cart/command-generator" });
    expect(aggregates?.timeout).toEqual({ value: 60, because: "order/command-topic" });
    expect(aggregates?.behindApi).toBe(true);
  });

  it("role beats component beats type beats app", () => {
    const order = { memory: 700, roles: { "command-topic": { memory: 800 } } };
    const { units } = planOf({
      memory: 500,
      types: { aggregates: { memory: 600 } },
      plugins: {
        Ordering: {
          aggregates: { Cart: {}, Order: order },
          readModels: { OrderSummary: { from: "Order" } },
        },
      },
    });
    expect(Object.fromEntries(units.map(({ key, memory }) => [key, memory]))).toEqual({
      "cart/command-generator": 600,
      "cart/command-topic": 600,
      "cart/event-topic": 600,
      "order/command-generator": 700,
      "order/command-topic": 800,
      "order/event-topic": 700,
      "order-summary/event-collector": 500,
      "order-summary/query": 500,
    });
  });

  it("1,024 MB, 30 s and batches of 10 where nobody asks for anything", () => {
    const sizes = planOf().units.map(({ memory, timeout, batchSize }) => [
      memory,
      timeout,
      batchSize,
    ]);
    expect(new Set(sizes.map(String))).toEqual(new Set(["1024,30,10"]));
  });
});

describe("what AWS would refuse", () => {
  it("nothing of the shop", () => {
    expect(checkPlan(planOf())).toEqual([]);
  });

  it("a function's name that is too long", () => {
    const name = "OrderOfCustomersWithManyItems";
    const settings = { plugins: { Ordering: { aggregates: { [name]: {} } } } };
    expect(checkPlan(planOf({ ...settings, strategy: "micro" }))).toEqual([
      "The function shop-ordering-<stack>-order-of-customers-with-many-items-command-generator would have up to 79 characters; AWS allows 64. Shorten the name of the app, the plugin or the component by 15.",
      "The function shop-ordering-<stack>-order-of-customers-with-many-items-command-topic would have up to 75 characters; AWS allows 64. Shorten the name of the app, the plugin or the component by 11.",
      "The function shop-ordering-<stack>-order-of-customers-with-many-items-event-topic would have up to 73 characters; AWS allows 64. Shorten the name of the app, the plugin or the component by 9.",
    ]);
  });

  it("a name that two functions would have", () => {
    const aggregates = {
      Aggregates: { strategy: "per-component" as const },
      Order: {},
    };
    expect(checkPlan(planOf({ plugins: { Ordering: { aggregates } } }))).toEqual([
      "Two components of Ordering would both have a function aggregates; rename one of them.",
    ]);
  });
});
