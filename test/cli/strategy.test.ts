import { expect, test } from "vitest";
import { differences, edit, newApp, read, reventless, treeOf } from "./programs.ts";

const handlers = "plugins/ordering/handlers";

/** What is told before anything is written, for the app that all tests start with. */
const toMicro = `Order: single (not its own) → micro

Functions, each with a role and a log group: 3 created, 1 removed, 1 kept
  - aggregates               3 parts  1,024 MB  30 s
  + order-command-generator  1 part   1,024 MB  30 s
  + order-command-topic      1 part   1,024 MB  30 s
  + order-event-topic        1 part   1,024 MB  30 s
  1 function as before

Pointed at another function, each in its place
  integration  order-command-generator  aggregates → order-command-generator
  mapping      order-command-topic      aggregates → order-command-topic
  mapping      order-event-topic        aggregates → order-event-topic

0 of 10 data resources touched (tables, queues, topics, subscriptions)
Lasting resources, with mappings and routes: 0 created, 0 removed, 0 replaced, 3 updated in place

Limits                              before            after  closest to it
  bytes of an environment     158 of 4,096     158 of 4,096  shop-ordering
  characters of a policy   1,847 of 10,240  1,005 of 10,240  order-command-topic
  characters of a name            59 of 80         50 of 64  order-command-generator

Estimate                               before   after
  cold starts of a command after idle       2       4
  environments that serve it                4       4
  a million commands                   $10.04  $10.04
  alarms of functions a month           $0.40   $0.80
  at 20 commands/s of 1,024 bytes, 50 ms a part, 1 message per delivery; list prices of us-east-1

Note: The logs of removed functions are deleted with them; export what you need first.

`;

test("one component: the effect first, then what changed", () => {
  const cwd = newApp();
  const before = treeOf(cwd);
  const { code, stdout, stderr } = reventless(["strategy", "micro", "Order", "--yes"], { cwd });
  expect([code, stderr]).toEqual([0, ""]);
  expect(stdout.slice(0, toMicro.length)).toBe(toMicro);
  expect(changedFiles(stdout.slice(toMicro.length))).toEqual([
    "create  plugins/ordering/handlers/order-command-generator.ts",
    "create  plugins/ordering/handlers/order-command-topic.ts",
    "create  plugins/ordering/handlers/order-event-topic.ts",
    "delete  plugins/ordering/handlers/aggregates.ts",
    "edit    reventless.json",
    "update  COMPONENTS.md",
    "update  plugins/ordering/stack/functions.ts",
  ]);
  const written = differences(before, treeOf(cwd)).filter((each) => !each.includes(".reventless/"));
  expect(written).toEqual([
    "~ COMPONENTS.md",
    `- ${handlers}/aggregates.ts`,
    `+ ${handlers}/order-command-generator.ts`,
    `+ ${handlers}/order-command-topic.ts`,
    `+ ${handlers}/order-event-topic.ts`,
    "~ plugins/ordering/stack/functions.ts",
    "~ reventless.json",
  ]);
  expect(JSON.parse(read(cwd, "reventless.json")).plugins.Ordering.aggregates.Order).toEqual({
    strategy: "micro",
  });
  expect(reventless(["regenerate"], { cwd }).stdout).toBe("Everything is up to date.\n");
  expect(reventless(["strategy"], { cwd }).stdout).toBe(
    "The app is single.\n  Ordering.Order is micro.\n",
  );
});

/** Lines of changes, sorted, without the sum. */
function changedFiles(text: string): readonly string[] {
  return text
    .split("\n")
    .filter((line) => line.startsWith("  "))
    .map((line) => line.trim())
    .sort();
}

test.each([
  [["per-component"], ["default"], { strategy: "per-component" }],
  [["micro"], ["single"], { strategy: "micro" }],
  [
    ["micro", "--type", "read-models"],
    ["default", "--type", "read-models"],
    { types: { "read-models": { strategy: "micro" } } },
  ],
  [
    ["per-component", "Ordering.OrderSummary"],
    ["default", "OrderSummary"],
    {
      plugins: {
        Ordering: {
          aggregates: { Order: {} },
          readModels: { OrderSummary: { from: "Order", strategy: "per-component" } },
        },
      },
    },
  ],
])("%j and %j give back the same bytes", (there, back, document) => {
  const cwd = newApp();
  reventless(["regenerate"], { cwd });
  const before = treeOf(cwd);
  expect(reventless(["strategy", ...there, "--yes"], { cwd }).code).toBe(0);
  expect(JSON.parse(read(cwd, "reventless.json"))).toMatchObject(document);
  expect(reventless(["regenerate", "--dry-run"], { cwd }).stdout).toBe(
    "Everything is up to date.\n",
  );
  expect(reventless(["strategy", ...back, "-y"], { cwd }).code).toBe(0);
  const isKept = (path: string) => !path.includes(".reventless/");
  const changed = differences(before, treeOf(cwd)).filter(isKept);
  // The app of the tests says nothing of its strategy, so that `single` is written down.
  expect(changed).toEqual(there[0] === "micro" && there.length === 1 ? ["~ reventless.json"] : []);
});

