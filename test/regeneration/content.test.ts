import { expect, test } from "vitest";
import { temporaryFolder } from "../cli/programs.ts";
import { generateFiles } from "./support/generated-files.ts";
import {
  appIn,
  committedTexts,
  generatedByOlderKit,
  paths,
  regeneratedApp,
  rememberedText,
} from "./support/regenerated-app.ts";
import { expectClash, expectNothingLeft, expectOnly, reported } from "./support/reports.ts";

const { stores, handler, codec, resources } = paths;

/** The line that an older kit wrote differently, and what it wrote. */
const newLine = "/** The event log of Order. */";
const oldLine = "/** Events of Order. */";
const toOlder = (text: string) => text.replace(newLine, oldLine);

/** The line of the outcome store, far from that one. */
const farLine = "/** What became of the commands for Order. */";

test("edit-then-noop-regenerate: an edited file stays as it is, byte for byte", async () => {
  const app = await regeneratedApp();
  app.edit(stores, (text) => `${text}\n\n// mine  \n`);
  const before = committedTexts(app.directory);
  expect(await app.run("regenerate")).toEqual({
    code: 0,
    stdout: `  kept    ${stores} (edited by hand)\nEverything is up to date.\nYour edits in 1 file are kept.\n`,
    stderr: "",
  });
  expect(committedTexts(app.directory)).toEqual(before);
});

test("edit-and-template-change-disjoint: both are in the file", async () => {
  const app = await regeneratedApp();
  const now = app.read(stores);
  generatedByOlderKit(app, stores, toOlder);
  app.edit(stores, (text) => text.replace(farLine, "// mine"));
  await expectOnly(app, "merge", stores);
  expect(app.read(stores)).toBe(now.replace(farLine, "// mine"));
  expect(rememberedText(app, stores)).toBe(now);
});

test("edit-and-template-change-same-line: the file stays, both sides wait beside it", async () => {
  const app = await regeneratedApp();
  const now = app.read(stores);
  const older = generatedByOlderKit(app, stores, toOlder);
  app.edit(stores, (text) => text.replace(oldLine, "// mine"));
  expect(await app.run("regenerate")).toEqual({
    code: 3,
    stdout: `  clash   ${stores}: you and the generator both changed line 14
Nothing to change.
Your edits clash with what is new in 1 file, which is left as you had it.
Both sides: .reventless/conflicts/${stores}.merge
Edit the file so that it has what it needs, then: reventless resolve ${stores}
(or at once: --mine keeps yours, --theirs takes what is generated)
`,
    stderr: "",
  });
  expect(app.read(stores)).toBe(older.replace(oldLine, "// mine"));
  expect(rememberedText(app, stores)).toBe(older);
  expect(await expectClash(app, stores)).toBe(
    now.replace(
      newLine,
      `<<<<<<< yours\n// mine\n||||||| generated last\n${oldLine}\n=======\n${newLine}\n>>>>>>> generated now`,
    ),
  );
  expect((await app.run("resolve", stores)).code).toBe(0);
  expect(rememberedText(app, stores)).toBe(now);
  expect(app.exists(`.reventless/conflicts/${stores}.merge`)).toBe(false);
  expect((await app.run("check")).code).toBe(0);
  expect(app.read(stores)).toBe(older.replace(oldLine, "// mine"));
});

test("adjacent-line-edits: changes of neighbouring lines clash, an insertion beside a change does not", async () => {
  const app = await regeneratedApp();
  const now = app.read(stores);
  const next = "export const orderEvents = dynamoDbEventStore({";
  generatedByOlderKit(app, stores, toOlder);
  const edited = app.edit(stores, (text) => text.replace(next, `${next} // mine`));
  await expectClash(app, stores);
  app.write(stores, edited.replace(`${next} // mine`, `// mine\n${next}`));
  await expectOnly(app, "merge", stores);
  expect(app.read(stores)).toBe(now.replace(next, `// mine\n${next}`));
});

