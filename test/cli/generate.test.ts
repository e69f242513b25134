import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { differences, newApp, read, reventless, treeOf } from "./programs.ts";

const invoice = [
  ...["generate", "aggregate", "Invoice", "--command", "SendInvoice:to=string,lines=Line[]"],
  ...["--event", "InvoiceSent:to=string,lines=Line[]", "--type", "Line:sku=string"],
];

const invoiceFiles = [
  "plugins/ordering/invoice/messages.ts",
  "plugins/ordering/invoice/decider.ts",
  "plugins/ordering/invoice/decider.test.ts",
  "plugins/ordering/invoice/codec.ts",
  "plugins/ordering/invoice/stores.ts",
  "plugins/ordering/invoice/roles/command-generator.ts",
  "plugins/ordering/invoice/roles/command-topic.ts",
  "plugins/ordering/invoice/roles/event-topic.ts",
  "plugins/ordering/stack/components/invoice.ts",
];

const commonFiles = [
  "plugins/ordering/handlers/aggregates.ts",
  "plugins/ordering/stack/functions.ts",
  "plugins/ordering/stack/index.ts",
  "plugins/ordering/stack/stack.test.ts",
  "COMPONENTS.md",
];

test("an aggregate is its own files and those that speak of all components", () => {
  const cwd = newApp();
  const before = treeOf(cwd);
  expect(reventless(invoice, { cwd })).toEqual({
    code: 0,
    stdout: [
      ...invoiceFiles.map((path) => `  create  ${path}\n`),
      ...commonFiles.map((path) => `  update  ${path}\n`),
      "  edit    reventless.json\n",
      "Changed 15 files.\n",
    ].join(""),
    stderr: "",
  });
  expect(differences(before, treeOf(cwd))).toEqual(
    [
      "+ .reventless/base/ordering.invoice.txtar",
      "+ .reventless/cache/ordering.invoice.json",
      "+ .reventless/parts/ordering.invoice.json",
      ...invoiceFiles.map((path) => `+ ${path}`),
      "~ .reventless/base/app.txtar",
      "~ .reventless/base/ordering.txtar",
      "~ .reventless/parts/app.json",
      "~ .reventless/parts/ordering.json",
      ...commonFiles.map((path) => `~ ${path}`),
      "~ reventless.json",
    ].sort((a, b) => (a.slice(2) < b.slice(2) ? -1 : 1)),
  );
});

test("reventless.json keeps the user's formatting", () => {
  const cwd = newApp();
  const head = `{\r\n\t"name": "shop", "region":"eu-central-1",\r\n\t"plugins": {"Ordering": {\r\n\t\t"readModels": { "OrderSummary": {"from":"Order"} },\r\n\t\t"aggregates": {\r\n\t\t\t"Order" : { }`;
  const tail = "\r\n\t\t}\r\n\t}}\r\n}";
  writeFileSync(join(cwd, "reventless.json"), head + tail);
  expect(reventless([...invoice, "--sync"], { cwd }).code).toBe(0);
  const added = `,\r\n\t\t\t"Invoice": {\r\n\t\t\t\t"commands": "sync"\r\n\t\t\t}`;
  expect(read(cwd, "reventless.json")).toBe(head + added + tail);
});

test("a second identical run is refused and changes nothing", () => {
  const cwd = newApp();
  reventless(invoice, { cwd });
  const before = treeOf(cwd);
  expect(reventless(invoice, { cwd })).toEqual({
    code: 5,
    stdout: "",
    stderr:
      "Ordering has an aggregate Invoice already; nothing was written.\n\nChoose another name, or edit the component that exists.\n",
  });
  expect(treeOf(cwd)).toEqual(before);
});

test.each([[invoice], [["generate", "read-model", "OrderList", "--from", "Order"]]])(
  "a dry run of %j writes nothing and tells the changes of the real run",
  (command) => {
    const cwd = newApp();
    const before = treeOf(cwd);
    const dry = reventless([...command, "--dry-run", "--json"], { cwd });
    const text = reventless([...command, "--dry-run"], { cwd });
    expect(treeOf(cwd)).toEqual(before);
    expect(existsSync(join(cwd, ".reventless/tmp"))).toBe(false);
    const real = reventless([...command, "--json"], { cwd });
    const report = JSON.parse(real.stdout);
    expect([dry.code, text.code, real.code]).toEqual([0, 0, 0]);
    expect(JSON.parse(dry.stdout)).toEqual({ ...report, dryRun: true });
    expect(report).toMatchObject({ dryRun: false, keptEdits: [], unused: [] });
    const count = report.changes.length;
    expect(text.stdout).toContain(`Would change ${count} files; nothing was written.\n`);
    const written = differences(before, treeOf(cwd)).filter((it) => !it.includes(" .reventless/"));
    const signs: Record<string, string> = { create: "+", update: "~", edit: "~" };
    expect(written).toEqual(
      report.changes
        .map(({ action, path }: { action: string; path: string }) => [path, signs[action]])
        .sort(([a]: string[], [b]: string[]) => ((a ?? "") < (b ?? "") ? -1 : 1))
        .map(([path, sign]: string[]) => `${sign} ${path}`),
    );
  },
);

test("rejections and types are taken up beside the examples of commands and events", () => {
  const cwd = newApp();
  const options = ["--rejection", "CartFull:size=number", "--type", "Line:sku=string"];
  expect(reventless(["generate", "aggregate", "Cart", ...options], { cwd }).code).toBe(0);
  const messages = read(cwd, "plugins/ordering/cart/messages.ts");
  const declared = [...messages.matchAll(/^export (?:interface|type) (\w+)/gm)].map(([, it]) => it);
  expect(declared).toEqual(
    "CartCommand CreateCart CartEvent CartCreated CartRejection CartFull Line".split(" "),
  );
});