test("a dry run tells the same, asks nothing and writes nothing", () => {
  const cwd = newApp();
  const before = treeOf(cwd);
  const { code, stdout } = reventless(["strategy", "micro", "Order", "--dry-run"], { cwd });
  expect(code).toBe(0);
  expect(stdout.slice(0, toMicro.length)).toBe(toMicro);
  expect(stdout).toMatch(/\nWould change 7 files; nothing was written\.\n$/);
  expect(treeOf(cwd)).toEqual(before);
});

test("as JSON the effect stands beside the changes", () => {
  const cwd = newApp();
  const dry = reventless(["strategy", "micro", "Order", "--dry-run", "--json"], { cwd });
  const report = JSON.parse(dry.stdout);
  expect(report).toMatchObject({
    dryRun: true,
    target: "Order",
    strategy: "micro",
    notes: ["The logs of removed functions are deleted with them; export what you need first."],
    effect: {
      roles: { created: 3, removed: 1, kept: 1 },
      logGroupsRemoved: ["aggregates-logs"],
      rePointed: [
        { kind: "integration", name: "order-command-generator", from: "aggregates" },
        { kind: "mapping", name: "order-command-topic", to: "order-command-topic" },
        { kind: "mapping", name: "order-event-topic", to: "order-event-topic" },
      ],
      visibility: [],
      resources: { data: { total: 10, touched: 0 }, created: [], removed: [], replaced: [] },
      limits: { after: { environment: { used: 158, limit: 4096 } } },
      estimate: { before: { coldStartsAfterIdle: 2 }, after: { coldStartsAfterIdle: 4 } },
    },
  });
  expect(report.effect.functions[0]).toEqual({
    plugin: "Ordering",
    name: "aggregates",
    action: "remove",
    before: {
      parts: ["order/command-generator", "order/command-topic", "order/event-topic"],
      memory: {
        value: 1024,
        because: ["order/command-generator", "order/command-topic", "order/event-topic"],
        setting: "memory",
      },
      timeout: {
        value: 30,
        because: ["order/command-generator", "order/command-topic", "order/event-topic"],
        setting: "timeout",
      },
    },
  });
  const real = JSON.parse(
    reventless(["strategy", "micro", "Order", "--yes", "--json"], { cwd }).stdout,
  );
  expect(real).toEqual({ ...report, dryRun: false });
});

test("a slow part slows down those it comes to share a function with, and the effect says so", () => {
  const cwd = newApp();
  setOrder(cwd, { strategy: "micro", roles: { "command-topic": { memory: 3008, timeout: 900 } } });
  reventless(["regenerate"], { cwd });
  const { code, stdout } = reventless(["strategy", "default", "Order", "--yes"], { cwd });
  expect(code).toBe(0);
  const because =
    "because of order/command-topic\n    (plugins.Ordering.aggregates.Order.roles.command-topic";
  expect(stdout).toContain(`  aggregates has 3,008 MB ${because}.memory)\n`);
  expect(stdout).toContain(`  aggregates has 900 s ${because}.timeout)\n`);
  expect(stdout).toContain(
    "Note: aggregates answers the API, which waits 30 s at most; its 900 s are for order/command-topic.\n",
  );
});

test("queues that get another visibility are told and counted", () => {
  const cwd = newApp();
  setOrder(cwd, { roles: { "event-topic": { timeout: 100 } } });
  reventless(["regenerate"], { cwd });
  const { stdout } = reventless(["strategy", "micro", "--dry-run"], { cwd });
  expect(stdout).toContain(`
Visibility of queues, six times the timeout of the function behind them
  order-commands.fifo  600 → 180 s

1 of 10 data resources touched (tables, queues, topics, subscriptions)
`);
});