test("identical-edit-both-sides: a change that the generator made too is no clash", async () => {
  const app = await regeneratedApp();
  const now = app.read(stores);
  generatedByOlderKit(app, stores, toOlder);
  app.edit(stores, (text) => text.replace(oldLine, newLine).replace(farLine, "// mine"));
  const { code, changes, keptEdits } = await reported(app, "regenerate");
  expect({ code, changes, keptEdits }).toEqual({ code: 0, changes: [], keptEdits: [stores] });
  expect(app.read(stores)).toBe(now.replace(farLine, "// mine"));
  expect(rememberedText(app, stores)).toBe(now);
});

test("user-backports-template-change: the file is taken for generated, and follows from then on", async () => {
  const app = await regeneratedApp();
  const now = app.read(stores);
  generatedByOlderKit(app, stores, toOlder);
  app.write(stores, now);
  const { code, changes, keptEdits } = await reported(app, "regenerate");
  expect({ code, changes, keptEdits }).toEqual({ code: 0, changes: [], keptEdits: [] });
  expect(rememberedText(app, stores)).toBe(now);
  await expectNothingLeft(app);
});

test("both-append-at-eof: it is a clash, as nobody can tell the order", async () => {
  const app = await regeneratedApp();
  const now = app.read(stores);
  const end = now.slice(now.indexOf(`\n${farLine}`));
  generatedByOlderKit(app, stores, (text) => text.replace(end, ""));
  app.edit(stores, (text) => `${text}\n// mine\nexport const mine = 1;\n`);
  const proposal = await expectClash(app, stores);
  expect(proposal).toContain("export const mine = 1;\n");
  expect(proposal).toContain(end);
});

test("both-add-import-same-place: both imports are there", async () => {
  const app = await regeneratedApp();
  const now = app.read(stores);
  const added = 'import { physicalName } from "../../../runtime/environment.ts";\n';
  const mine = 'import { environmentOf } from "../../../runtime/mine.ts";\n';
  generatedByOlderKit(app, stores, (text) => text.replace(added, ""));
  app.edit(stores, (text) =>
    text.replace("import type { OutcomeStore", `${mine}import type { OutcomeStore`),
  );
  await expectOnly(app, "merge", stores);
  const merged = app.read(stores);
  expect(merged.replace(mine, "")).toBe(now);
  expect(merged).toContain(mine);
});

test("user-removes-import-generator-edits-it: the name that is new comes, the one removed stays away", async () => {
  const app = await regeneratedApp();
  const now = app.read(resources);
  generatedByOlderKit(app, resources, (text) => text.replace("allow, appendOnly,", "allow,"));
  app.edit(resources, (text) => text.replace("consume, readStream }", "consume }"));
  await expectOnly(app, "merge", resources);
  expect(app.read(resources)).toBe(now.replace("consume, readStream }", "consume }"));
});

test("user-deletes-block-generator-edits-it: nothing comes back by itself, the clash is told", async () => {
  const app = await regeneratedApp();
  const older = generatedByOlderKit(app, stores, (text) =>
    text.replace("  client: dynamoDb,\n  tableName: outcomesName,", "  tableName: outcomesName,"),
  );
  app.write(stores, older.slice(0, older.indexOf(`\n${farLine}`)));
  const proposal = await expectClash(app, stores);
  expect(proposal).toContain("<<<<<<< yours\n||||||| generated last\n");
});

