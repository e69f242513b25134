import {
  chmodSync,
  cpSync,
  lstatSync,
  mkdirSync,
  readlinkSync,
  renameSync,
  statSync,
  symlinkSync,
} from "node:fs";
import { dirname } from "node:path";
import { expect, test } from "vitest";
import { emitNewApp } from "../../generator/emit/new-app.ts";
import { parseApp } from "../../generator/model/parse-app.ts";
import { reventless, temporaryFolder } from "../cli/programs.ts";
import { shop } from "../emit/written-app.ts";
import { kitDirectory } from "../support/temporary-app.ts";
import {
  committedTexts,
  generatedByOlderKit,
  generatedElsewhere,
  paths,
  type RegeneratedApp,
  regeneratedApp,
  rememberedText,
} from "./support/regenerated-app.ts";
import { expectClash, expectNothingLeft, expectOnly, reported } from "./support/reports.ts";

const { stores, codec, topic, messages, model, summary } = paths;

const toOlder = (text: string) => text.replace("/** The event log of", "/** Events of");

function addField(app: RegeneratedApp): void {
  app.edit(messages, (text) =>
    text.replace("reason: string;", "reason: string;\n  readonly code: number;"),
  );
}

function removeSummary(app: RegeneratedApp): void {
  app.edit(model, (text) => text.replace(/,"readModels":\{.*?\}\}/, ""));
}

test("user-moves-file: news come to where it is now, also when it was edited there since", async () => {
  const app = await regeneratedApp();
  const log = "plugins/ordering/order/log.ts";
  const now = app.read(stores);
  generatedByOlderKit(app, stores, toOlder);
  renameSync(app.absolute(stores), app.absolute(log));
  expect(await reported(app, "regenerate")).toMatchObject({
    code: 0,
    changes: [{ action: "update", path: log }],
    moved: [{ from: stores, to: [log], what: "file" }],
    deleted: [],
  });
  expect([app.exists(stores), app.read(log)]).toEqual([false, now]);
  await expectNothingLeft(app);
  expect((await app.run("check")).code).toBe(0);
  expect((await app.run("status", log)).stdout).toBe("1 files: 1 pristine\n");

  const older = generatedByOlderKit(app, log, toOlder);
  app.edit(log, (text) => `// mine\n${text}`);
  await expectOnly(app, "merge", log);
  expect(app.read(log)).toBe(`// mine\n${now}`);
  expect((await app.run("undo")).code).toBe(0);
  expect(app.read(log)).toBe(`// mine\n${older}`);
});

test("user-moves-file: one that is moved back is followed as well, one that is then deleted is not made again", async () => {
  const app = await regeneratedApp();
  const log = "plugins/ordering/order/log.ts";
  const before = committedTexts(app.directory);
  renameSync(app.absolute(stores), app.absolute(log));
  await app.run("regenerate");
  renameSync(app.absolute(log), app.absolute(stores));
  await app.run("regenerate");
  expect(committedTexts(app.directory)).toEqual(before);
  renameSync(app.absolute(stores), app.absolute(log));
  await app.run("regenerate");
  app.remove(log);
  expect(await reported(app, "regenerate")).toMatchObject({
    code: 0,
    changes: [],
    deleted: [{ path: log, isNews: false, neededBy: [] }],
  });
  await expectNothingLeft(app);
});

test("user-moves-and-edits: the file is the user's, and news for it are told", async () => {
  const app = await regeneratedApp();
  generatedByOlderKit(app, stores, toOlder);
  const mine = app.edit(stores, (text) => `// mine\n${text}`);
  renameSync(app.absolute(stores), app.absolute("plugins/ordering/order/log.ts"));
  const { code, stdout } = await app.run("regenerate");
  expect({ code, stdout }).toEqual({
    code: 0,
    stdout: `  deleted ${stores} (by you; \`reventless restore ${stores}\` brings it back)\nEverything is up to date.\n`,
  });
  expect(app.read("plugins/ordering/order/log.ts")).toBe(mine);
});

test("user-copies-file: the copy is the user's, the file is kept up to date", async () => {
  const app = await regeneratedApp();
  const now = app.read(stores);
  const older = generatedByOlderKit(app, stores, toOlder);
  for (const name of ["one.ts", "two.ts"]) {
    cpSync(app.absolute(stores), app.absolute(`plugins/ordering/order/${name}`));
  }
  await expectOnly(app, "update", stores);
  expect(app.read(stores)).toBe(now);
  expect(app.read("plugins/ordering/order/one.ts")).toBe(older);
});

