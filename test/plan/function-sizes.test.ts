import { describe, expect, it } from "vitest";
import type { AppDocument } from "../../generator/model/app-document.ts";
import { planPlugin } from "../../generator/plan/deployment-plan.ts";
import { planNotices } from "../../generator/plan/notices.ts";
import { shop } from "../emit/written-app.ts";

/** The shop with a second aggregate, and what its functions get. */
function sizesOf(settings: Partial<AppDocument>) {
  const { model } = appWith(settings);
  const [plugin] = model.plugins;
  if (plugin === undefined) throw new Error("There is no plugin.");
  return Object.fromEntries(
    planPlugin(model, plugin).functions.map(({ name, units, behindApi, ...sizes }) => [
      name,
      sizes,
    ]),
  );
}

function appWith(settings: Partial<AppDocument>) {
  const plugins = {
    Ordering: {
      aggregates: { Cart: {}, Order: {} },
      readModels: { OrderSummary: { from: "Order" } },
    },
  };
  return shop({ plugins, ...settings });
}

/** Cart and Order with these settings; both share a function unless a strategy says otherwise. */
function withAggregates(cart: object, order: object, more: Partial<AppDocument> = {}) {
  return { plugins: { Ordering: { aggregates: { Cart: cart, Order: order } } }, ...more };
}

describe("what a shared function gets", () => {
  it("the defaults where nobody asks for anything, and nothing reserved or kept warm", () => {
    const because = "cart/command-generator";
    expect(sizesOf({}).aggregates).toEqual({
      memory: { value: 1024, because },
      timeout: { value: 30, because },
      ephemeralStorage: { value: 512, because },
      logRetentionDays: { value: 30, because },
      architecture: "arm64",
    });
  });

  it("the most of what its members ask for", () => {
    const cart = { ephemeralStorage: 2048, roles: { "event-topic": { logRetentionDays: 90 } } };
    const order = { provisionedConcurrency: 3, logRetentionDays: 60 };
    const settings = withAggregates(cart, order, {
      architecture: "x86_64",
      types: { aggregates: { provisionedConcurrency: 2 } },
    });
    expect(sizesOf(settings).aggregates).toMatchObject({
      ephemeralStorage: { value: 2048, because: "cart/command-generator" },
      logRetentionDays: { value: 90, because: "cart/event-topic" },
      provisionedConcurrency: { value: 3, because: "order/command-generator" },
      architecture: "x86_64",
    });
  });

  it("the sum of what is reserved for its members", () => {
    const settings = withAggregates({ reservedConcurrency: 4 }, { reservedConcurrency: 6 });
    expect(sizesOf(settings).aggregates?.reservedConcurrency).toEqual({
      value: 10,
      because: "cart/command-generator, order/command-generator",
    });
  });

  it("once what one setting reserves for many of its members", () => {
    const topic = { roles: { "command-topic": { reservedConcurrency: 3 } } };
    const settings = withAggregates({}, topic, { reservedConcurrency: 20 });
    expect(sizesOf(settings).aggregates?.reservedConcurrency).toEqual({
      value: 23,
      because: "cart/command-generator, order/command-topic",
    });
  });

  it("what is set for the app as often as there are functions", () => {
    const reserved = (strategy: AppDocument["strategy"]) =>
      Object.values(sizesOf({ reservedConcurrency: 7, ...(strategy && { strategy }) })).map(
        ({ reservedConcurrency }) => reservedConcurrency?.value,
      );
    expect(reserved("single")).toEqual([7, 7]);
    expect(reserved("per-component")).toEqual([7, 7, 7]);
    expect(reserved("micro")).toEqual([7, 7, 7, 7, 7, 7, 7, 7]);
  });
});

describe("what may surprise", () => {
  it("nothing in the shop", () => {
    expect(planNotices(appWith({}).model)).toEqual([]);
  });

  it("members that are limited by what others asked for, and queues that are polled faster", () => {
    const settings = withAggregates({}, { reservedConcurrency: 8, maximumConcurrency: 2 });
    expect(planNotices(appWith(settings).model)).toEqual([
      "The 8 concurrent invocations reserved for the function aggregates (order/command-generator) also limit cart/command-generator, cart/command-topic, cart/event-topic, which did not ask for any.",
      "Queues of cart/command-topic may be polled faster than the 8 concurrent invocations reserved for the function aggregates allow, and throttled messages end as dead letters; set maximumConcurrency, together at most 8.",
    ]);
  });

  it("more set aside than an account has at first", () => {
    const apart = { strategy: "per-component" as const, maximumConcurrency: 2 };
    const settings = withAggregates(
      { ...apart, reservedConcurrency: 450 },
      { ...apart, provisionedConcurrency: 451 },
    );
    expect(planNotices(appWith(settings).model)).toEqual([
      "The functions set 901 concurrent invocations aside; an account has 900 to give in a region until AWS raises its quota.",
    ]);
  });

  it.each([
    [150, []],
    [
      151,
      ["The API of Ordering has 302 routes, of which AWS takes 300 until it raises the quota."],
    ],
    [
      301,
      [
        "The API of Ordering has 301 integrations, of which AWS takes 300; move components to another plugin before it is deployed.",
      ],
    ],
  ])("more than an API takes: %i aggregates", (count, notices) => {
    const names = Array.from({ length: count }, (_, index) => [`Item${index}`, {}] as const);
    const plugins = { Ordering: { aggregates: Object.fromEntries(names) } };
    expect(planNotices(appWith({ plugins }).model)).toEqual(notices);
  });
});
