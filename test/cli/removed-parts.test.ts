import { existsSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { expect, test } from "vitest";
import { contentHash } from "../../generator/write/content-hash.ts";
import {
  differences,
  edit,
  newApp,
  read,
  reventless,
  temporaryFolder,
  treeOf,
} from "./programs.ts";

const summary = "plugins/ordering/order-summary";
const summaryStack = "plugins/ordering/stack/components/order-summary.ts";

function removeSummary(cwd: string): void {
  edit(cwd, "reventless.json", (text) => text.replace(/,"readModels":\{.*?\}\}/, ""));
}

test("a removed read model takes its generated files along, and leaves those of the user", () => {
  const cwd = newApp();
  reventless(["regenerate"], { cwd });
  removeSummary(cwd);
  const before = treeOf(cwd);
  const dry = reventless(["regenerate", "--dry-run", "--json"], { cwd });
  expect(treeOf(cwd)).toEqual(before);
  const { code, stdout, stderr } = reventless(["regenerate"], { cwd });
  expect([code, stderr]).toEqual([0, ""]);
  expect(stdout).toBe(`  update  COMPONENTS.md
  update  plugins/ordering/stack/functions.ts
  update  plugins/ordering/stack/index.ts
  update  plugins/ordering/stack/stack.test.ts
  delete  plugins/ordering/handlers/read-models.ts
  delete  ${summary}/roles/event-collector.ts
  delete  ${summary}/roles/query.ts
  delete  ${summary}/stores.ts
  delete  ${summaryStack}
  unused  ${summary}/projection.test.ts (no longer used)
  unused  ${summary}/projection.ts (no longer used)
  unused  ${summary}/row.ts (no longer used)
Changed 9 files.
`);
  const after = treeOf(cwd);
  expect(differences(before, after).filter((it) => it.startsWith("-"))).toEqual([
    "- .reventless/base/ordering.order-summary.txtar",
    "- .reventless/parts/ordering.order-summary.json",
    "- plugins/ordering/handlers/read-models.ts",
    `- ${summary}/roles/event-collector.ts`,
    `- ${summary}/roles/query.ts`,
    `- ${summary}/stores.ts`,
    `- ${summaryStack}`,
  ]);
  expect(after.has(`${summary}/roles/`)).toBe(false);
  expect(JSON.parse(dry.stdout).unused).toHaveLength(3);
  expect(reventless(["regenerate"], { cwd }).stdout).toBe("Everything is up to date.\n");
});

test("an edited generated file of a removed read model is kept and reported", () => {
  const cwd = newApp();
  edit(cwd, `${summary}/roles/query.ts`, (text) => `${text}// mine\n`);
  removeSummary(cwd);
  const { code, stdout } = reventless(["regenerate"], { cwd });
  expect(code).toBe(3);
  const orphan = `${summary}/roles/query.ts`;
  expect(stdout).toContain(`  orphan  ${orphan} (generated no more, but edited by hand: kept)\n`);
  expect(stdout).not.toContain("delete  plugins/ordering/order-summary/roles/query.ts");
  expect(read(cwd, `${summary}/roles/query.ts`)).toContain("// mine");
});

test.each([
  ["resolve", [], "edited"],
  ["eject", [], "edited"],
  ["resolve", ["--theirs"], undefined],
])("%s %j settles an orphan, and check is content", (verb, options, left) => {
  const cwd = newApp();
  const orphan = `${summary}/roles/query.ts`;
  edit(cwd, orphan, (text) => `${text}// mine\n`);
  removeSummary(cwd);
  reventless(["regenerate"], { cwd });
  expect(reventless(["status", orphan], { cwd }).stdout).toContain(`  orphaned    ${orphan}`);
  expect(reventless(["check"], { cwd }).code).toBe(3);
  const before = treeOf(cwd);
  expect(reventless([verb, orphan, ...options], { cwd })).toMatchObject({ code: 0, stderr: "" });
  expect(treeOf(cwd).get(orphan) === undefined).toBe(left === undefined);
  expect(differences(before, treeOf(cwd)).filter((it) => !it.includes(orphan))).toEqual([
    "- .reventless/base/ordering.order-summary.txtar",
    "- .reventless/parts/ordering.order-summary.json",
  ]);
  expect(reventless(["check"], { cwd })).toMatchObject({ code: 0 });
});

test("a removed plugin goes with all its components", () => {
  const cwd = newApp();
  edit(cwd, "reventless.json", (text) => text.replace('"plugins":{', '"plugins":{"Billing":{},'));
  reventless(["generate", "aggregate", "Invoice", "--plugin", "Billing"], { cwd });
  const files = ["decider.test.ts", "decider.ts", "messages.ts"];
  edit(cwd, "reventless.json", (text) => text.replace(/"Billing".*?(?="Ordering")/s, ""));
  const { code, stdout, stderr } = reventless(["regenerate", "--json"], { cwd });
  expect([code, stderr]).toEqual([0, ""]);
  const unused = [
    "plugins/billing/stack/overrides.ts",
    ...files.map((name) => `plugins/billing/invoice/${name}`),
  ];
  expect(JSON.parse(stdout)).toMatchObject({ keptEdits: [], unused });
  const left = [...treeOf(cwd).keys()].filter((path) => /billing.*[^/]$/.test(path));
  expect(left.filter((path) => !path.includes("/cache/")).sort()).toEqual(unused.sort());
});

test("bookkeeping that names files outside the app deletes none of them", () => {
  const cwd = newApp();
  const outside = join(temporaryFolder(), "outside.txt");
  writeFileSync(outside, "theirs\n");
  const path = relative(cwd, outside).replaceAll("\\", "/");
  const hash = contentHash("theirs\n");
  const state = JSON.stringify({ files: { [path]: hash } });
  writeFileSync(join(cwd, ".reventless/parts/ordering.gone.json"), state);
  const before = treeOf(cwd);
  expect(reventless(["regenerate"], { cwd })).toEqual({
    code: 5,
    stdout: "",
    stderr: `Nothing was written. .reventless/parts/ordering.gone.json names a file outside of the app: ${path}\n\nThe generator never writes that: restore the file from version control.\n`,
  });
  expect(treeOf(cwd)).toEqual(before);
  expect(existsSync(outside)).toBe(true);
});
