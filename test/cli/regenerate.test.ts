import { existsSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import {
  createReventlessApp,
  differences,
  edit,
  kitWithoutPackages,
  newApp,
  read,
  reventless,
  temporaryFolder,
  treeOf,
} from "./programs.ts";

const folder = "plugins/ordering/order";
const messages = `${folder}/messages.ts`;
const codec = `${folder}/codec.ts`;
const cache = ".reventless/cache/ordering.order.json";
const upToDate = { code: 0, stdout: "Everything is up to date.\n", stderr: "" };

function addReasonCode(cwd: string): void {
  edit(cwd, messages, (text) =>
    text.replace("reason: string;", "reason: string;\n  readonly code: number;"),
  );
}

test("right after creation there is nothing to do", () => {
  const cwd = temporaryFolder();
  const options = ["shop", "--yes", "--no-git", "--no-install", "--kit", "0.1.0"];
  expect(createReventlessApp(options, { cwd }).code).toBe(0);
  const app = join(cwd, "shop");
  expect(reventless(["regenerate"], { cwd: app })).toEqual(upToDate);
  const before = treeOf(app);
  expect(reventless(["regenerate"], { cwd: app })).toEqual(upToDate);
  expect(treeOf(app)).toEqual(before);
});

test("a changed message changes the codec and nothing else", () => {
  const cwd = newApp();
  reventless(["regenerate"], { cwd });
  const changes: ((text: string) => string)[] = [
    (text) => text.replace("reason: string;", "reason: string;\n  readonly code: number;"),
    (text) =>
      `import type { Channel } from "../channel.ts";\n\n${text.replace("customerId: string;", "customerId: string;\n  readonly channel: Channel;")}`,
    (text) =>
      `${text.replace("| OrderCancelled;", "| OrderCancelled | OrderParked;")}\nexport interface OrderParked {\n  readonly type: "OrderParked";\n}\n`,
  ];
  writeFileSync(
    join(cwd, "plugins/ordering/channel.ts"),
    'export type Channel = "web" | "shop";\n',
  );
  for (const [index, change] of changes.entries()) {
    edit(cwd, messages, change);
    const before = treeOf(cwd);
    expect(reventless(["regenerate"], { cwd })).toEqual({
      code: 0,
      stdout: `  update  ${codec}\nChanged 1 file.\n`,
      stderr: "",
    });
    expect(differences(before, treeOf(cwd))).toEqual([
      "~ .reventless/base/ordering.order.txtar",
      `~ ${cache}`,
      "~ .reventless/parts/ordering.order.json",
      `~ ${codec}`,
    ]);
    expect(read(cwd, codec)).toContain(["code", "channel", "OrderParked"][index]);
  }
  edit(cwd, "plugins/ordering/channel.ts", (text) => text.replace('"shop"', '"phone"'));
  expect(reventless(["regenerate"], { cwd }).stdout).toBe(`  update  ${codec}\nChanged 1 file.\n`);
  expect(reventless(["regenerate"], { cwd })).toEqual(upToDate);
});

test("a dry run of it tells the same and writes nothing, caches included", () => {
  const cwd = newApp();
  addReasonCode(cwd);
  const before = treeOf(cwd);
  const dry = reventless(["regenerate", "--dry-run"], { cwd });
  expect(dry.stdout).toBe(`  update  ${codec}\nWould change 1 file; nothing was written.\n`);
  const json = reventless(["regenerate", "--dry-run", "--json"], { cwd });
  expect(JSON.parse(json.stdout)).toEqual({
    dryRun: true,
    changes: [{ action: "update", path: codec }],
    keptEdits: [],
    conflicts: [],
    deleted: [],
    moved: [],
    orphans: [],
    unused: [],
  });
  expect(treeOf(cwd)).toEqual(before);
  expect(existsSync(join(cwd, ".reventless/tmp"))).toBe(false);
});

test("a type that does not travel as JSON is refused with its place and what to write instead", () => {
  const cwd = newApp();
  edit(cwd, messages, (text) => text.replace("reason: string;", "reason: Date;"));
  const before = treeOf(cwd);
  const { code, stdout, stderr } = reventless(["regenerate"], { cwd });
  expect([code, stdout]).toEqual([2, ""]);
  expect(stderr).toMatch(
    /^plugins\/ordering\/order\/messages\.ts:\d+:\d+ CancelOrder\.reason: .*Date.*; use IsoDateTime or IsoDate of runtime\/decode\.ts\n\nNothing was written\. /,
  );
  expect(treeOf(cwd)).toEqual(before);
});

test("messages that are gone are refused with what to do", () => {
  const cwd = newApp();
  rmSync(join(cwd, messages));
  expect(reventless(["regenerate"], { cwd })).toEqual({
    code: 2,
    stdout: "",
    stderr: `${messages}:1:1 the file does not exist; restore it, or remove the component it belongs to\n\nNothing was written.\n`,
  });
});

test("unchanged messages need no compiler, changed ones say what is missing", () => {
  const cwd = newApp();
  reventless(["regenerate"], { cwd });
  const kit = kitWithoutPackages();
  expect(reventless(["regenerate"], { cwd, kit })).toEqual(upToDate);
  expect(reventless(["generate", "aggregate", "Invoice"], { cwd, kit }).code).toBe(0);
  const list = ["generate", "read-model", "InvoiceList", "--from", "Invoice"];
  expect(reventless(list, { cwd, kit }).code).toBe(0);
  expect(reventless(["regenerate"], { cwd, kit })).toEqual(upToDate);
  addReasonCode(cwd);
  const before = treeOf(cwd);
  expect(reventless(["regenerate"], { cwd, kit })).toEqual({
    code: 2,
    stdout: "",
    stderr: `Nothing was written. The changed message types cannot be read, as the package ts-morph is missing:\n  ${messages}\n\nInstall the app's packages again, for example with npm install.\n`,
  });
  expect(treeOf(cwd)).toEqual(before);
});

test("a cache that is damaged or of other types is no cache", () => {
  const cwd = newApp();
  reventless(["regenerate"], { cwd });
  const whole = read(cwd, cache);
  for (const text of ["{}", whole.replaceAll("OrderCommand", "OtherCommand")]) {
    writeFileSync(join(cwd, cache), text);
    expect(reventless(["regenerate"], { cwd })).toEqual(upToDate);
    expect(read(cwd, cache)).toBe(whole);
  }
});

test("an edited file is kept while there is nothing new for it, and merged otherwise", () => {
  const cwd = newApp();
  edit(cwd, codec, (text) => `${text}// mine\n`);
  expect(reventless(["regenerate"], { cwd })).toEqual({
    code: 0,
    stdout: `  kept    ${codec} (edited by hand)\nEverything is up to date.\nYour edits in 1 file are kept.\n`,
    stderr: "",
  });
  addReasonCode(cwd);
  expect(reventless(["regenerate"], { cwd })).toEqual({
    code: 0,
    stdout: `  merge   ${codec} (your edits are kept)\nChanged 1 file.\nYour edits in 1 file are kept.\n`,
    stderr: "",
  });
  expect(read(cwd, codec)).toMatch(/code[\s\S]*\n\/\/ mine\n$/);
});

test("a deleted file stays away, also when there is something new for it", () => {
  const cwd = newApp();
  const files = [codec, `${folder}/decider.test.ts`, "plugins/ordering/stack/overrides.ts"];
  for (const path of files) rmSync(join(cwd, path));
  const before = treeOf(cwd);
  expect(reventless(["regenerate"], { cwd })).toEqual(upToDate);
  expect(differences(before, treeOf(cwd))).toEqual([
    `+ ${cache}`,
    "~ .reventless/parts/ordering.order.json",
  ]);
  addReasonCode(cwd);
  expect(reventless(["regenerate"], { cwd })).toEqual({
    code: 0,
    stdout: `  deleted ${codec} (by you; \`reventless restore ${codec}\` brings it back)\nEverything is up to date.\n`,
    stderr: "",
  });
  expect(files.map((path) => existsSync(join(cwd, path)))).toEqual([false, false, false]);
  expect(reventless(["restore", codec], { cwd })).toEqual({
    code: 0,
    stdout: `  create  ${codec}\nChanged 1 file.\n`,
    stderr: "",
  });
  expect(reventless(["regenerate"], { cwd })).toEqual(upToDate);
});

test("bookkeeping with conflict markers is refused", () => {
  const cwd = newApp();
  const state = ".reventless/parts/ordering.order.json";
  edit(cwd, state, (text) => `<<<<<<< HEAD\n${text}=======\n${text}>>>>>>> branch\n`);
  const before = treeOf(cwd);
  expect(reventless(["regenerate"], { cwd })).toEqual({
    code: 5,
    stdout: "",
    stderr: `Nothing was written. ${state} is not readable: expected the JSON that the generator wrote.\n\nIt holds conflict markers of a merge: \`reventless recover\` keeps what both sides say.\n`,
  });
  expect(treeOf(cwd)).toEqual(before);
});

test("a checkout with CRLF is up to date", () => {
  const cwd = newApp();
  reventless(["regenerate"], { cwd });
  for (const [path, bytes] of treeOf(cwd)) {
    if (path.endsWith("/")) continue;
    writeFileSync(join(cwd, path), bytes.replaceAll("\n", "\r\n"), "latin1");
  }
  const before = treeOf(cwd);
  expect(reventless(["regenerate"], { cwd })).toEqual(upToDate);
  expect(differences(before, treeOf(cwd))).toEqual([`~ ${cache}`]);
});
