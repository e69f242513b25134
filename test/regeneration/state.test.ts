import { cpSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parseBase, renderBase } from "../../generator/write/base-texts.ts";
import { temporaryFolder } from "../cli/programs.ts";
import {
  appIn,
  committedTexts,
  copyApp,
  generatedByOlderKit,
  paths,
  type RegeneratedApp,
  regeneratedApp,
} from "./support/regenerated-app.ts";
import { expectClash, expectNothingLeft, expectOnly, reported } from "./support/reports.ts";
import {
  commitAll,
  conflictsIn,
  git,
  hasGit,
  linkPackages,
  makeRepository,
  tryGit,
} from "./support/repository.ts";

const { stores, model, messages, stack, handler, resources } = paths;
const unit = ".reventless/parts/ordering.order.json";
const archive = ".reventless/base/ordering.order.txtar";

const toOlder = (text: string) => text.replace("/** The event log of", "/** Events of");

function addField(app: RegeneratedApp, after: string, field: string): void {
  app.edit(messages, (text) => text.replace(after, `${after}\n  readonly ${field};`));
}

test("unit-file-deleted: the texts that were generated last say what it said", async () => {
  const app = await regeneratedApp();
  const now = app.read(stores);
  const state = app.read(unit);
  generatedByOlderKit(app, stores, toOlder);
  app.edit(stores, (text) => `${text}// mine\n`);
  app.remove(unit);
  await expectOnly(app, "merge", stores);
  expect(app.read(stores)).toBe(`${now}// mine\n`);
  expect(app.read(unit)).toBe(state);
});

test("unit-file-with-git-conflict-markers: the run is refused, `recover` keeps what both sides say", async () => {
  const app = await regeneratedApp();
  const state = app.read(unit);
  app.edit(unit, (text) => {
    const other = text.replace(/"([0-9a-f]{16})"/, '"0000000000000000"');
    return `<<<<<<< HEAD\n${other}=======\n${text}>>>>>>> branch\n`;
  });
  const before = committedTexts(app.directory);
  expect(await app.run("regenerate")).toEqual({
    code: 5,
    stdout: "",
    stderr: `Nothing was written. ${unit} is not readable: expected the JSON that the generator wrote.\n\nIt holds conflict markers of a merge: \`reventless recover\` keeps what both sides say.\n`,
  });
  expect(committedTexts(app.directory)).toEqual(before);
  expect(await app.run("recover")).toEqual({
    code: 0,
    stdout: `  repaired  ${unit}\n  repaired  ${archive}\n`,
    stderr: "",
  });
  expect(app.read(unit)).toBe(state);
  await expectNothingLeft(app);
});

test("base-blob-corrupted: texts of any kind are kept as they are", () => {
  const texts = new Map([
    ["a.ts", "-- b.ts --\n\\-- c.ts --\n"],
    ["b.ts", ""],
    ["c.ts", "no line end"],
    ["d.ts", "\n\n-- (no line end) --"],
    ["e.ts", "last\n"],
  ]);
  expect(parseBase(renderBase(texts))).toEqual(texts);
});

test("base-blob-missing: an edited file with news waits, everything else goes on", async () => {
  const app = await regeneratedApp();
  generatedByOlderKit(app, stores, toOlder);
  app.edit(stores, (text) => `${text}// mine\n`);
  app.remove(archive);
  await expectClash(app, stores);
  const { stdout } = await app.run("regenerate");
  expect(stdout).toContain(
    `${stores}: the text it was generated with is missing, so your edits cannot be told\n`,
  );
});

test("base-blob-missing: without news it is made again", async () => {
  const app = await regeneratedApp();
  const before = app.read(archive);
  app.edit(stores, (text) => `${text}// mine\n`);
  app.remove(archive);
  expect((await reported(app, "regenerate")).code).toBe(0);
  expect(app.read(archive)).toBe(before);
});

test("base-blob-corrupted: it is found out by its hash, and made again while there is no news", async () => {
  const app = await regeneratedApp();
  const before = app.read(archive);
  const damage = () => app.edit(archive, (text) => text.replace("The event log of", "An event"));
  app.edit(stores, (text) => `${text}// mine\n`);
  damage();
  expect((await reported(app, "regenerate")).code).toBe(0);
  expect(app.read(archive)).toBe(before);
  generatedByOlderKit(app, stores, (text) => text.replace("client: dynamoDb", "client: db"));
  damage();
  await expectClash(app, stores);
});

