import { describe, expect, test } from "vitest";
import { route } from "../../runtime/routing.ts";
import { routingChecks } from "./contract/routing-checks.ts";

describe("the handler of a function", () => {
  test.each(routingChecks)("$title", ({ run }) => run(route));

  test("has its routes with it, for other providers", () => {
    const routes = { http: { "GET /a": async () => ({ statusCode: 200 }) } };
    expect(route(routes).routes).toBe(routes);
  });
});
