import { describe, expect, it } from "vitest";
import { edited, layout, switched, type Texts } from "./layouts.ts";
import { changedMemory } from "./sample-edits.ts";

const path = "stack/functions.ts";

function changed(texts: Texts, part: string, by: string): Texts {
  return edited(texts, path, part, by);
}

/** What differs from the generated file: lines that are there and lines that are not. */
async function difference(mine: Texts, from: Parameters<typeof switched>[1], to: typeof from) {
  const { texts, placements, unplaced } = await switched(mine, from, to);
  const [now, generated] = [texts, layout(to)].map((all) => (all.get(path) ?? "").split("\n"));
  const missing = (of: readonly string[] = [], other: readonly string[] = []) => {
    const left = [...other];
    return of.filter((line) => {
      const at = left.indexOf(line);
      if (at !== -1) left.splice(at, 1);
      return at === -1 && line !== "";
    });
  };
  return {
    added: missing(now, generated),
    gone: missing(generated, now),
    placements,
    unplaced,
    texts,
  };
}

describe("77 tuning-edited-in-stack-file", () => {
  it("memory follows the units to every function that hosts one", async () => {
    const mine = changedMemory(layout("per-component"), "order");
    const { texts, placements, unplaced } = await switched(mine, "per-component", "micro");
    const expected = ["order-command-generator", "order-command-topic", "order-event-topic"].reduce(
      changedMemory,
      layout("micro"),
    );
    expect(texts).toEqual(expected);
    const heirs = ["CommandGenerator", "CommandTopic", "EventTopic"];
    expect({ placements, unplaced }).toEqual({
      placements: heirs.map((heir) => ({
        from: path,
        to: [path],
        what: `memory of orderFunction, for order${heir}Function`,
      })),
      unplaced: [],
    });
  });

  it("a joined function takes what was set at the only one that was edited", async () => {
    const mine = changedMemory(layout("micro"), "order-command-topic");
    const { texts, placements, unplaced } = await switched(mine, "micro", "per-component");
    expect(texts).toEqual(changedMemory(layout("per-component"), "order"));
    const what = "memory of orderCommandTopicFunction, for orderFunction";
    expect({ placements, unplaced }).toEqual({
      placements: [{ from: path, to: [path], what }],
      unplaced: [],
    });
  });

  it("a joined function keeps the generated value where two edits disagree", async () => {
    const one = changedMemory(layout("micro"), "order-command-topic");
    const entry = 'entry: handler("order-event-topic.ts"),\n    memory: ';
    const mine = changed(one, `${entry}1024`, `${entry}512`);
    const { added, gone, unplaced } = await difference(mine, "micro", "per-component");
    expect({ added, gone }).toEqual({ added: [], gone: [] });
    const why = (variable: string) =>
      `memory of ${variable} was edited, but differently from others that are orderFunction now`;
    expect(unplaced).toEqual([
      { from: path, text: "memory: 2048,\n", why: why("orderCommandTopicFunction") },
      { from: path, text: "memory: 512,\n", why: why("orderEventTopicFunction") },
    ]);
  });

  it("added properties, permissions and comments follow, and what is around the call", async () => {
    const mine = [
      [
        '    name: "order-summary",\n',
        '    name: "order-summary",\n    reserved: 5, // measured\n',
      ],
      [
        "      ...components.orderSummary.permissions.query,\n",
        "      ...components.orderSummary.permissions.query,\n      ...reportPermissions,\n",
      ],
      [
        "\n  const orderSummaryFunction = hostFunction(context, {",
        "\n  // Reports.\n  const orderSummaryFunction = hostFunction(watched(context), {",
      ],
    ].reduce((texts, [part = "", by = ""]) => changed(texts, part, by), layout("per-component"));
    const { texts, unplaced } = await switched(mine, "per-component", "micro");
    expect(texts.get(path)).toContain(`
  // Reports.
  const orderSummaryEventCollectorFunction = hostFunction(watched(context), {
    name: "order-summary-event-collector",
    reserved: 5, // measured
    entry: handler("order-summary-event-collector.ts"),
    memory: 1024,
    timeout: 30,
    permissions: [...components.orderSummary.permissions.eventCollector, ...reportPermissions],
  });

  // Reports.
  const orderSummaryQueryFunction = hostFunction(watched(context), {
    name: "order-summary-query",
    reserved: 5, // measured
    entry: handler("order-summary-query.ts"),
    memory: 1024,
    timeout: 30,
    permissions: [...components.orderSummary.permissions.query, ...reportPermissions],
  });
  allowApi(api, orderSummaryQueryFunction);
`);
    expect(unplaced).toEqual([]);
    const back = await switched(texts, "micro", "per-component");
    expect({ texts: back.texts, unplaced: back.unplaced }).toEqual({ texts: mine, unplaced: [] });
  });

  it("a function that is not open to the API any more stays closed", async () => {
    const mine = changed(layout("single"), "  allowApi(api, readModelsFunction);\n", "");
    const { added, gone, unplaced } = await difference(mine, "single", "per-component");
    expect({ added, gone, unplaced }).toEqual({
      added: [],
      gone: ["  allowApi(api, orderSummaryFunction);"],
      unplaced: [],
    });
  });

  it("a permission that was taken out stays out", async () => {
    const permission = "      ...components.order.permissions.eventTopic,\n";
    const mine = changed(layout("single"), permission, "");
    const { added, gone, unplaced } = await difference(mine, "single", "per-component");
    expect({ added, gone, unplaced }).toEqual({
      added: [],
      gone: [permission.trimEnd()],
      unplaced: [],
    });
  });

  it("a name or an entry cannot follow", async () => {
    const mine = changed(layout("single"), 'name: "aggregates"', 'name: "commands"');
    const { added, unplaced } = await difference(mine, "single", "per-component");
    expect(added).toEqual([]);
    const why = "name names a function that is another one now";
    expect(unplaced).toEqual([{ from: path, text: 'name: "commands",\n', why }]);
  });

  it("edited timeouts stay", async () => {
    const mine = changed(
      layout("micro"),
      "order: { commandTopic: 30 },",
      "order: { commandTopic: 90 },",
    );
    const { added, gone, unplaced } = await difference(mine, "micro", "single");
    expect({ added, gone, unplaced }).toEqual({
      added: ["  order: { commandTopic: 90 },"],
      gone: ["  order: { commandTopic: 30 },"],
      unplaced: [],
    });
  });

  it("a comment in the result stays above its role, which names the new function", async () => {
    const role = "      commandTopic: orderFunction,\n";
    const mine = changed(layout("per-component"), role, `      // The slow one.\n${role}`);
    const { texts, unplaced } = await switched(mine, "per-component", "micro");
    expect(texts.get(path)).toContain(
      "      // The slow one.\n      commandTopic: orderCommandTopicFunction,\n",
    );
    expect(unplaced).toEqual([]);
    expect((await switched(texts, "micro", "per-component")).texts).toEqual(mine);
  });

  it("a unit that the person's own function hosts stays there", async () => {
    const own = '  const ownFunction = hostFunction(context, {\n    name: "own",\n  });\n';
    const mine = changed(
      changed(layout("single"), "\n  return {\n", `\n${own}\n  return {\n`),
      "query: readModelsFunction",
      "query: ownFunction",
    );
    const { texts, unplaced } = await switched(mine, "single", "micro");
    expect(texts.get(path)).toContain(`\n${own}\n  return {\n`);
    expect(texts.get(path)).toContain("      query: ownFunction,\n");
    expect(unplaced).toEqual([]);
  });
});

