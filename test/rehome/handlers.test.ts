import { describe, expect, it } from "vitest";
import { edited, layout, switched, type Texts } from "./layouts.ts";
import { helperOfTwoComponents } from "./sample-edits.ts";

const routing = 'import { route } from "../../../runtime/routing.ts";\n';
const doc = "\n/** Function ";

/** Several edits of one file: part, replacement. */
function changes(texts: Texts, path: string, ...parts: readonly [string, string][]): Texts {
  return parts.reduce((left, [part, by]) => edited(left, path, part, by), texts);
}

describe("71 single→perComponent with edited entry", () => {
  it("a route goes with its comment, its helper and the imports of both", async () => {
    const mine = changes(
      layout("single"),
      "handlers/aggregates.ts",
      [routing, `import { metric } from "../../../metrics.ts";\n${routing}`],
      [
        '    "order-commands.fifo": handleOrderCommands,\n',
        '    // The shop waits for this one.\n    "order-commands.fifo": timed(handleOrderCommands),\n',
      ],
      [
        doc,
        `\nfunction timed<Handler>(handler: Handler): Handler {\n  metric("order");\n  return handler;\n}\n${doc}`,
      ],
    );
    const { files, shared, placements, unplaced } = await switched(mine, "single", "per-component");
    expect(Object.fromEntries(files)).toEqual({
      "handlers/order.ts": `import { metric } from "../../../metrics.ts";
import { route } from "../../../runtime/routing.ts";
import { acceptOrderCommand, answerOrderOutcome } from "../order/roles/command-generator.ts";
import { handleOrderCommands } from "../order/roles/command-topic.ts";
import { relayOrderCommits } from "../order/roles/event-topic.ts";

function timed<Handler>(handler: Handler): Handler {
  metric("order");
  return handler;
}

/** Function order. It hosts Order (command-generator, command-topic, event-topic). */
export const handler = route({
  http: {
    "POST /ordering/order/{id}": acceptOrderCommand,
    "GET /ordering/order/{id}/commands/{commandId}": answerOrderOutcome,
  },
  queues: {
    // The shop waits for this one.
    "order-commands.fifo": timed(handleOrderCommands),
  },
  streams: {
    "order-event-log": relayOrderCommits,
  },
});
`,
    });
    expect({ shared, unplaced }).toEqual({ shared: [], unplaced: [] });
    const from = "handlers/aggregates.ts";
    expect(placements).toEqual([
      { from, what: "route queues/order-commands.fifo", to: ["handlers/order.ts"] },
      { from, what: "declaration timed", to: ["handlers/order.ts"] },
    ]);
  });

  it("what is around the routes and above the file goes to every part", async () => {
    const mine = changes(
      layout("single"),
      "handlers/read-models.ts",
      [routing, `/* Copyright. */\n\n${routing}`],
      ["handler = route({", "handler = Object.freeze(route({"],
      ["  },\n});\n", "  },\n}));\n"],
      [doc, `\n// Ask Ann.${doc}`],
    );
    const { files, placements, unplaced } = await switched(mine, "single", "micro");
    expect(Object.fromEntries(files)).toEqual({
      "handlers/order-summary-event-collector.ts": `/* Copyright. */

import { route } from "../../../runtime/routing.ts";
import { collectOrderSummaryEvents } from "../order-summary/roles/event-collector.ts";

// Ask Ann.
/** Function order-summary-event-collector. It hosts OrderSummary (event-collector). */
export const handler = Object.freeze(route({
  queues: {
    "order-summary-collector.fifo": collectOrderSummaryEvents,
  },
}));
`,
      "handlers/order-summary-query.ts": `/* Copyright. */

import { route } from "../../../runtime/routing.ts";
import { answerOrderSummaryQuery } from "../order-summary/roles/query.ts";

// Ask Ann.
/** Function order-summary-query. It hosts OrderSummary (query). */
export const handler = Object.freeze(route({
  http: {
    "GET /ordering/order-summary/{id}": answerOrderSummaryQuery,
  },
}));
`,
    });
    const to = ["handlers/order-summary-event-collector.ts", "handlers/order-summary-query.ts"];
    const placed = [
      "the comment at the top",
      "the comment above the handler",
      "what is around the routes",
    ].map((what) => ({ from: "handlers/read-models.ts", what, to }));
    expect({ placements, unplaced }).toEqual({ placements: placed, unplaced: [] });
  });

  it("a route that was taken out stays out, with its import", async () => {
    const mine = changes(
      layout("single"),
      "handlers/read-models.ts",
      ['import { answerOrderSummaryQuery } from "../order-summary/roles/query.ts";\n', ""],
      ['  http: {\n    "GET /ordering/order-summary/{id}": answerOrderSummaryQuery,\n  },\n', ""],
    );
    const { texts, unplaced } = await switched(mine, "single", "micro");
    expect(texts.get("handlers/order-summary-query.ts")).toBe(`${routing}
/** Function order-summary-query. It hosts OrderSummary (query). */
export const handler = route({});
`);
    expect(unplaced).toEqual([]);
  });

  it("an own route goes with the one above it", async () => {
    const mine = edited(
      layout("single"),
      "handlers/aggregates.ts",
      '    "payment-commands.fifo": handlePaymentCommands,\n',
      '    "payment-commands.fifo": handlePaymentCommands,\n    "refunds.fifo": handlePaymentCommands,\n',
    );
    const { files } = await switched(mine, "single", "micro");
    expect([...files.keys()]).toEqual(["handlers/payment-command-topic.ts"]);
    expect(files.get("handlers/payment-command-topic.ts")).toContain(
      '    "payment-commands.fifo": handlePaymentCommands,\n    "refunds.fifo": handlePaymentCommands,\n',
    );
  });
});