test("a strategy that is there already is said, without a question", () => {
  const cwd = newApp();
  const before = treeOf(cwd);
  for (const [args, stdout] of [
    [["single"], "The app is single already. Nothing was written.\n"],
    [["default"], "The app has no strategy of its own; it goes by single. Nothing was written.\n"],
    [
      ["default", "Order"],
      "Order has no strategy of its own; it goes by single. Nothing was written.\n",
    ],
  ] as const) {
    expect(reventless(["strategy", ...args], { cwd })).toEqual({ code: 0, stdout, stderr: "" });
  }
  expect(JSON.parse(reventless(["strategy", "single", "--json"], { cwd }).stdout)).toEqual({
    dryRun: false,
    target: "the app",
    strategy: "single",
    changes: [],
  });
  expect(treeOf(cwd)).toEqual(before);
});

test("one that is only written down changes nothing else", () => {
  const cwd = newApp();
  const { stdout } = reventless(["strategy", "single", "Order", "--yes"], { cwd });
  expect(stdout).toBe(`Order: single (not its own) → single

Nothing changes but reventless.json: every part stays in its function, as it is.

  edit    reventless.json
Changed 1 file.
`);
});

test("one environment: the others keep their functions", () => {
  const cwd = newApp();
  const before = treeOf(cwd);
  const there = reventless(["strategy", "per-component", "--env", "prod", "--yes"], { cwd });
  expect([there.code, there.stderr]).toEqual([0, ""]);
  expect(there.stdout).toMatch(
    /^The app in prod: single \(not its own\) → per-component\n\nFunctions, .*: 2 created, 2 removed, 0 kept\n/,
  );
  expect(JSON.parse(read(cwd, "reventless.json")).environments).toEqual({
    prod: { strategy: "per-component" },
  });
  const written = differences(before, treeOf(cwd));
  expect(written.filter((each) => each.includes(handlers))).toEqual([
    `+ ${handlers}/prod/order-summary.ts`,
    `+ ${handlers}/prod/order.ts`,
  ]);
  expect(reventless(["strategy"], { cwd }).stdout).toBe(
    "The app is single.\n  the app in prod is per-component.\n",
  );
  expect(reventless(["plan", "--env", "prod"], { cwd }).stdout).toMatch(
    /\n\nOrdering \(shop-ordering\): 2 functions\n\nFunction .*\norder /,
  );
  expect(reventless(["plan", "--diff"], { cwd }).stdout).toBe(
    "The functions are as they were generated last.\n",
  );

  // What is set for all reaches prod only where prod says nothing itself.
  const all = reventless(["strategy", "micro", "--dry-run"], { cwd }).stdout;
  expect(all).toContain("Note: The environment prod keeps its functions, as it says otherwise.\n");
  const order = reventless(["strategy", "micro", "Order", "--dry-run"], { cwd }).stdout;
  expect(order).toContain(
    "Note: In the environment prod 3 functions are created, 1 removed and 0 changed.\n",
  );

  expect(reventless(["strategy", "default", "--env", "prod", "--yes"], { cwd }).code).toBe(0);
  expect(differences(before, treeOf(cwd)).filter((each) => !each.includes(".reventless/"))).toEqual(
    [],
  );
});

test.each([
  [["--type", "aggregates"], { types: { aggregates: { strategy: "micro" } } }],
  [["Order"], { plugins: { Ordering: { aggregates: { Order: { strategy: "micro" } } } } }],
])("%j in an environment, there and back again", (target, settings) => {
  const cwd = newApp();
  const text = read(cwd, "reventless.json");
  const inProd = [...target, "--env", "prod", "--yes"];
  expect(reventless(["strategy", "micro", ...inProd], { cwd }).code).toBe(0);
  expect(JSON.parse(read(cwd, "reventless.json")).environments).toEqual({ prod: settings });
  expect(reventless(["strategy", "default", ...inProd], { cwd }).code).toBe(0);
  expect(read(cwd, "reventless.json")).toBe(text);
});

test("without arguments it tells which strategies are set", () => {
  const cwd = newApp();
  setOrder(cwd, { strategy: "micro" });
  expect(reventless(["strategy"], { cwd }).stdout).toBe(
    "The app is single.\n  Ordering.Order is micro.\n",
  );
  expect(JSON.parse(reventless(["strategy", "--json"], { cwd }).stdout)).toEqual({
    strategy: "single",
    overrides: [{ name: "Ordering.Order", strategy: "micro" }],
  });
});

function setOrder(cwd: string, settings: object): void {
  edit(cwd, "reventless.json", (text) =>
    text.replace('"Order":{}', `"Order":${JSON.stringify(settings)}`),
  );
}