describe("78 user-added-resource-in-stack-file", () => {
  const alarm = (variable: string) =>
    `\n  // Rings.\n  const alarm = new Alarm("slow", { of: ${variable}.name });\n`;
  const imported = 'import { Alarm } from "../../../alarms.ts";\n';
  const withAlarm = (texts: Texts, variable: string) =>
    changed(
      changed(
        texts,
        `  allowApi(api, ${variable});\n`,
        `  allowApi(api, ${variable});\n${alarm(variable)}`,
      ),
      'import type { StackContext } from "../../../runtime/stack/context.ts";\n',
      `${imported}import type { StackContext } from "../../../runtime/stack/context.ts";\n`,
    );

  it("a statement before the result stays there, and speaks of the new function", async () => {
    const mine = withAlarm(layout("single"), "readModelsFunction");
    const { texts, unplaced } = await switched(mine, "single", "per-component");
    const { added, gone } = await difference(mine, "single", "per-component");
    expect({ added, gone }).toEqual({
      added: [
        imported.trimEnd(),
        ...alarm("orderSummaryFunction")
          .trim()
          .split("\n")
          .map((line) => `  ${line.trim()}`),
      ],
      gone: [],
    });
    expect(texts.get(path)).toContain(
      `  allowApi(api, paymentFunction);\n${alarm("orderSummaryFunction")}\n  return {\n`,
    );
    expect(unplaced).toEqual([]);
    expect((await switched(texts, "per-component", "single")).texts).toEqual(mine);
  });

  it("a statement stays behind the function it stood behind", async () => {
    const own = "\n  tell(context);\n";
    const opened = "  allowApi(api, orderFunction);\n";
    const mine = changed(layout("per-component"), opened, `${opened}${own}`);
    const { texts, unplaced } = await switched(mine, "per-component", "micro");
    expect(texts.get(path)).toContain(
      `    permissions: [...components.order.permissions.eventTopic],
  });
${own}
  const orderSummaryEventCollectorFunction = `,
    );
    expect(unplaced).toEqual([]);
    expect((await switched(texts, "micro", "per-component")).texts).toEqual(mine);
  });

  it("one that speaks of a function that was divided is reported", async () => {
    const mine = changed(
      withAlarm(layout("single"), "aggregatesFunction"),
      "\n  return {\n",
      "\n  alarm.ring();\n\n  return {\n",
    );
    const { added, gone, unplaced } = await difference(mine, "single", "per-component");
    expect({ added, gone }).toEqual({ added: [], gone: [] });
    expect(unplaced).toEqual([
      {
        from: path,
        text: alarm("aggregatesFunction"),
        why: "aggregatesFunction is now orderFunction, paymentFunction",
      },
      { from: path, text: "\n  alarm.ring();\n", why: "it uses alarm, which could not be placed" },
      {
        from: path,
        text: imported,
        why: "nothing that was placed needs it, or it stands where nothing moves",
      },
    ]);
  });

  it("statements at the head, before the result and at the end of the file keep their places", async () => {
    const head = '  const bucket = new Bucket("reports");\n';
    const mine = [
      [") {\n  const ", `) {\n${head}\n  const `],
      ["\n  return {\n", "\n  tell(bucket);\n\n  // What hosts what.\n  return {\n"],
    ].reduce((texts, [part = "", by = ""]) => changed(texts, part, by), layout("micro"));
    const end = "\nexport const topic = arn();\n";
    const whole = new Map([...mine, [path, mine.get(path) + end]]);
    const { texts, unplaced } = await switched(whole, "micro", "single");
    const text = texts.get(path) ?? "";
    expect(text).toContain(`) {\n${head}\n  const aggregatesFunction = `);
    expect(text).toContain("\n  tell(bucket);\n\n  // What hosts what.\n  return {\n");
    expect(text.endsWith(`\n}\n${end}`)).toBe(true);
    expect(unplaced).toEqual([]);
    expect((await switched(texts, "single", "micro")).texts).toEqual(whole);
  });
});

it("a renamed variable of a function is reported, and the result is the generated one", async () => {
  const text = layout("single").get(path) ?? "";
  const mine = new Map([
    ...layout("single"),
    [path, text.replaceAll("readModelsFunction", "viewsFunction")],
  ]);
  const { added, gone, unplaced } = await difference(mine, "single", "micro");
  expect({ added, gone }).toEqual({ added: [], gone: [] });
  expect(unplaced.map((each) => each.text).join("")).toContain(
    "const viewsFunction = hostFunction(context, {\n",
  );
});