test("user-copies-file: with two copies and no original, none is taken for it", async () => {
  const app = await regeneratedApp();
  for (const name of ["one.ts", "two.ts"]) {
    cpSync(app.absolute(stores), app.absolute(`plugins/ordering/order/${name}`));
  }
  app.remove(stores);
  expect(await reported(app, "regenerate")).toMatchObject({
    code: 0,
    changes: [],
    moved: [],
    deleted: [{ path: stores, isNews: false, neededBy: [] }],
  });
  await expectNothingLeft(app);
});

test("user-renames-only-by-case: names that differ in case only are refused, in the model already", async () => {
  const app = await regeneratedApp();
  const before = committedTexts(app.directory);
  const { code, stderr } = await app.run("generate", "aggregate", "ORDER");
  expect(code).toBe(2);
  expect(stderr).toContain("expected names that differ in more than case");
  expect(committedTexts(app.directory)).toEqual(before);
});

test("user-deletes-file: it is not created again", async () => {
  const app = await regeneratedApp();
  app.remove(codec);
  expect(await reported(app, "regenerate")).toMatchObject({
    code: 0,
    changes: [],
    deleted: [{ path: codec, isNews: false, neededBy: [] }],
  });
  addField(app);
  expect(await reported(app, "regenerate")).toMatchObject({
    code: 0,
    changes: [],
    deleted: [{ path: codec, isNews: true, neededBy: [] }],
  });
  expect(app.exists(codec)).toBe(false);
  await expectNothingLeft(app);
});

test("deleted-file-imported-by-new-output: it stays away, and who needs it is told", async () => {
  const app = await regeneratedApp();
  app.remove(topic);
  const { code, stdout } = await app.run("strategy", "micro", "--yes");
  expect(code).toBe(0);
  expect(stdout).toContain(
    `  deleted ${topic} (by you, but plugins/ordering/handlers/order-command-topic.ts imports it; \`reventless restore ${topic}\` brings it back)\n`,
  );
  expect(app.exists(topic)).toBe(false);
  expect(await reported(app, "regenerate")).toMatchObject({ deleted: [{ path: topic }] });
});

test("restore-after-delete: it comes back as it would be generated now", async () => {
  const app = await regeneratedApp();
  const now = app.read(stores);
  generatedByOlderKit(app, stores, toOlder);
  app.remove(stores);
  await app.run("regenerate");
  expect(await app.run("restore", stores)).toEqual({
    code: 0,
    stdout: `  create  ${stores}\nChanged 1 file.\n`,
    stderr: "",
  });
  expect(app.read(stores)).toBe(now);
  await expectNothingLeft(app);
  expect((await app.run("restore", stores)).code).toBe(2);
});

test("restore-after-delete: a file that version control brings back follows the generator again", async () => {
  const app = await regeneratedApp();
  const now = app.read(stores);
  const older = generatedByOlderKit(app, stores, toOlder);
  app.remove(stores);
  await app.run("regenerate");
  app.write(stores, older);
  await expectOnly(app, "update", stores);
  expect(app.read(stores)).toBe(now);
});

test("generator-drops-pristine-file: it goes", async () => {
  const app = await regeneratedApp();
  removeSummary(app);
  const { code, changes } = await reported(app, "regenerate");
  expect(code).toBe(0);
  expect(changes).toContainEqual({ action: "delete", path: `${summary}/stores.ts` });
  expect(app.exists(`${summary}/stores.ts`)).toBe(false);
});

test("generator-drops-edited-file: it stays, is told every time, and `check` fails until it is settled", async () => {
  const app = await regeneratedApp();
  const query = `${summary}/roles/query.ts`;
  const mine = app.edit(query, (text) => `${text}// mine\n`);
  removeSummary(app);
  const { code, orphans } = await reported(app, "regenerate");
  expect({ code, orphans }).toEqual({ code: 3, orphans: [query] });
  await expectNothingLeft(app, 3);
  expect((await app.run("check")).code).toBe(3);
  expect(app.read(query)).toBe(mine);
  app.remove(query);
  expect((await app.run("regenerate")).code).toBe(0);
  expect((await app.run("check")).code).toBe(0);
});

test("generator-drops-edited-file: what waited for a decision goes with the last of its part", async () => {
  const app = await regeneratedApp();
  const query = `${summary}/roles/query.ts`;
  generatedByOlderKit(app, query, (text) => text.replace("/**", "/** Older:"));
  app.edit(query, (text) => text.replace("/** Older:", "/** Mine:"));
  await expectClash(app, query);
  removeSummary(app);
  expect((await app.run("regenerate")).code).toBe(3);
  app.remove(query);
  expect((await app.run("regenerate")).code).toBe(0);
  expect(app.exists(".reventless/conflicts")).toBe(false);
});