test(".reventless-not-committed-in-clone: what nobody edited goes on, an edited file is never overwritten", async () => {
  const app = await regeneratedApp();
  const before = committedTexts(app.directory);
  app.remove(".reventless");
  expect((await reported(app, "regenerate")).changes).toEqual([]);
  expect(committedTexts(app.directory)).toEqual(before);
  const mine = app.edit(stores, (text) => `${text}// mine\n`);
  app.remove(".reventless");
  const { code, stderr } = await app.run("regenerate");
  expect(code).toBe(5);
  expect(stderr).toContain(`A file is in the way that the generator did not write:\n  ${stores}\n`);
  expect((await app.run("adopt", stores)).code).toBe(0);
  expect((await app.run("regenerate")).code).toBe(0);
  expect(app.read(stores)).toBe(mine);
  await expectNothingLeft(app);
});

/** An app whose model has a line for everything, as people write it, in a repository. */
async function appInRepository(): Promise<RegeneratedApp> {
  const app = await regeneratedApp();
  app.edit(model, (text) => `${JSON.stringify(JSON.parse(text), undefined, 2)}\n`);
  makeRepository(app.directory);
  return app;
}

async function onBranch(app: RegeneratedApp, name: string, work: () => Promise<void>) {
  git(app.directory, "checkout", "--quiet", "-b", name, "main");
  await work();
  commitAll(app.directory);
}

/** Keeps what both sides added. */
function withBothSides(text: string): string {
  return text.replace(/^<{7} .*\n([\s\S]*?)^={7}\n([\s\S]*?)^>{7} .*\n/gm, (_, ours, theirs) =>
    ours.includes('": {}') ? `${ours.trimEnd()},\n${theirs}` : ours + theirs,
  );
}

