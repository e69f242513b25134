import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { emitNewApp } from "../../generator/emit/new-app.ts";
import type { StackResource } from "../../generator/local/stack/stack-graph.ts";
import { emittedStack } from "../support/emitted-stack.ts";
import { removeFolder, repository, shop, temporaryFolder, writeTexts } from "./written-app.ts";

const environments = {
  prod: { strategy: "per-component" },
  // Its functions are those of all others.
  same: { strategy: "single" },
  test: { types: { "read-models": { strategy: "micro" } } },
} as const;
const usual = shop();
const withEnvironments = shop({ environments });

function textsOf(input: typeof usual): ReadonlyMap<string, string> {
  // What the generator remembers of the files follows from them.
  const files = emitNewApp(repository, input).filter(({ path }) => !path.startsWith(".reventless"));
  return new Map(files.map(({ path, text }) => [path, text]));
}

describe("the files of an app with environments", () => {
  const before = textsOf(usual);
  const after = textsOf(withEnvironments);

  it("are those of the app without, and functions of each environment that has others", () => {
    expect([...after.keys()].filter((path) => !before.has(path)).sort()).toEqual([
      "plugins/ordering/handlers/prod/order-summary.ts",
      "plugins/ordering/handlers/prod/order.ts",
      "plugins/ordering/handlers/test/aggregates.ts",
      "plugins/ordering/handlers/test/order-summary-event-collector.ts",
      "plugins/ordering/handlers/test/order-summary-query.ts",
      "plugins/ordering/stack/functions-prod.ts",
      "plugins/ordering/stack/functions-test.ts",
    ]);
    expect([...before.keys()].filter((path) => !after.has(path))).toEqual([]);
    const changed = [...before].filter(([path, text]) => after.get(path) !== text);
    expect(changed.map(([path]) => path).sort()).toEqual([
      "COMPONENTS.md",
      "plugins/ordering/stack/index.ts",
      "plugins/ordering/stack/stack.test.ts",
      "reventless.json",
    ]);
  });

  it("choose by the stack's name in plain sight", () => {
    const text = after.get("plugins/ordering/stack/index.ts") ?? "";
    expect(text).toContain(`import * as functions from "./functions.ts";
import * as prodFunctions from "./functions-prod.ts";
import * as testFunctions from "./functions-test.ts";
`);
    expect(
      text,
    ).toContain(`/** Stacks with functions of their own; all others have those of functions.ts. */
const environments = new Map<string, typeof functions>([
  ["prod", prodFunctions],
  ["test", testFunctions],
]);
const { createFunctions, timeouts } = environments.get(context.stack) ?? functions;
`);
  });

  it("import from where they are", () => {
    expect(after.get("plugins/ordering/handlers/prod/order-summary.ts")).toBe(
      `import { route } from "../../../../runtime/routing.ts";
import { collectOrderSummaryEvents } from "../../order-summary/roles/event-collector.ts";
import { answerOrderSummaryQuery } from "../../order-summary/roles/query.ts";

/** Function order-summary. It hosts OrderSummary (event-collector, query). */
export const handler = route({
  http: {
    "GET /ordering/order-summary/{id}": answerOrderSummaryQuery,
  },
  queues: {
    "order-summary-collector.fifo": collectOrderSummaryEvents,
  },
});
`,
    );
    expect(after.get("plugins/ordering/stack/functions-prod.ts")).toContain(
      'entry: handler("prod/order.ts"),',
    );
  });
});

describe("the stacks of an app with environments", () => {
  const functionsOf = (resources: readonly StackResource[]) =>
    resources.filter(({ type }) => type.endsWith(":Function")).map(({ name }) => name);

  it.each([
    ["dev", ["aggregates", "read-models"]],
    ["same", ["aggregates", "read-models"]],
    ["prod", ["order", "order-summary"]],
    ["test", ["aggregates", "order-summary-event-collector", "order-summary-query"]],
  ])("%s has the functions %j", async (stack, functions) => {
    expect(functionsOf(await emittedStack(withEnvironments, stack))).toEqual(functions);
  });

  it("pass the app's own types and test, which runs each of them", { timeout: 120_000 }, () => {
    const folder = temporaryFolder();
    try {
      writeTexts(folder, emitNewApp(repository, withEnvironments));
      const run = (program: string, ...args: readonly string[]) =>
        execFileSync(process.execPath, [join(repository, "node_modules", program), ...args], {
          cwd: folder,
          encoding: "utf8",
          env: { ...process.env, VITEST: "", NO_COLOR: "1" },
        });
      expect(run("typescript/bin/tsc")).toBe("");
      const report = run(
        "vitest/vitest.mjs",
        "run",
        "--reporter=verbose",
        "plugins/ordering/stack",
      );
      for (const stack of ["dev", "prod", "same", "test"]) {
        expect(report).toContain(`the stack ${stack} > declares the tables under names of its own`);
      }
      expect(report).toMatch(/Tests +20 passed/);
    } finally {
      removeFolder(folder);
    }
  });
});