test("generator-drops-reformatted-file: another layout is no edit, so it goes", async () => {
  const app = await regeneratedApp();
  const query = `${summary}/roles/query.ts`;
  app.edit(query, (text) => text.replaceAll(";\n", "\n"));
  generatedElsewhere(app, stores, "plugins/ordering/order/store.ts");
  app.edit("plugins/ordering/order/store.ts", (text) => text.replaceAll(";\n", "\n"));
  removeSummary(app);
  const { code, orphans } = await reported(app, "regenerate");
  expect({ code, orphans }).toEqual({ code: 0, orphans: [] });
  expect(app.exists(query)).toBe(false);
  expect(app.exists("plugins/ordering/order/store.ts")).toBe(false);
});

test("generator-renames-file-with-edits: the edited one stays beside the new one and is told", async () => {
  const app = await regeneratedApp();
  const now = app.read(stores);
  const older = "plugins/ordering/order/store.ts";
  generatedElsewhere(app, stores, older);
  const mine = app.edit(older, (text) => `// mine\n${text}`);
  const { code, changes, orphans } = await reported(app, "regenerate");
  expect({ code, changes, orphans }).toEqual({
    code: 3,
    changes: [{ action: "create", path: stores }],
    orphans: [older],
  });
  expect([app.read(stores), app.read(older)]).toEqual([now, mine]);
  expect((await app.run("resolve", older)).code).toBe(0);
  expect(app.read(older)).toBe(mine);
  await expectNothingLeft(app);
});

test("untracked-file-already-at-new-path: it is never overwritten; adopted, its edits are kept", async () => {
  const app = await regeneratedApp();
  const now = app.read(stores);
  generatedElsewhere(app, stores, "plugins/ordering/order/store.ts");
  app.write(stores, "// mine\n");
  const before = committedTexts(app.directory);
  expect(await app.run("regenerate")).toEqual({
    code: 5,
    stdout: "",
    stderr: `Nothing was written. A file is in the way that the generator did not write:\n  ${stores}\n\nMove it away, or say whose it is: \`reventless adopt <path>\` merges it from now on, \`reventless eject <path>\` leaves it to you.\n`,
  });
  expect(committedTexts(app.directory)).toEqual(before);
  expect((await app.run("adopt", stores)).code).toBe(0);
  expect(app.read(stores)).toBe("// mine\n");
  expect(rememberedText(app, stores)).toBe(now);
  expect((await app.run("regenerate")).code).toBe(0);
  expect(app.read(stores)).toBe("// mine\n");
});

test("identical-untracked-file-adopted: it is taken for generated, whatever its layout", async () => {
  const app = await regeneratedApp();
  const now = app.read(stores);
  generatedElsewhere(app, stores, "plugins/ordering/order/store.ts");
  const mine = now.replaceAll(";\n", "\n");
  app.write(stores, mine);
  expect(await reported(app, "regenerate")).toMatchObject({
    code: 0,
    changes: [{ action: "delete", path: "plugins/ordering/order/store.ts" }],
    keptEdits: [],
  });
  expect([app.read(stores), rememberedText(app, stores)]).toEqual([mine, now]);
});

test("directory-where-file-expected: the run is refused, and nothing is written", async () => {
  const app = await regeneratedApp();
  addField(app);
  app.remove(stores);
  mkdirSync(app.absolute(stores));
  const before = committedTexts(app.directory);
  expect(await app.run("regenerate")).toMatchObject({ code: 5, stdout: "" });
  expect(committedTexts(app.directory)).toEqual(before);
});

test("file-where-directory-expected: the run is refused, and nothing is written", async () => {
  const app = await regeneratedApp();
  app.write("plugins/ordering/invoice", "mine\n");
  const before = committedTexts(app.directory);
  const { code, stderr } = await app.run("generate", "aggregate", "Invoice");
  expect(code).toBe(5);
  expect(stderr).toContain("needs a folder where plugins/ordering/invoice is a file\n");
  expect(committedTexts(app.directory)).toEqual(before);
});

test("symlinked-target: a link is never replaced, and what it leads to stays", async () => {
  const app = await regeneratedApp();
  const outside = `${temporaryFolder()}/stores.ts`;
  generatedByOlderKit(app, stores, toOlder);
  const older = app.read(stores);
  renameSync(app.absolute(stores), outside);
  symlinkSync(outside, app.absolute(stores));
  const before = committedTexts(app.directory);
  const { code, stderr } = await app.run("regenerate");
  expect(code).toBe(5);
  expect(stderr).toContain(`  ${stores} is a link\n`);
  expect(committedTexts(app.directory)).toEqual(before);
  expect([readlinkSync(app.absolute(stores)), app.read(stores)]).toEqual([outside, older]);
});

