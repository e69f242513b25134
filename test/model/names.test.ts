import { expect, test } from "vitest";
import { camelCase, kebabCase, pascalCase } from "../../generator/model/names.ts";
import { nearestName } from "../../generator/model/nearest-name.ts";

test.each([
  ["OrderSummary", "order-summary", "orderSummary"],
  ["HTTPServer", "http-server", "httpServer"],
  ["Order2", "order2", "order2"],
  ["Order2Line", "order2-line", "order2Line"],
  ["A", "a", "a"],
])("%s is %s in kebab-case and %s in camelCase", (name, kebab, camel) => {
  expect(kebabCase(name)).toBe(kebab);
  expect(camelCase(name)).toBe(camel);
});

test.each([
  ["My shop_2", "my-shop-2"],
  ["-shop-", "shop"],
  ["日本", ""],
])("a directory called %s suggests the app name '%s'", (directory, name) => {
  expect(kebabCase(directory)).toBe(name);
});

test.each([
  ["order-summary", "OrderSummary"],
  ["orderSummary", "OrderSummary"],
  ["HTTPServer", "HTTPServer"],
])("%s is %s in PascalCase", (name, pascal) => {
  expect(pascalCase(name)).toBe(pascal);
});

test.each([
  ["memroy", "memory"],
  ["readmodels", "readModels"],
  ["read-models", "readModels"],
  ["colour", undefined],
])("somebody who writes %s means %s", (name, nearest) => {
  expect(nearestName(name, ["memory", "readModels", "timeout"])).toBe(nearest);
});