describe("72 perComponent→micro user helper used by two new files", () => {
  const mine = changes(
    layout("per-component"),
    "handlers/order.ts",
    [routing, `import { metric, type Unit } from "../../../metrics.ts";\n${routing}`],
    ['fifo": handleOrderCommands', 'fifo": timed(handleOrderCommands)'],
    ['log": relayOrderCommits', 'log": timed(relayOrderCommits)'],
    [
      doc,
      `\nconst unit: Unit = "ms";\n\n/** Measures. */\nfunction timed<Handler>(handler: Handler): Handler {\n  metric(unit);\n  return handler;\n}\n${doc}`,
    ],
  );

  it("goes to a module beside them, with what it uses", async () => {
    const { files, shared, unplaced } = await switched(mine, "per-component", "micro");
    expect(shared).toEqual([
      {
        path: "handlers/shared.ts",
        text: `import { metric, type Unit } from "../../../metrics.ts";

export const unit: Unit = "ms";

/** Measures. */
export function timed<Handler>(handler: Handler): Handler {
  metric(unit);
  return handler;
}
`,
      },
    ]);
    expect(Object.fromEntries(files)).toEqual({
      "handlers/order-command-topic.ts": `import { route } from "../../../runtime/routing.ts";
import { handleOrderCommands } from "../order/roles/command-topic.ts";
import { timed } from "./shared.ts";

/** Function order-command-topic. It hosts Order (command-topic). */
export const handler = route({
  queues: {
    "order-commands.fifo": timed(handleOrderCommands),
  },
});
`,
      "handlers/order-event-topic.ts": `import { route } from "../../../runtime/routing.ts";
import { relayOrderCommits } from "../order/roles/event-topic.ts";
import { timed } from "./shared.ts";

/** Function order-event-topic. It hosts Order (event-topic). */
export const handler = route({
  streams: {
    "order-event-log": timed(relayOrderCommits),
  },
});
`,
    });
    expect(unplaced).toEqual([]);
  });

  it("goes to another module where the person has one of that name", async () => {
    const path = "handlers/order.ts";
    const own = edited(mine, path, routing, `${routing}import { clock } from "./shared.ts";\n`);
    const used = edited(own, path, "metric(unit)", "metric(unit, clock)");
    const { shared, texts } = await switched(used, "per-component", "micro");
    expect(shared.map((each) => each.path)).toEqual(["handlers/shared-order.ts"]);
    expect(shared[0]?.text).toContain('import { clock } from "./shared.ts";\n');
    expect(texts.get("handlers/order-event-topic.ts")).toContain('from "./shared-order.ts";\n');
  });

  it("two helpers of one name go to two modules", async () => {
    const other = changes(
      mine,
      "handlers/payment.ts",
      ['fifo": handlePaymentCommands', 'fifo": timed(handlePaymentCommands)'],
      ['log": relayPaymentCommits', 'log": timed(relayPaymentCommits)'],
      [doc, `\nconst timed = <Handler>(handler: Handler) => handler;\n${doc}`],
    );
    const { shared, texts, unplaced } = await switched(other, "per-component", "micro");
    expect(shared.map(({ path }) => path)).toEqual([
      "handlers/shared.ts",
      "handlers/shared-payment.ts",
    ]);
    expect(texts.get("handlers/payment-event-topic.ts")).toContain(
      'import { timed } from "./shared-payment.ts";\n',
    );
    expect(unplaced).toEqual([]);
  });
});