test("symlinked-parent-leaves-root: nothing outside of the app is written or deleted", async () => {
  const app = await regeneratedApp();
  const outside = temporaryFolder();
  const folder = dirname(stores);
  cpSync(app.absolute(folder), outside, { recursive: true });
  app.remove(folder);
  symlinkSync(outside, app.absolute(folder), "junction");
  addField(app);
  const before = committedTexts(outside);
  const { code, stderr } = await app.run("regenerate");
  expect(code).toBe(5);
  expect(stderr).toContain(`  ${codec} leads out of the app\n`);
  expect(committedTexts(outside)).toEqual(before);
});

/** Nobody: whom no file mode makes an exception for. Where users cannot be chosen, oneself. */
const uid = process.getuid?.() === 0 ? 65_534 : undefined;

test.skipIf(process.platform === "win32")(
  "read-only-file: the run is refused, and nothing is written",
  async () => {
    const app = await regeneratedApp();
    generatedByOlderKit(app, stores, toOlder);
    const before = committedTexts(app.directory);
    chmodSync(app.directory, 0o755);
    chmodSync(app.absolute(stores), 0o444);
    const { code, stderr } = reventless(["regenerate"], {
      cwd: app.directory,
      ...(uid !== undefined && { uid }),
    });
    expect(code).toBe(5);
    expect(stderr).toContain(`  ${stores} is read-only\n`);
    expect(committedTexts(app.directory)).toEqual(before);
  },
);

test.skipIf(process.platform === "win32")(
  "executable-bit-changed: it stays, also when the file comes back",
  async () => {
    const app = await regeneratedApp();
    generatedByOlderKit(app, stores, toOlder);
    chmodSync(app.absolute(stores), 0o755);
    await expectOnly(app, "update", stores);
    expect(statSync(app.absolute(stores)).mode & 0o777).toBe(0o755);
    const older = "plugins/ordering/order/store.ts";
    generatedElsewhere(app, stores, older);
    chmodSync(app.absolute(older), 0o755);
    await app.run("regenerate");
    expect(app.exists(older)).toBe(false);
    expect((await app.run("undo")).code).toBe(0);
    expect(statSync(app.absolute(older)).mode & 0o777).toBe(0o755);
  },
);

test("gitignored-generated-file: it is merged like any other", async () => {
  const app = await regeneratedApp();
  const now = app.read(stores);
  generatedByOlderKit(app, stores, toOlder);
  app.edit(".gitignore", (text) => `${text}stores.ts\n`);
  app.edit(stores, (text) => `${text}// mine\n`);
  await expectOnly(app, "merge", stores);
  expect(app.read(stores)).toBe(`${now}// mine\n`);
});

test("empty-directory-left-behind: folders that are empty now go, others stay", async () => {
  const app = await regeneratedApp();
  for (const name of ["projection.ts", "projection.test.ts", "row.ts"])
    app.remove(`${summary}/${name}`);
  app.write("plugins/ordering/mine/notes.txt", "mine\n");
  removeSummary(app);
  expect((await app.run("regenerate")).code).toBe(0);
  expect([app.exists(summary), app.exists("plugins/ordering/mine/notes.txt")]).toEqual([
    false,
    true,
  ]);
  expect((await app.run("undo")).code).toBe(0);
  expect(lstatSync(app.absolute(`${summary}/roles`)).isDirectory()).toBe(true);
});

test("path-over-260-chars: no app can have one, as names are limited", () => {
  const long = `A${"b".repeat(39)}`;
  const {
    appFile,
    model: app,
    messages: all,
    kit,
  } = shop({
    name: "a",
    plugins: { [long.slice(0, 20)]: { aggregates: { [long]: {} } } },
  });
  const files = emitNewApp(kitDirectory, { appFile, model: app, messages: all, kit });
  const longest = Math.max(
    ...files.map(({ path }) => `.reventless/conflicts/${path}.merge`.length),
  );
  expect(longest).toBeLessThan(160);
});

test.each(["Con", "Aux", "Nul", "Com1"])("reserved-name-con-ts: %s is refused", (name) => {
  expect(problemsOf({ [name]: {} })).toEqual([
    expect.stringContaining("expected a name Windows has not reserved"),
  ]);
});

test("unicode-nfc-vs-nfd-names: names are plain ASCII, so there is one way to write each", () => {
  const name = "Café";
  for (const form of ["NFC", "NFD"]) {
    expect(problemsOf({ [name.normalize(form)]: {} })).toEqual([
      expect.stringContaining("expected a name in PascalCase"),
    ]);
  }
});

function problemsOf(aggregates: object): readonly string[] {
  const parsed = parseApp(
    JSON.stringify({ name: "shop", region: "eu-central-1", plugins: { Ordering: { aggregates } } }),
  );
  return parsed.ok ? [] : parsed.problems.map(({ message }) => message);
}