/** As a formatter with tabs, single quotes and no semicolons would write it. */
function reformatted(text: string): string {
  return text
    .replace(/^( {2})+/gm, (indent) => "\t".repeat(indent.length / 2))
    .replace(/"([^"'\n]*)"/g, "'$1'")
    .replace(/;$/gm, "");
}

/** As one that breaks lines early would write it. */
function broken(text: string): string {
  return text.replace(/import (type )?\{ (.*) \} from/g, (_, type = "", names) => {
    const lines = names.split(", ").map((name: string) => `  ${name},\n`);
    return `import ${type}{\n${lines.join("")}} from`;
  });
}

test("user-reformats-whole-file: it is no edit, and what is new comes in its format", async () => {
  const app = await regeneratedApp();
  const now = app.read(stores);
  app.edit(stores, reformatted);
  const { code, changes, keptEdits } = await reported(app, "regenerate");
  expect({ code, changes, keptEdits }).toEqual({ code: 0, changes: [], keptEdits: [] });
  app.write(stores, now);
  generatedByOlderKit(app, stores, (text) => text.replace("  tableName: outcomesName,\n", ""));
  app.edit(stores, reformatted);
  const second = await reported(app, "regenerate");
  expect(second).toMatchObject({ code: 0, changes: [{ path: stores }], conflicts: [] });
  expect(app.read(stores)).toBe(reformatted(now));
  await expectNothingLeft(app);
});

test("reformat-plus-one-edit: no clash, the edit and the format stay", async () => {
  const app = await regeneratedApp();
  const now = app.read(stores);
  generatedByOlderKit(app, stores, (text) => text.replace("  tableName: outcomesName,\n", ""));
  app.edit(stores, (text) =>
    reformatted(text).replace("tableName: eventLogName", "tableName: mine"),
  );
  await expectOnly(app, "merge", stores);
  expect(app.read(stores)).toBe(
    reformatted(now).replace("tableName: eventLogName", "tableName: mine"),
  );
});

test("formatter-config-changed-between-runs: each run keeps the format of its day", async () => {
  const app = await regeneratedApp();
  const now = app.read(stores);
  const event = "  decodeEvent: decodeOrderEvent,\n";
  const table = "  tableName: outcomesName,\n";
  generatedByOlderKit(app, stores, (text) => text.replace(event, "").replace(table, ""));
  app.edit(stores, reformatted);
  expect((await reported(app, "regenerate")).code).toBe(0);
  expect(app.read(stores)).toBe(reformatted(now));
  app.write(stores, now);
  generatedByOlderKit(app, stores, (text) => text.replace(table, ""));
  app.edit(stores, broken);
  expect((await reported(app, "regenerate")).code).toBe(0);
  expect(app.read(stores)).toBe(broken(now));
});

test("formatter-upgraded-between-runs: other line breaks are no edit", async () => {
  const app = await regeneratedApp();
  app.edit(stores, broken);
  const { changes, keptEdits } = await reported(app, "regenerate");
  expect({ changes, keptEdits }).toEqual({ changes: [], keptEdits: [] });
});

test("formatter-missing-or-crashing: none is asked; what cannot be read as code is merged by lines", async () => {
  const app = await regeneratedApp();
  const now = app.read(stores);
  generatedByOlderKit(app, stores, toOlder);
  app.edit(stores, (text) => `${text}const broken = \`mine\n`);
  await expectOnly(app, "merge", stores);
  expect(app.read(stores)).toBe(`${now}const broken = \`mine\n`);
});

test("crlf-file: what is new comes with the line ends of the file", async () => {
  const app = await regeneratedApp();
  const now = app.read(stores);
  generatedByOlderKit(app, stores, toOlder);
  app.edit(stores, (text) => text.replace(farLine, "// mine").replaceAll("\n", "\r\n"));
  await expectOnly(app, "merge", stores);
  expect(app.read(stores)).toBe(now.replace(farLine, "// mine").replaceAll("\n", "\r\n"));
});

test("mixed-eol-file: lines that stay keep their ends", async () => {
  const app = await regeneratedApp();
  const now = app.read(stores);
  generatedByOlderKit(app, stores, toOlder);
  app.edit(stores, (text) => text.replace(`${farLine}\n`, "// mine\r\n"));
  await expectOnly(app, "merge", stores);
  expect(app.read(stores)).toBe(now.replace(`${farLine}\n`, "// mine\r\n"));
});

test("autocrlf-checkout-looks-edited: other line ends everywhere are no edit", async () => {
  const app = await regeneratedApp();
  for (const [path, text] of committedTexts(app.directory)) {
    app.write(path, Buffer.from(text.replaceAll("\n", "\r\n"), "latin1"));
  }
  const before = committedTexts(app.directory);
  expect(await app.run("regenerate")).toEqual({
    code: 0,
    stdout: "Everything is up to date.\n",
    stderr: "",
  });
  expect(committedTexts(app.directory)).toEqual(before);
  expect((await app.run("check")).code).toBe(0);
  app.edit(paths.messages, (text) =>
    text.replace("reason: string;", "reason: string;\r\n  readonly code: number;"),
  );
  await expectOnly(app, "update", codec);
  expect(app.read(codec).replaceAll("\r\n", "")).not.toContain("\n");
});

test("bom-added: the mark stays and is no edit", async () => {
  const app = await regeneratedApp();
  const now = app.read(stores);
  app.edit(stores, (text) => `\uFEFF${text}`);
  expect((await reported(app, "regenerate")).keptEdits).toEqual([]);
  app.write(stores, now);
  generatedByOlderKit(app, stores, toOlder);
  app.edit(stores, (text) => `\uFEFF${text}`);
  await expectOnly(app, "update", stores);
  expect(app.read(stores)).toBe(`\uFEFF${now}`);
});

test("final-newline-removed: it stays away, and is no clash", async () => {
  const app = await regeneratedApp();
  const now = app.read(stores);
  generatedByOlderKit(app, stores, toOlder);
  app.edit(stores, (text) => text.slice(0, -1));
  await expectOnly(app, "merge", stores);
  expect(app.read(stores)).toBe(now.slice(0, -1));
});

test("trailing-whitespace-only-edit: it is no edit of code", async () => {
  const app = await regeneratedApp();
  generatedByOlderKit(app, stores, toOlder);
  app.edit(stores, (text) =>
    text.replace(
      `${oldLine}\nexport const orderEvents = dynamoDbEventStore({\n`,
      `${oldLine}\nexport const orderEvents = dynamoDbEventStore({   \n`,
    ),
  );
  await expectOnly(app, "merge", stores);
  expect(app.read(stores)).toContain(newLine);
});

test("content-with-conflict-marker-lines: markers of one's own are text like any other", async () => {
  const app = await regeneratedApp();
  const now = app.read("COMPONENTS.md");
  const marked = "<<<<<<< HEAD\nmine\n=======\nyours\n>>>>>>> branch\n";
  generatedByOlderKit(app, "COMPONENTS.md", (text) => text.replace("Derived from", "Made from"));
  app.edit("COMPONENTS.md", (text) => `${text}\n${marked}`);
  await expectOnly(app, "merge", "COMPONENTS.md");
  expect(app.read("COMPONENTS.md")).toBe(`${now}\n${marked}`);
  generatedByOlderKit(app, "COMPONENTS.md", (text) => text.replace("Derived from", "Made from"));
  app.edit("COMPONENTS.md", (text) => text.replace("Derived from", "Taken from"));
  await expectClash(app, "COMPONENTS.md");
  expect((await app.run("resolve", "COMPONENTS.md")).code).toBe(0);
});

test("lines-named-constructor-and-__proto__: they are lines like any other", async () => {
  const app = appIn(temporaryFolder());
  const lines = ["constructor", "__proto__", "toString", "hasOwnProperty", "valueOf"];
  const text = (each: readonly string[]) => `${each.join("\n")}\n`;
  await generateFiles(app.directory, { "names.txt": text(lines) });
  app.write("names.txt", text(["mine", ...lines]));
  const plan = await generateFiles(app.directory, {
    "names.txt": text([...lines, "__defineGetter__"]),
  });
  expect(plan.changes).toMatchObject([{ action: "merge", path: "names.txt" }]);
  expect(app.read("names.txt")).toBe(text(["mine", ...lines, "__defineGetter__"]));
});

test("very-large-repetitive-file: it ends, with both", async () => {
  const app = appIn(temporaryFolder());
  const lines = Array.from({ length: 6000 }, (_, index) => ["{", "  x();", "}", ""][index % 4]);
  const text = (each: readonly (string | undefined)[]) => `${each.join("\n")}\n`;
  await generateFiles(app.directory, { "large.txt": text(lines) });
  app.write("large.txt", text(lines.toSpliced(1000, 0, "mine")));
  const plan = await generateFiles(app.directory, {
    "large.txt": text(lines.toSpliced(5000, 0, "new")),
  });
  expect(plan.changes.map(({ action }) => action)).toEqual(["merge"]);
  expect(app.read("large.txt")).toBe(
    text(lines.toSpliced(5000, 0, "new").toSpliced(1000, 0, "mine")),
  );
});

test("heavy-rewrite-90-percent: it ends, and no line of the rewrite is lost", async () => {
  const app = appIn(temporaryFolder());
  const lines = (count: number, make: (index: number) => string) =>
    `${Array.from({ length: count }, (_, index) => make(index)).join("\n")}\n`;
  await generateFiles(app.directory, { "a.txt": lines(4000, (index) => `line ${index}`) });
  const mine = lines(4000, (index) => (index % 10 === 0 ? `line ${index}` : `mine ${index % 50}`));
  app.write("a.txt", mine);
  const plan = await generateFiles(app.directory, {
    "a.txt": lines(4000, (index) => (index % 7 === 0 ? `new ${index % 20}` : `line ${index}`)),
  });
  expect(plan.conflicts.map(({ path }) => path)).toEqual(["a.txt"]);
  expect(app.read("a.txt")).toBe(mine);
});

test("empty-file: one that is generated empty can be edited, and follows", async () => {
  const app = appIn(temporaryFolder());
  await generateFiles(app.directory, { "empty.ts": "" });
  expect(app.read("empty.ts")).toBe("");
  app.write("empty.ts", "const mine = 1;\n");
  expect((await generateFiles(app.directory, { "empty.ts": "" })).keptEdits).toEqual(["empty.ts"]);
  app.write("empty.ts", "");
  await generateFiles(app.directory, { "empty.ts": "const now = 1;\n" });
  expect(app.read("empty.ts")).toBe("const now = 1;\n");
});

test("file-emptied-by-user: it stays empty while there is nothing new, then the clash is told", async () => {
  const app = await regeneratedApp();
  app.write(stores, "");
  expect((await reported(app, "regenerate")).keptEdits).toEqual([stores]);
  expect(app.read(stores)).toBe("");
  generatedByOlderKit(app, stores, toOlder);
  await expectClash(app, stores);
});

test("non-utf8-bytes: the file stays, and comes back byte for byte after it was given up", async () => {
  const app = await regeneratedApp();
  const now = app.read(stores);
  generatedByOlderKit(app, stores, toOlder);
  const bytes = Buffer.concat([app.bytes(stores), Buffer.from([0x2f, 0x2f, 0xff, 0xfe, 0x0a])]);
  app.write(stores, bytes);
  expect(await expectClash(app, stores)).toBe(now);
  expect((await app.run("resolve", stores, "--theirs")).code).toBe(0);
  expect(app.read(stores)).toBe(now);
  expect((await app.run("undo")).code).toBe(0);
  expect(app.bytes(stores)).toEqual(bytes);
});

test("binary-asset-edited: it is never merged and never gets markers", async () => {
  const app = await regeneratedApp();
  generatedByOlderKit(app, stores, toOlder);
  const bytes = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0xff, 0x0a]);
  app.write(stores, bytes);
  const proposal = await expectClash(app, stores);
  expect(proposal).not.toContain("<<<<<<<");
  expect(app.bytes(stores)).toEqual(bytes);
});

