import { expect, test } from "vitest";
import {
  renderAppFile,
  type StrategyPlace,
  setStrategy,
} from "../../generator/model/edit-app-file.ts";
import { parseApp } from "../../generator/model/parse-app.ts";

const app: StrategyPlace = { kind: "app" };
const readModels: StrategyPlace = { kind: "type", type: "read-models" };
const order: StrategyPlace = {
  kind: "component",
  plugin: "Ordering",
  componentKind: "aggregate",
  name: "Order",
};
const summary: StrategyPlace = { ...order, componentKind: "read-model", name: "OrderSummary" };

const text = renderAppFile({
  name: "shop",
  region: "eu-central-1",
  plugins: {
    Ordering: { aggregates: { Order: {} }, readModels: { OrderSummary: { from: "Order" } } },
  },
});

test("the strategy of the app is replaced where it stands", () => {
  expect(setStrategy(text, app, "micro")).toBe(text.replace('"single"', '"micro"'));
});

test("that of a component is added to what it has", () => {
  expect(setStrategy(text, summary, "micro")).toBe(
    text.replace('"from": "Order"', '"from": "Order",\n          "strategy": "micro"'),
  );
  expect(setStrategy(text, order, "micro")).toBe(
    text.replace('"Order": {}', '"Order": {\n          "strategy": "micro"\n        }'),
  );
});

test("that of a type stands before the plugins", () => {
  expect(setStrategy(text, readModels, "micro")).toBe(
    text.replace(
      '  "plugins"',
      '  "types": {\n    "read-models": {\n      "strategy": "micro"\n    }\n  },\n  "plugins"',
    ),
  );
});

const inProd = [app, readModels, order].map((place) => ({ ...place, environment: "prod" }));

test("that of an environment stands before the plugins as well", () => {
  const [appInProd = app] = inProd;
  expect(setStrategy(text, appInProd, "micro")).toBe(
    text.replace(
      '  "plugins"',
      '  "environments": {\n    "prod": {\n      "strategy": "micro"\n    }\n  },\n  "plugins"',
    ),
  );
});

test.each([app, readModels, order, summary, ...inProd].map((place) => [place]))(
  "there and back again gives the same bytes: %j",
  (place) => {
    const windows = `\uFEFF${text.replaceAll("\n", "\r\n").replaceAll("  ", "\t")}`;
    const oneLine = JSON.stringify(JSON.parse(text)).replaceAll(/([:,])"/g, '$1 "');
    for (const before of [text, windows, oneLine]) {
      const there = setStrategy(before, place, "micro");
      expect(there).not.toBe(before);
      expect(parseApp(there).ok).toBe(true);
      const back = place === app ? "single" : undefined;
      expect(setStrategy(setStrategy(there, place, "per-component"), place, back)).toBe(before);
    }
  },
);

test("formatting that is the user's own stays", () => {
  const own = `{ "name": "shop",  "region":"eu-central-1",
      "types": { "read-models": {"memory": 512 , "strategy" : "micro"}, "aggregates": { "timeout": 9 } },
  "plugins": {"Ordering": {"aggregates": {"Order": {"strategy":"single", "memory":   256}}}}}`;
  expect(setStrategy(own, readModels, "single")).toBe(own.replace('"micro"', '"single"'));
  expect(setStrategy(own, readModels, undefined)).toBe(own.replace(' , "strategy" : "micro"', ""));
  expect(setStrategy(own, order, undefined)).toBe(own.replace('"strategy":"single", ', ""));
  expect(setStrategy(own, app, "micro")).toBe(
    own.replace('"plugins"', '"strategy": "micro",\n  "plugins"'),
  );
});

test("what is not there cannot be taken away", () => {
  expect(() => setStrategy(text, order, undefined)).toThrow(
    "reventless.json has no plugins.Ordering.aggregates.Order.strategy.",
  );
});
