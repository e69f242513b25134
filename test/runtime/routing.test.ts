import { describe, test } from "vitest";
import { route } from "../../runtime/routing.ts";
import { routingChecks } from "./contract/routing-checks.ts";

describe("the handler of a function", () => {
  test.each(routingChecks)("$title", ({ run }) => run(route));
});