describe("73 micro→single join with name clash", () => {
  const helper = (limit: number) =>
    `\nfunction limited<Handler>(handler: Handler): Handler {\n  return Object.assign(handler, { limit: ${limit} });\n}\n`;
  const both = (first: number, second: number) => {
    const one = changes(
      layout("micro"),
      "handlers/order-command-topic.ts",
      ['fifo": handleOrderCommands', 'fifo": limited(handleOrderCommands)'],
      [doc, helper(first) + doc],
    );
    return changes(
      one,
      "handlers/payment-command-topic.ts",
      ['fifo": handlePaymentCommands', 'fifo": limited(handlePaymentCommands)'],
      [doc, helper(second) + doc],
    );
  };

  it("the first declaration is placed; the other is reported with the route that uses it", async () => {
    const { texts, unplaced } = await switched(both(1, 2), "micro", "single");
    const joined = texts.get("handlers/aggregates.ts");
    expect(joined).toContain('"order-commands.fifo": limited(handleOrderCommands),\n');
    expect(joined).toContain('"payment-commands.fifo": handlePaymentCommands,\n');
    expect(joined).toContain("{ limit: 1 }");
    expect(joined).not.toContain("{ limit: 2 }");
    const from = "handlers/payment-command-topic.ts";
    expect(unplaced).toEqual([
      {
        from,
        text: '"payment-commands.fifo": limited(handlePaymentCommands),\n',
        why: "limited means something else in handlers/aggregates.ts",
      },
      { from, text: helper(2), why: "nothing that uses it could be placed" },
    ]);
  });

  it("the same declaration of two files is written once", async () => {
    const { texts, unplaced } = await switched(both(1, 1), "micro", "single");
    const joined = texts.get("handlers/aggregates.ts") ?? "";
    expect(joined.split("function limited").length).toBe(2);
    expect(joined).toContain('"payment-commands.fifo": limited(handlePaymentCommands),\n');
    expect(unplaced).toEqual([]);
  });

  it("different wrappings of joined files are reported", async () => {
    const wrap = (texts: Texts, path: string, by: string) =>
      changes(texts, path, ["= route({", `= ${by}(route({`], ["  },\n});\n", "  },\n}));\n"]);
    const one = wrap(layout("micro"), "handlers/order-command-topic.ts", "Object.freeze");
    const two = wrap(one, "handlers/order-event-topic.ts", "Object.seal");
    const { files, unplaced } = await switched(two, "micro", "per-component");
    expect([...files.keys()]).toEqual([]);
    const why =
      "handlers/order.ts takes the place of several files, in which this was edited differently";
    expect(unplaced).toEqual([
      {
        from: "handlers/order-command-topic.ts",
        text: "export const handler = Object.freeze(route({\n}));\n",
        why,
      },
      {
        from: "handlers/order-event-topic.ts",
        text: "export const handler = Object.seal(route({\n}));\n",
        why,
      },
    ]);
  });

  it("equal wrappings of joined files are one", async () => {
    const wrap = (texts: Texts, path: string) =>
      changes(texts, path, ["= route({", "= Object.freeze(route({"], ["},\n});\n", "},\n}));\n"]);
    const one = wrap(layout("micro"), "handlers/order-command-topic.ts");
    const two = wrap(one, "handlers/order-event-topic.ts");
    const { texts, unplaced } = await switched(two, "micro", "per-component");
    expect(texts.get("handlers/order.ts")).toContain("= Object.freeze(route({\n  http: {\n");
    expect(unplaced).toEqual([]);
  });
});