test("user-comment-between-generated-statements: it survives where it was", async () => {
  const app = await regeneratedApp();
  const now = app.read(paths.stack);
  const before = "connectOrderSummary(api";
  generatedByOlderKit(app, paths.stack, (text) =>
    text.replace("logRetentionDays: 30", "logRetentionDays: 7"),
  );
  app.edit(paths.stack, (text) => text.replace(before, `// mine\n${before}`));
  await expectOnly(app, "merge", paths.stack);
  expect(app.read(paths.stack)).toBe(now.replace(before, `// mine\n${before}`));
});

test("license-header-added-on-top: it stays on top, also when imports are new", async () => {
  const app = await regeneratedApp();
  const now = app.read(stores);
  const first = now.slice(0, now.indexOf("\n") + 1);
  const header = "/*\n * Copyright of the shop.\n */\n\n";
  generatedByOlderKit(app, stores, (text) => text.replace(first, ""));
  app.edit(stores, (text) => header + text);
  const { code } = await reported(app, "regenerate");
  expect([code, app.read(stores)]).toEqual([0, header + now]);
});

test("eslint-disable-added: it stays before its line", async () => {
  const app = await regeneratedApp();
  const now = app.read(handler);
  const line = "  queues: {";
  const mine = "  // eslint-disable-next-line sort-keys";
  generatedByOlderKit(app, handler, (text) => text.replace("It hosts", "Hosts"));
  app.edit(handler, (text) => text.replace(line, `${mine}\n${line}`));
  await expectOnly(app, "merge", handler);
  expect(app.read(handler)).toBe(now.replace(line, `${mine}\n${line}`));
});

