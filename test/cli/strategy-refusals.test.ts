import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { edit, newApp, reventless, temporaryFolder, treeOf } from "./programs.ts";

const strategies = "expected single, per-component, micro, or default for none of its own";

test.each([
  [["micr"], `There is no strategy "micr"; ${strategies}.\n\nDid you mean micro?\n`],
  [
    ["serverless"],
    `There is no strategy "serverless"; ${strategies}.\n\nSee reventless strategy --help.\n`,
  ],
  [
    ["Order", "micro"],
    `There is no strategy "Order"; ${strategies}.\n\nThe strategy comes first: reventless strategy micro Order\n`,
  ],
  [
    ["OrderSummary"],
    `There is no strategy "OrderSummary"; ${strategies}.\n\nThe strategy comes first: reventless strategy <strategy> OrderSummary\n`,
  ],
  [
    ["micro", "Ordr"],
    'There is no component "Ordr"; this app has Order, OrderSummary.\n\nDid you mean Order?\n',
  ],
  [
    ["micro", "Ordering.Ordr"],
    'There is no component "Ordering.Ordr"; this app has Order, OrderSummary.\n\nDid you mean Ordering.Order?\n',
  ],
  [
    ["micro", "read-models"],
    'There is no component "read-models"; this app has Order, OrderSummary.\n\nA type is named by an option: --type read-models\n',
  ],
  [
    ["micro", "--type", "agregates"],
    'There is no component type "agregates"; this app has aggregates, read-models.\n\nDid you mean --type aggregates?\n',
  ],
  [
    ["micro", "Order", "--type", "aggregates"],
    "Expected a component or a type, found both: Order and --type aggregates.\n\nRun the command once for each.\n",
  ],
  [
    ["micro", "--env", "Production"],
    'Expected the name of a stack with at most 12 of the characters a-z, 0-9 and -, found "Production"; none is known yet.\n\nFor example --env prod\n',
  ],
  [["default", "--env", "prod"], 'There is no environment "prod"; none is known yet.\n'],
  [
    ["--type", "aggregates"],
    "The strategy is missing: reventless strategy <strategy> [Component]\n\nStrategies are single, per-component, micro, and default for none of its own.\n",
  ],
  [
    ["micro", "Order", "OrderSummary", "--force"],
    'unknown option --force\nunexpected argument "OrderSummary"\n\nRun `reventless strategy --help` for all options.\n',
  ],
])("%j is refused, and nothing is written", (args, stderr) => {
  const cwd = newApp();
  const before = treeOf(cwd);
  expect(reventless(["strategy", ...args, "--yes"], { cwd })).toEqual({
    code: 2,
    stdout: "",
    stderr,
  });
  expect(treeOf(cwd)).toEqual(before);
});

test.each([[[]], [["--json"]]])("without a terminal --yes is needed: %j", (options) => {
  const cwd = newApp();
  const before = treeOf(cwd);
  const { code, stderr } = reventless(["strategy", "micro", ...options], { cwd });
  expect([code, stderr]).toEqual([
    2,
    "Nothing was written: nobody is there to be asked.\n\nGive --yes to change it without being asked, or --dry-run to see the effect only.\n",
  ]);
  expect(treeOf(cwd)).toEqual(before);
});

test("an environment that is almost another one is refused", () => {
  const cwd = newApp();
  writeFileSync(join(cwd, "plugins/ordering/stack/Pulumi.prod.yaml"), "config: {}\n");
  edit(cwd, "reventless.json", (text) =>
    text.replace('"plugins":{', '"environments":{"staging":{"strategy":"micro"}},"plugins":{'),
  );
  const micro = (name: string) =>
    reventless(["strategy", "micro", "--env", name, "--dry-run"], { cwd });
  expect(micro("prd")).toEqual({
    code: 2,
    stdout: "",
    stderr: 'There is no environment "prd"; known are prod, staging.\n\nDid you mean --env prod?\n',
  });
  expect(micro("prod").code).toBe(0);
  expect(micro("qa").code).toBe(0);
  expect(micro("staging").stdout).toBe(
    "The app in staging is micro already. Nothing was written.\n",
  );
});

test("a name that several plugins have is asked for in full", () => {
  const cwd = newApp();
  edit(cwd, "reventless.json", (text) =>
    text.replace('"plugins":{', '"plugins":{"Billing":{"aggregates":{"Order":{}}},'),
  );
  expect(reventless(["strategy", "micro", "Order", "--yes"], { cwd })).toEqual({
    code: 2,
    stdout: "",
    stderr:
      "Two plugins have a component Order.\n\nName one of them: Billing.Order or Ordering.Order\n",
  });
});

test("a part behind the API that may take longer than the API waits is refused where it moves", () => {
  const cwd = newApp();
  edit(cwd, "reventless.json", (text) => text.replace('"Order":{}', '"Order":{"timeout":900}'));
  reventless(["regenerate"], { cwd });
  const before = treeOf(cwd);
  expect(reventless(["strategy", "micro", "Order", "--yes"], { cwd })).toEqual({
    code: 2,
    stdout: "",
    stderr: `order/command-generator: expected a timeout of at most 30 s, as it answers the API, which waits no longer; found 900 s at plugins.Ordering.aggregates.Order.timeout. Set "roles": { "command-generator": { "timeout": 30 } } on Order in reventless.json.

Nothing was written.
`,
  });
  expect(treeOf(cwd)).toEqual(before);
  expect(reventless(["strategy", "micro", "OrderSummary", "--yes"], { cwd }).code).toBe(0);
});

test("settings that do not go together in one function are refused with their places", () => {
  const cwd = newApp();
  edit(cwd, "reventless.json", (text) =>
    text.replace(
      '"aggregates":{',
      '"aggregates":{"Cart":{"architecture":"x86_64","strategy":"micro"},',
    ),
  );
  const before = treeOf(cwd);
  const { code, stdout, stderr } = reventless(["strategy", "default", "Cart", "--yes"], { cwd });
  expect([code, stdout]).toEqual([2, ""]);
  expect(stderr).toMatch(
    /^plugins\.Ordering\.aggregates\.Cart\.architecture: expected "arm64" as of order\/command-generator in the same function aggregates, found "x86_64"; .*\n\nNothing was written\.\n$/,
  );
  expect(treeOf(cwd)).toEqual(before);
});

test.each([["strategy"], ["plan"]])("%s --help needs no app, all else does", (command) => {
  const cwd = temporaryFolder();
  const { code, stdout, stderr } = reventless([command, "--help"], { cwd });
  expect([code, stderr]).toEqual([0, ""]);
  expect(stdout).toMatch(new RegExp(`^Usage: reventless ${command} .*\n`));
  for (const line of stdout.split("\n")) expect(line.length).toBeLessThanOrEqual(100);
  expect(reventless([command], { cwd })).toEqual({
    code: 2,
    stdout: "",
    stderr: `There is no reventless.json in ${cwd} or any folder above it.\n\nRun the command inside an app, or make one: npx create-reventless-app\n`,
  });
});