describe.skipIf(!hasGit)("with git", () => {
  test("two-branches-add-two-aggregates-then-merge: the parts of each merge by themselves, `recover` settles the rest", async () => {
    const app = await appInRepository();
    const expected = copyApp(app);
    for (const name of ["Cart", "Invoice"]) await expected.run("generate", "aggregate", name);
    await onBranch(app, "one", async () => {
      expect((await app.run("generate", "aggregate", "Invoice")).code).toBe(0);
    });
    await onBranch(app, "two", async () => {
      expect((await app.run("generate", "aggregate", "Cart")).code).toBe(0);
    });
    expect(tryGit(app.directory, "merge", "one").status).toBe(1);
    const state = conflictsIn(app.directory).filter((path) => path.startsWith(".reventless/"));
    expect(state).toEqual([
      ".reventless/base/app.txtar",
      ".reventless/base/ordering.txtar",
      ".reventless/parts/app.json",
      ".reventless/parts/ordering.json",
    ]);
    app.edit(model, withBothSides);
    expect(app.read(model)).toBe(expected.read(model));
    expect((await app.run("recover")).code).toBe(0);
    expect((await reported(app, "regenerate")).code).toBe(0);
    expect(committedTexts(app.directory)).toEqual(committedTexts(expected.directory));
    await expectNothingLeft(app);
  });

  test("two-branches-change-same-aggregate-then-merge: both changes are there", async () => {
    const app = await appInRepository();
    const expected = copyApp(app);
    for (const each of [app, expected]) {
      const change = (name: string) => async () => {
        addField(each, `export interface ${name} {\n  readonly type: "${name}";`, "at: string");
        expect((await each.run("regenerate")).code).toBe(0);
      };
      if (each === expected) {
        for (const name of ["OrderPlaced", "CancelOrder"]) await change(name)();
      } else {
        await onBranch(app, "one", change("OrderPlaced"));
        await onBranch(app, "two", change("CancelOrder"));
      }
    }
    tryGit(app.directory, "merge", "one");
    expect(app.read(messages)).toBe(expected.read(messages));
    expect((await app.run("recover")).code).toBe(0);
    expect((await reported(app, "regenerate")).code).toBe(0);
    expect(committedTexts(app.directory)).toEqual(committedTexts(expected.directory));
  });

  test("branch-regenerated-other-branch-edited-then-rebase: the edit is on top of what is new", async () => {
    const app = await appInRepository();
    const line = "const hosts = createFunctions";
    await onBranch(app, "edited", async () => {
      app.edit(stack, (text) => text.replace(line, `// mine\n${line}`));
    });
    git(app.directory, "checkout", "--quiet", "main");
    app.edit(model, (text) =>
      text.replace('"eu-central-1",', '"eu-central-1",\n  "logRetentionDays": 7,'),
    );
    expect((await app.run("regenerate")).code).toBe(0);
    commitAll(app.directory);
    const now = app.read(stack);
    git(app.directory, "checkout", "--quiet", "edited");
    git(app.directory, "rebase", "--quiet", "main");
    expect(await reported(app, "regenerate")).toMatchObject({
      code: 0,
      changes: [],
      keptEdits: [stack],
    });
    expect(app.read(stack)).toBe(now.replace(line, `// mine\n${line}`));
  });

  test("squash-merge-then-regenerate: there is nothing to do", async () => {
    const app = await appInRepository();
    await onBranch(app, "one", async () => {
      await app.run("generate", "aggregate", "Invoice");
      app.edit(stores, (text) => `${text}// mine\n`);
    });
    git(app.directory, "checkout", "--quiet", "main");
    git(app.directory, "merge", "--quiet", "--squash", "one");
    commitAll(app.directory);
    git(app.directory, "branch", "--delete", "--force", "one");
    expect(await reported(app, "regenerate")).toMatchObject({
      code: 0,
      changes: [],
      keptEdits: [stores],
    });
  });

  /** An app with an edit and news for the same file, committed. */
  async function mergeableRepository(): Promise<{ app: RegeneratedApp; merged: string }> {
    const app = await regeneratedApp();
    const merged = `${app.read(stores)}// mine\n`;
    generatedByOlderKit(app, stores, toOlder);
    app.edit(stores, (text) => `${text}// mine\n`);
    makeRepository(app.directory);
    return { app, merged };
  }

  async function expectMerged(directory: string, merged: string): Promise<void> {
    linkPackages(directory);
    const app = appIn(directory);
    await expectOnly(app, "merge", stores);
    expect(app.read(stores)).toBe(merged);
  }

  test("shallow-clone-depth-1: the base is in the clone", async () => {
    const { app, merged } = await mergeableRepository();
    const clone = join(temporaryFolder(), "clone");
    git(app.directory, "clone", "--quiet", "--depth=1", `file://${app.directory}`, clone);
    await expectMerged(clone, merged);
  });

  test("project-in-subfolder-of-repo: the app's own folder is what counts", async () => {
    const { app, merged } = await mergeableRepository();
    const root = temporaryFolder();
    const filter = (source: string) => !/\/(\.git|node_modules)$/.test(source);
    cpSync(app.directory, join(root, "services/shop"), { recursive: true, filter });
    makeRepository(root);
    await expectMerged(join(root, "services/shop"), merged);
    expect(git(root, "status", "--short").match(/services\//g)?.length).toBeGreaterThan(0);
  });

  test("git-worktree: it is a folder like any other", async () => {
    const { app, merged } = await mergeableRepository();
    const tree = join(temporaryFolder(), "tree");
    git(app.directory, "worktree", "add", "--quiet", tree);
    await expectMerged(tree, merged);
  });

  test("submodule: it is a folder like any other", async () => {
    const { app, merged } = await mergeableRepository();
    const root = temporaryFolder();
    makeRepository(root);
    const allow = ["-c", "protocol.file.allow=always"];
    git(root, ...allow, "submodule", "--quiet", "add", app.directory, "shop");
    await expectMerged(join(root, "shop"), merged);
  });
});

test("no-git-at-all: nothing is asked of it", async () => {
  const app = await regeneratedApp();
  const now = app.read(stores);
  generatedByOlderKit(app, stores, toOlder);
  app.edit(stores, (text) => `${text}// mine\n`);
  const path = process.env.PATH;
  process.env.PATH = "";
  try {
    await expectOnly(app, "merge", stores);
  } finally {
    process.env.PATH = path;
  }
  expect(app.read(stores)).toBe(`${now}// mine\n`);
});

test("tarball-download: what is not committed is not missed", async () => {
  const app = await regeneratedApp();
  const now = app.read(stores);
  generatedByOlderKit(app, stores, toOlder);
  app.edit(stores, (text) => `${text}// mine\n`);
  const directory = temporaryFolder();
  linkPackages(directory);
  const copy = appIn(directory);
  for (const [path, bytes] of committedTexts(app.directory)) {
    copy.write(path, Buffer.from(bytes, "latin1"));
  }
  await expectOnly(copy, "merge", stores);
  expect(copy.read(stores)).toBe(`${now}// mine\n`);
});

test("hand-edited-model-without-regenerate: `check` ends with 4 and writes nothing", async () => {
  const app = await regeneratedApp();
  expect((await app.run("check")).code).toBe(0);
  app.edit(model, (text) =>
    text.replace('"eu-central-1",', '"eu-central-1","logRetentionDays":7,'),
  );
  const before = committedTexts(app.directory);
  expect(await app.run("check")).toEqual({
    code: 4,
    stdout: `  update  ${stack}\nNot up to date: run \`reventless regenerate\` and commit what it changes.\n`,
    stderr: "",
  });
  expect(committedTexts(app.directory)).toEqual(before);
  expect(app.exists(".reventless/tmp")).toBe(false);
});

test("newer-generator-wrote-state: every command is refused", async () => {
  const app = await regeneratedApp();
  app.write(".reventless/project.json", '{ "format": 99 }\n');
  const before = committedTexts(app.directory);
  for (const argv of [["regenerate"], ["check"], ["generate", "aggregate", "Invoice"], ["undo"]]) {
    const { code, stderr } = await app.run(...argv);
    expect([argv, code]).toEqual([argv, 5]);
    expect(stderr).toContain("This app was generated by a newer create-reventless-app");
  }
  expect(committedTexts(app.directory)).toEqual(before);
});

test("manual-version-bump-in-package-json: it never clashes", async () => {
  const app = await regeneratedApp();
  const now = app.read("package.json");
  generatedByOlderKit(app, "package.json", (text) =>
    text
      .replace('"typescript": "6.0.3"', '"typescript": "5.9.3"')
      .replace(/\n {4}"typecheck".*/, ""),
  );
  const bump = (text: string) =>
    text
      .replace('"version": "0.1.0"', '"version": "3.2.1"')
      .replace('"vitest": "5.1.1"', '"vitest": "6.0.0",\n    "zod": "4.0.0"');
  app.edit("package.json", bump);
  await expectOnly(app, "merge", "package.json");
  expect(JSON.parse(app.read("package.json"))).toEqual(JSON.parse(bump(now)));
});

test("switch-with-pending-conflicts: it is refused while edits of what is split wait", async () => {
  const app = await regeneratedApp();
  generatedByOlderKit(app, handler, (text) => text.replace("It hosts", "Hosts"));
  app.edit(handler, (text) => text.replace("Hosts", "My hosts"));
  await expectClash(app, handler);
  const before = committedTexts(app.directory);
  const { code, stderr } = await app.run("strategy", "micro", "--yes");
  expect(code).toBe(3);
  expect(stderr).toContain(`  ${handler}\n`);
  expect(committedTexts(app.directory)).toEqual(before);
  expect((await app.run("resolve", handler, "--theirs")).code).toBe(0);
  expect((await app.run("strategy", "micro", "--yes")).code).toBe(0);
});

test("user-added-resource-in-stack-file: it stays under every strategy", async () => {
  const app = await regeneratedApp();
  const line = 'const api = httpApi(context, "api", { kind: "iam" });\n';
  const mine = 'const mine = failureQueue(context, "mine");\n';
  const original = app.edit(stack, (text) => text.replace(line, line + mine));
  const inComponent = app.edit(resources, (text) =>
    text.replace(
      "  return {\n    eventLog,",
      '  failureQueue(context, "extra");\n  return {\n    eventLog,',
    ),
  );
  for (const strategy of ["micro", "per-component", "single"]) {
    expect((await app.run("strategy", strategy, "--yes")).code).toBe(0);
    expect(app.read(stack)).toContain(line + mine);
    expect(app.read(resources)).toBe(inComponent);
  }
  expect(app.read(stack)).toBe(original);
});

test.each([
  ["line ends", (text: string) => text.replaceAll("\n", "\r\n")],
  ["byte order mark", (text: string) => `\uFEFF${text}`],
  ["missing last line end", (text: string) => text.slice(0, -1)],
])("round-trip-identity: the %s of an edited file are as they were", async (_what, change) => {
  const app = await regeneratedApp();
  const mine = app.edit(handler, (text) => change(`${text}// mine\n`));
  for (const strategy of ["micro", "single", "per-component", "single"]) {
    expect((await app.run("strategy", strategy, "--yes")).code).toBe(0);
  }
  expect(app.read(handler)).toBe(mine);
});
