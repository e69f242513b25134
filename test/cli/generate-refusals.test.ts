import { cpSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { edit, newApp, read, reventless, treeOf } from "./programs.ts";

const long = `A${"b".repeat(40)}`;

test.each([
  [
    ["aggregate", "Class"],
    ['expected a name other than the reserved word `class`, found "Class"; rename it'],
  ],
  [
    ["aggregate", "Date"],
    ['expected a name other than the global `Date`, found "Date"; rename it'],
  ],
  [["aggregate", "Com1"], ['expected a name Windows has not reserved, found "Com1"; rename it']],
  [
    ["aggregate", "Stack"],
    ['expected a name other than the generator\'s folder `stack`, found "Stack"; rename it'],
  ],
  [
    ["aggregate", "ORDER"],
    [
      'expected names that differ in more than case, found "ORDER" here and "Order" at plugins.Ordering.aggregates.Order; rename one of them',
    ],
  ],
  [
    ["read-model", "ORDERSummary", "--from", "Order"],
    [
      'expected names that differ in more than case, found "ORDERSummary" here and "OrderSummary" at plugins.Ordering.readModels.OrderSummary; rename one of them',
    ],
  ],
  [
    ["aggregate", long],
    [
      `expected at most 40 characters in kebab-case, found \`${long.toLowerCase()}\` with 41; shorten it`,
    ],
  ],
  [
    ["aggregate", "invoice"],
    [
      'expected a name in PascalCase such as OrderSummary, found "invoice"; did you mean "Invoice"?',
    ],
  ],
  [
    ["aggregate", "../Invoice"],
    [
      'expected a name in PascalCase such as OrderSummary, found "../Invoice"; did you mean "Invoice"?',
    ],
  ],
  [
    ["aggregate", "__proto__"],
    [
      'expected a name in PascalCase such as OrderSummary, found "__proto__"; did you mean "Proto"?',
    ],
  ],
  [
    ["aggregate", "class", "--command", "send", "--command", "Send:x=", "--event", "Sent:at=Dat e"],
    [
      'expected a name in PascalCase such as OrderSummary, found "class"; did you mean "Class"?',
      "--command 'send', character 1: expected a name in PascalCase such as PlaceOrder; found send",
      `--command 'Send:x=', character 8: expected string, number, boolean, null, IsoDate, IsoDateTime, Record<string, ...>, a literal such as "open" or a type such as OrderLine; found the end`,
      "--event 'Sent:at=Dat e', character 13: expected `,` and a field, or the end; found e",
    ],
  ],
  [
    ["aggregate", "Invoice", "--command", "Send", "--event", "Send"],
    ["--event 'Send', character 1: expected a name that is not taken yet; found Send"],
  ],
])("%j is refused with every problem", (args, problems) => {
  const cwd = newApp();
  const before = treeOf(cwd);
  expect(reventless(["generate", ...args], { cwd })).toEqual({
    code: 2,
    stdout: "",
    stderr: `${problems.join("\n")}\n\nNothing was written.\n`,
  });
  expect(treeOf(cwd)).toEqual(before);
});

test.each([
  [
    ["aggregate", "Invoice", "--command", "Send"],
    "Invoice needs at least one --event beside the commands.\n\nWithout both options it starts with an example of each.\n",
  ],
  [
    ["aggregate", "Invoice", "--event", "Sent"],
    "Invoice needs at least one --command beside the events.\n\nWithout both options it starts with an example of each.\n",
  ],
  [
    ["read-model", "OrderList"],
    "OrderList needs the aggregate whose events it projects: --from <Aggregate>\n\nOrdering has Order.\n",
  ],
  [
    ["read-model", "OrderList", "--from", "Ordr"],
    'There is no aggregate "Ordr" in Ordering.\n\nDid you mean Order?\n',
  ],
  [
    ["read-model", "OrderList", "--from", "OrderSummary"],
    'There is no aggregate "OrderSummary" in Ordering.\n\nOrdering has Order.\n',
  ],
  [
    ["aggregate", "Invoice", "--plugin", "Orderin"],
    'There is no plugin "Orderin"; this app has Ordering.\n\nDid you mean Ordering?\n',
  ],
])("%j lacks something", (args, stderr) => {
  const cwd = newApp();
  expect(reventless(["generate", ...args], { cwd })).toEqual({ code: 2, stdout: "", stderr });
});

test("with two plugins one has to be named", () => {
  const cwd = newApp();
  edit(cwd, "reventless.json", (text) => text.replace('"plugins":{', '"plugins":{"Billing":{},'));
  expect(reventless(["generate", "aggregate", "Invoice"], { cwd })).toEqual({
    code: 2,
    stdout: "",
    stderr: "The plugin is missing: this app has Billing, Ordering.\n\nName it with --plugin.\n",
  });
  const named = ["generate", "aggregate", "Invoice", "--plugin", "Billing"];
  expect(reventless(named, { cwd }).code).toBe(0);
  expect(read(cwd, "plugins/billing/stack/overrides.ts")).toContain("overrides");
});

test("files in the place of the new component are kept", () => {
  const cwd = newApp();
  cpSync(join(cwd, "plugins/ordering/order"), join(cwd, "plugins/ordering/invoice"), {
    recursive: true,
  });
  renameSync(join(cwd, "plugins/ordering/invoice/roles"), join(cwd, "plugins/ordering/invoice/r"));
  const before = treeOf(cwd);
  expect(reventless(["generate", "aggregate", "Invoice"], { cwd })).toEqual({
    code: 5,
    stdout: "",
    stderr: `Nothing was written. These files exist already:
  plugins/ordering/invoice/messages.ts
  plugins/ordering/invoice/decider.ts
  plugins/ordering/invoice/decider.test.ts
  plugins/ordering/invoice/codec.ts
  plugins/ordering/invoice/stores.ts

Move them away, or choose another name.
`,
  });
  expect(treeOf(cwd)).toEqual(before);
});

test.each([
  ['{ "name": "shop" "region": "eu-central-1" }', ['1:18: expected `,`, found `"region"`']],
  [
    '{\n  "name": "shop",\n  "region": "eu-central-1",\n  "memry": 512,\n  "timeout": "30",\n  "memory": 64,\n  "plugins": {\n    "Ordering": { "aggregates": { "Order": {}, "ORDER": {}, "Order": {} } }\n  }\n}\n',
    [
      '4:3: memry: expected one of the keys $schema, version, name, region, strategy, packageManager, carryNode, auth, memory, timeout, batchSize, maximumConcurrency, reservedConcurrency, provisionedConcurrency, ephemeralStorage, architecture, logRetentionDays, types, environments, plugins, found "memry"; did you mean "memory"?',
      '5:14: timeout: expected a whole number of seconds from 1 to 900, found the string "30"; write it without the quotes',
      "6:13: memory: expected a whole number of MB from 128 to 10240, found 64",
      '8:48: plugins.Ordering.aggregates.ORDER: expected names that differ in more than case, found "ORDER" here and "Order" at plugins.Ordering.aggregates.Order; rename one of them',
      '8:61: plugins.Ordering.aggregates.Order: expected every key once, found "Order" again; remove one of them',
    ],
  ],
  ["", ["1:1: expected an object, found an empty file; restore it or create the app anew"]],
])("problems of reventless.json %j have their places", (text, problems) => {
  const cwd = newApp();
  writeFileSync(join(cwd, "reventless.json"), text);
  const before = treeOf(cwd);
  for (const args of [["regenerate"], ["generate", "aggregate", "Invoice"]]) {
    expect(reventless(args, { cwd: join(cwd, "plugins") })).toEqual({
      code: 2,
      stdout: "",
      stderr: `${problems.map((it) => `../reventless.json:${it}`).join("\n")}\n\nNothing was written.\n`,
    });
  }
  expect(treeOf(cwd)).toEqual(before);
});

test("an edited file that speaks of all components gets the new one, and keeps the edit", () => {
  const cwd = newApp();
  const handler = "plugins/ordering/handlers/aggregates.ts";
  edit(cwd, handler, (text) => `${text}// mine\n`);
  const { code, stdout, stderr } = reventless(["generate", "aggregate", "Invoice"], { cwd });
  expect([code, stderr]).toEqual([0, ""]);
  expect(stdout).toContain(`  merge   ${handler} (your edits are kept)\n`);
  expect(read(cwd, handler)).toMatch(/invoice[\s\S]*\n\/\/ mine\n$/);
});