describe("imports", () => {
  it("one for its effects stays above the code that it stood above, in every part", async () => {
    const mine = edited(
      layout("single"),
      "handlers/read-models.ts",
      routing,
      `// Before anything else.\nimport "./tracing.ts";\n${routing}`,
    );
    const { files } = await switched(mine, "single", "micro");
    expect([...files.values()].map((text) => text.split("\n").slice(0, 3))).toEqual(
      Array(2).fill(["// Before anything else.", 'import "./tracing.ts";', routing.trimEnd()]),
    );
  });

  it("one for its effects does not move to where it would sort", async () => {
    const effects = 'import "node:process";\n';
    const handling = "import { collectOrderSummaryEvents }";
    const mine = edited(
      layout("single"),
      "handlers/read-models.ts",
      handling,
      `${effects}${handling}`,
    );
    const { texts } = await switched(mine, "single", "micro");
    expect(texts.get("handlers/order-summary-event-collector.ts")).toContain(
      `${routing}${effects}${handling}`,
    );
  });

  it("a statement stays as the person laid it out", async () => {
    const own = "import { guarded } from '../../../guards.ts' // ours\n";
    const mine = changes(
      layout("single"),
      "handlers/read-models.ts",
      [routing, `${own}${routing}`],
      [": answerOrderSummaryQuery", ": guarded(answerOrderSummaryQuery)"],
    );
    const { texts } = await switched(mine, "single", "micro");
    expect(texts.get("handlers/order-summary-query.ts")).toContain(`${own}${routing}`);
  });

  it("one statement is divided by what each file uses", async () => {
    const mine = changes(
      layout("single"),
      "handlers/read-models.ts",
      [routing, `import { guarded, limited } from "../../../guards.ts";\n${routing}`],
      [": answerOrderSummaryQuery", ": guarded(answerOrderSummaryQuery)"],
      [": collectOrderSummaryEvents", ": limited(collectOrderSummaryEvents)"],
    );
    const { files } = await switched(mine, "single", "micro");
    expect([...files.values()].map((text) => text.split("\n")[0])).toEqual([
      'import { limited } from "../../../guards.ts";',
      'import { guarded } from "../../../guards.ts";',
    ]);
  });

  it("a route's handler that comes from the person's own module stays that", async () => {
    const mine = edited(
      layout("single"),
      "handlers/aggregates.ts",
      'import { handleOrderCommands } from "../order/roles/command-topic.ts";',
      'import { handleOrderCommands } from "../order/quick-handling.ts";',
    );
    const { texts } = await switched(mine, "single", "micro");
    expect(texts.get("handlers/order-command-topic.ts")).toBe(
      layout("micro")
        .get("handlers/order-command-topic.ts")
        ?.replace("/roles/command-topic.ts", "/quick-handling.ts")
        .replace(
          /^(import \{ route .*\n)(import .*\n)/,
          (_all, first: string, second: string) => first + second,
        ),
    );
  });
});

describe("names", () => {
  it("a declaration that nothing uses goes where most routes of its file go", async () => {
    const mine = edited(
      layout("per-component"),
      "handlers/order.ts",
      doc,
      `\nexport const version = 1;\n${doc}`,
    );
    const renamedRoutes = await switched(mine, "per-component", "micro");
    expect([...renamedRoutes.files.keys()]).toEqual(["handlers/order-command-generator.ts"]);
    const queue = edited(
      layout("micro"),
      "handlers/order-summary-query.ts",
      doc,
      `\nexport const version = 1;\n${doc}`,
    );
    const joined = await switched(queue, "micro", "single");
    expect([...joined.files.keys()]).toEqual(["handlers/read-models.ts"]);
  });

  it("members and parameters of the same name are no use of a helper", async () => {
    const mine = changes(
      layout("single"),
      "handlers/aggregates.ts",
      ['fifo": handleOrderCommands', 'fifo": limit(handleOrderCommands)'],
      ['fifo": handlePaymentCommands', 'fifo": rules.limit(handlePaymentCommands)'],
      ['log": relayPaymentCommits', 'log": (limit) => relayPaymentCommits(limit)'],
      [doc, `\nconst limit = <Handler>(handler: Handler) => handler;\n${doc}`],
    );
    const { files, shared } = await switched(mine, "single", "micro");
    expect(shared).toEqual([]);
    expect([...files].filter(([, text]) => text.includes("const limit")).map(([at]) => at)).toEqual(
      ["handlers/order-command-topic.ts"],
    );
  });
});

describe("what cannot be placed is reported with its text", () => {
  it("all of a file that does not parse", async () => {
    const text = `export const handler = route({\n`;
    const mine = new Map([...layout("single"), ["handlers/read-models.ts", text]]);
    const { files, unplaced } = await switched(mine, "single", "micro");
    const why = "the file does not parse, line 2: '}' expected.";
    expect(unplaced).toEqual([{ from: "handlers/read-models.ts", text, why }]);
    expect([...files]).toEqual([]);
  });

  it("a handler that is not one call of route", async () => {
    const mine = changes(
      layout("single"),
      "handlers/read-models.ts",
      ["export const handler = route({", "const routes = {"],
      ["  },\n});\n", "  },\n};\nexport const handler = route(routes);\n"],
    );
    const { unplaced } = await switched(mine, "single", "micro");
    expect(unplaced.map(({ text }) => text).join("")).toContain(
      "export const handler = route(routes);\n",
    );
  });

  it("everything of a file whose components are gone", async () => {
    const { rehome } = await import("../../generator/rehome/rehome.ts");
    const base = layout("per-component").get("handlers/payment.ts") ?? "";
    const mine = `// Ours.\n\n${base}const own = 1;\n`;
    const { unplaced } = await rehome({
      predecessors: [{ path: "handlers/payment.ts", base, mine }],
      successors: [
        { path: "handlers/order.ts", text: layout("single").get("handlers/order.ts") ?? "" },
      ],
    });
    expect(unplaced.map(({ text }) => text)).toEqual(["// Ours.\n\n", "const own = 1;\n"]);
  });
});

it("line ends and byte order marks of the edited file do not matter", async () => {
  const mine = helperOfTwoComponents(layout("single"));
  const windows = new Map(
    [...mine].map(([path, text]) => [path, `\uFEFF${text.replaceAll("\n", "\r\n")}`]),
  );
  expect((await switched(windows, "single", "micro")).texts).toEqual(
    (await switched(mine, "single", "micro")).texts,
  );
});

it("without edits nothing is written", async () => {
  const { files, shared, placements, unplaced } = await switched(
    layout("micro"),
    "micro",
    "single",
  );
  expect({ files: [...files], shared, placements, unplaced }).toEqual({
    files: [],
    shared: [],
    placements: [],
    unplaced: [],
  });
});
