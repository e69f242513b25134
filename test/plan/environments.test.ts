import { describe, expect, it } from "vitest";
import type { AppDocument } from "../../generator/model/app-document.ts";
import { planPlugin } from "../../generator/plan/deployment-plan.ts";
import { environmentNames, environmentPlans } from "../../generator/plan/environments.ts";
import { planNotices } from "../../generator/plan/notices.ts";
import { shop } from "../emit/written-app.ts";

const plugins = {
  Ordering: {
    aggregates: { Cart: {}, Order: {} },
    readModels: { OrderSummary: { from: "Order" } },
  },
};

function appOf(settings: Partial<AppDocument>) {
  const { model } = shop({ plugins, ...settings });
  const [plugin] = model.plugins;
  if (plugin === undefined) throw new Error("There is no plugin.");
  return { model, plugin };
}

/** Names of the functions of a stack. */
function functionsIn(stack: string | undefined, settings: Partial<AppDocument>) {
  const { model, plugin } = appOf(settings);
  return planPlugin(model, plugin, stack).functions.map(({ name }) => name);
}

describe("functions of an environment", () => {
  it.each<[string, Partial<AppDocument>, readonly string[]]>([
    ["the app's strategy", { strategy: "per-component" }, ["cart", "order", "order-summary"]],
    [
      "its own default instead of the app's",
      { strategy: "micro", environments: { prod: { strategy: "single" } } },
      ["aggregates", "read-models"],
    ],
    [
      "a type's strategy of the app, which beats its own default",
      {
        types: { aggregates: { strategy: "single" } },
        environments: { prod: { strategy: "per-component" } },
      },
      ["aggregates", "order-summary"],
    ],
    [
      "its own strategy of a type instead of the app's",
      {
        types: { aggregates: { strategy: "single" } },
        environments: { prod: { types: { aggregates: { strategy: "per-component" } } } },
      },
      ["cart", "order", "read-models"],
    ],
    [
      "its own strategy of a component, which beats all others",
      {
        environments: {
          prod: {
            plugins: { Ordering: { aggregates: { Order: { strategy: "per-component" } } } },
          },
        },
      },
      ["aggregates", "order", "read-models"],
    ],
    [
      "a component's strategy of the app, which beats its own of the type",
      {
        plugins: { Ordering: { aggregates: { Cart: { strategy: "per-component" }, Order: {} } } },
        environments: { prod: { types: { aggregates: { strategy: "micro" } } } },
      },
      ["cart", "order-command-generator", "order-command-topic", "order-event-topic"],
    ],
  ])("by %s", (_, settings, functions) => {
    expect(functionsIn("prod", settings)).toEqual(functions);
  });

  it("are those of all others where the app does not mention it", () => {
    const settings: Partial<AppDocument> = { environments: { prod: { strategy: "micro" } } };
    for (const stack of [undefined, "dev", "constructor"]) {
      expect(functionsIn(stack, settings)).toEqual(["aggregates", "read-models"]);
    }
  });
});

describe("the environments of an app", () => {
  it("are listed by name, and those with functions of their own have plans", () => {
    const { model, plugin } = appOf({
      environments: {
        test: { strategy: "single" },
        prod: { strategy: "per-component" },
        load: { types: { "read-models": { strategy: "micro" } } },
      },
    });
    expect(environmentNames(model)).toEqual(["load", "prod", "test"]);
    expect(environmentPlans(model, plugin).map(({ environment }) => environment)).toEqual([
      "load",
      "prod",
    ]);
    expect(planNotices(model)).toEqual([
      "The environment test has the functions that all others have.",
    ]);
  });

  it("have plans of other sizes, as other members count", () => {
    const { model, plugin } = appOf({
      plugins: { Ordering: { aggregates: { Cart: { memory: 2048 }, Order: {} } } },
      environments: { prod: { strategy: "per-component" } },
    });
    const [prod] = environmentPlans(model, plugin);
    expect(prod?.functions.map(({ name, memory }) => [name, memory.value])).toEqual([
      ["cart", 2048],
      ["order", 1024],
    ]);
  });
});