test("clean-text-merge-that-does-not-parse: it is a clash", async () => {
  const app = appIn(temporaryFolder());
  const entries = (...lines: readonly string[]) =>
    `export const sizes = {\n${lines.map((line) => `  ${line}\n`).join("")}};\n`;
  await generateFiles(app.directory, { "a.ts": entries("one: 1,", "two: 2,", "three: 3,") });
  const mine = entries("/*", "one: 1,", "two: 2,", "three: 3,", "*/");
  app.write("a.ts", mine);
  const now = entries("one: 1,", "two: 2,", "/** As many as fingers. */", "five: 5,", "three: 3,");
  const { conflicts, changes } = await generateFiles(app.directory, { "a.ts": now });
  expect(changes).toEqual([]);
  expect(conflicts).toEqual([
    { path: "a.ts", proposal: ".reventless/conflicts/a.ts.merge", reason: expect.any(String) },
  ]);
  expect(app.read("a.ts")).toBe(mine);
});

test("clean-merge-duplicate-import-binding: nothing is imported twice", async () => {
  const app = await regeneratedApp();
  const name = "physicalName";
  const added = `import { ${name} } from "../../../runtime/environment.ts";\n`;
  generatedByOlderKit(app, stores, (text) => text.replace(added, ""));
  app.edit(stores, (text) => `import { ${name} } from "../../mine.ts";\n${text}`);
  const { code } = await reported(app, "regenerate");
  expect(code).toBe(3);
  expect(app.read(stores).match(new RegExp(`import \\{ ${name} \\}`, "g"))).toHaveLength(1);
});

test("user-renames-exported-symbol: the new name stays where the generator changes other lines", async () => {
  const app = await regeneratedApp();
  generatedByOlderKit(app, stores, toOlder);
  app.edit(stores, (text) => text.replace("export const orderEvents", "export const myEvents"));
  const { code, conflicts } = await reported(app, "regenerate");
  expect({ code, clashes: conflicts.map(({ path }) => path) }).toEqual({
    code: 3,
    clashes: [stores],
  });
  app.edit(stores, (text) => text.replace(oldLine, newLine));
  expect((await app.run("resolve", stores)).code).toBe(0);
  expect(app.read(stores)).toContain(`${newLine}\nexport const myEvents`);
});
