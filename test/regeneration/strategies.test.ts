import { expect, test } from "vitest";
import {
  committedTexts,
  paths,
  type RegeneratedApp,
  regeneratedApp,
} from "./support/regenerated-app.ts";

const strategies = ["single", "per-component", "micro"] as const;
const pairs = strategies.flatMap((from) =>
  strategies.filter((to) => to !== from).map((to) => [from, to] as const),
);

/** Wraps the commands' route, with a helper and its import above, and gives its function more memory. */
function editLayout(app: RegeneratedApp): readonly string[] {
  const handlers = [...committedTexts(app.directory).keys()].filter((path) =>
    path.startsWith("plugins/ordering/handlers/"),
  );
  const handler = handlers.find((path) => app.read(path).includes('"order-commands.fifo"'));
  if (handler === undefined) throw new Error("No function handles commands.");
  app.edit(handler, (text) =>
    text
      .replace(
        "import { route }",
        'import { setTimeout } from "node:timers/promises";\nimport { route }',
      )
      .replace(
        "/** Function",
        "/** Waits a moment. */\nasync function wait() {\n  await setTimeout(1);\n}\n\n/** Function",
      )
      .replace(
        ": handleOrderCommands,",
        ": async (...event) => {\n      await wait();\n      return handleOrderCommands(...event);\n    },",
      ),
  );
  app.edit(paths.functions, (text) => text.replace("memory: 1024,", "memory: 2048,"));
  return [handler, paths.functions];
}

/** All but the model, which names a strategy now that was the default before. */
function layoutOf(app: RegeneratedApp): ReadonlyMap<string, string> {
  return new Map(
    [...committedTexts(app.directory)].filter(
      ([path]) => path !== paths.model && !path.startsWith(".reventless/"),
    ),
  );
}

test.each(pairs)("round-trip-identity: %s → %s and back gives the same bytes", async (from, to) => {
  const app = await regeneratedApp();
  if (from !== "single") await app.run("strategy", from, "--yes");
  const edited = editLayout(app);
  const before = layoutOf(app);
  expect((await app.run("strategy", to, "--yes")).code).toBe(0);
  const between = [...layoutOf(app)].filter(
    ([path]) => !edited.includes(path) || !before.has(path),
  );
  expect(
    between.some(([path, text]) => path.includes("/handlers/") && text.includes("await wait();")),
  ).toBe(true);
  expect((await app.run("strategy", from, "--yes")).code).toBe(0);
  expect(layoutOf(app)).toEqual(before);
  expect((await app.run("check")).code).toBe(0);
});

test.each(pairs)(
  "round-trip-identity: %s → %s, edited there, and back keeps both edits",
  async (from, to) => {
    const app = await regeneratedApp();
    if (from !== "single") await app.run("strategy", from, "--yes");
    const [handler = ""] = editLayout(app);
    await app.run("strategy", to, "--yes");
    const moved = [...layoutOf(app)].find(
      ([path, text]) => path.includes("/handlers/") && text.includes("await wait();"),
    );
    app.edit(moved?.[0] ?? "", (text) => text.replace("setTimeout(1)", "setTimeout(2)"));
    expect((await app.run("strategy", from, "--yes")).code).toBe(0);
    expect(app.read(handler)).toContain("await setTimeout(2);");
    expect(app.read(handler)).toContain("await wait();");
    expect((await app.run("check")).code).toBe(0);
  },
);
