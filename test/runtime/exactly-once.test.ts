import { describe, test } from "vitest";
import { handleCommand } from "../../runtime/command-handling.ts";
import { exactlyOnceChecks } from "./contract/exactly-once-checks.ts";

describe("a command, in every order of store calls that 150 seeds give", () => {
  test.each(exactlyOnceChecks)("$title", ({ run }) => run(handleCommand), 20_000);
});
