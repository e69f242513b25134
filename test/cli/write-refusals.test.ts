import { chmodSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { carryOutRun } from "../../generator/write/run-journal.ts";
import {
  createReventlessApp,
  edit,
  kitWithoutPackages,
  newApp,
  reventless,
  temporaryFolder,
  treeOf,
} from "./programs.ts";

const invoice = ["generate", "aggregate", "Invoice"];
const folder = "plugins/ordering/invoice";
const advice = "\nMove away what is in the way or allow writing, and run the command again.\n";

/** Nobody: whom no file mode makes an exception for. Where users cannot be chosen, oneself. */
const uid = process.getuid?.() === 0 ? 65_534 : undefined;

const inTheWay: readonly [what: string, prepare: (cwd: string) => void, problems: string][] = [
  [
    "a folder in the place of a new file",
    (cwd) => mkdirSync(join(cwd, ".reventless/cache/ordering.invoice.json"), { recursive: true }),
    "  .reventless/cache/ordering.invoice.json is not a file: something else stands in its place\n",
  ],
  [
    "a file in the place of a folder",
    (cwd) => writeFileSync(join(cwd, ".reventless/cache"), ""),
    "  .reventless/cache/ordering.invoice.json needs a folder where .reventless/cache is a file\n",
  ],
  [
    "a folder that is a link out of the app",
    (cwd) => symlinkSync(temporaryFolder(), join(cwd, ".reventless/cache"), "junction"),
    "  .reventless/cache/ordering.invoice.json leads out of the app\n",
  ],
  [
    "a folder that is a broken link",
    (cwd) => symlinkSync(join(cwd, "gone"), join(cwd, ".reventless/cache"), "junction"),
    "  .reventless/cache/ordering.invoice.json needs a folder where .reventless/cache is a broken link\n",
  ],
];

test.each(inTheWay)("%s is refused, in a dry run as well", (_what, prepare, problems) => {
  const cwd = newApp();
  prepare(cwd);
  const before = treeOf(cwd);
  for (const args of [invoice, [...invoice, "--dry-run"]]) {
    expect(reventless(args, { cwd })).toEqual({
      code: 5,
      stdout: "",
      stderr: `Nothing was written. This path cannot be written:\n${problems}${advice}`,
    });
  }
  expect(treeOf(cwd)).toEqual(before);
});

test("a component's folder that is a link out of the app stays empty", () => {
  const cwd = newApp();
  const outside = temporaryFolder();
  symlinkSync(outside, join(cwd, folder), "junction");
  const before = treeOf(cwd);
  const { code, stderr } = reventless(invoice, { cwd });
  expect(code).toBe(5);
  expect(stderr).toContain(`  ${folder}/decider.ts leads out of the app\n`);
  expect([treeOf(cwd), treeOf(outside)]).toEqual([before, new Map()]);
});

test("a folder in the place of a generated file is refused", () => {
  const cwd = newApp();
  rmSync(join(cwd, "COMPONENTS.md"));
  mkdirSync(join(cwd, "COMPONENTS.md"));
  const before = treeOf(cwd);
  for (const args of [["regenerate"], invoice]) {
    expect(reventless(args, { cwd })).toEqual({
      code: 5,
      stdout: "",
      stderr:
        "Nothing was written. COMPONENTS.md is not a file: something else stands in its place.\n\nMove it away, and run the command again.\n",
    });
  }
  expect(treeOf(cwd)).toEqual(before);
});

test("an app that is read-only is refused", () => {
  const cwd = newApp();
  edit(cwd, "reventless.json", (text) => text.replace('"shop"', '"store"'));
  makeReadOnly(cwd);
  const before = treeOf(cwd);
  const surroundings = { cwd, kit: openKit(), ...(uid !== undefined && { uid }) };
  const { code, stdout, stderr } = reventless(invoice, surroundings);
  expect([code, stdout]).toEqual([5, ""]);
  expect(stderr).toContain(`  ${folder}/messages.ts is in plugins/ordering, which is read-only\n`);
  expect(stderr).toContain("  reventless.json is read-only\n");
  expect(treeOf(cwd)).toEqual(before);
});

test("a dry run that finds nothing to do needs no writing", () => {
  const cwd = newApp();
  writeFileSync(join(cwd, ".reventless/cache"), "");
  const { code, stdout } = reventless(["regenerate", "--dry-run"], { cwd });
  expect([code, stdout]).toEqual([0, "Everything is up to date.\n"]);
});

test("a new app in a read-only place is refused", () => {
  const cwd = temporaryFolder();
  makeReadOnly(cwd);
  const options = ["shop", "--yes", "--no-git", "--no-install", "--kit", "0.1.0"];
  const surroundings = { cwd, kit: openKit(), ...(uid !== undefined && { uid }) };
  expect(createReventlessApp(options, surroundings)).toEqual({
    code: 5,
    stdout: "",
    stderr: `Nothing was written. The disk refused: EACCES: permission denied, mkdir '${join(cwd, "shop")}'\nAllow writing there or make room, and run the command again.\n`,
  });
});

test("a new app below a file is refused", () => {
  const cwd = temporaryFolder();
  writeFileSync(join(cwd, "notes"), "");
  const options = ["notes/shop", "--yes", "--no-git", "--no-install", "--kit", "0.1.0"];
  expect(createReventlessApp(options, { cwd })).toEqual({
    code: 5,
    stdout: "",
    stderr: `${join(cwd, "notes")} is a file\nName another directory.\n`,
  });
  expect([...treeOf(cwd).keys()]).toEqual(["notes"]);
});

test("when one file of many cannot be written, none is", () => {
  const directory = temporaryFolder();
  writeFileSync(join(directory, "a.txt"), "old\n");
  for (const folder of [".reventless", "z.txt"]) mkdirSync(join(directory, folder));
  const before = treeOf(directory);
  const changes = [
    { action: "update", path: "a.txt", text: "new\n", before: "old\n" },
    { action: "create", path: "new/deep/b.txt", text: "new\n", before: undefined },
    { action: "create", path: "z.txt", text: "new\n", before: undefined },
  ] as const;
  expect(() => carryOutRun(directory, { command: "reventless regenerate", changes })).toThrow(
    expect.objectContaining({ name: "CliError", exitCode: 5 }),
  );
  expect(treeOf(directory)).toEqual(before);
});

function makeReadOnly(directory: string): void {
  const paths = [...treeOf(directory).keys()];
  const change = (folderMode: number, fileMode: number) => {
    chmodSync(directory, folderMode);
    for (const path of paths) {
      chmodSync(join(directory, path), path.endsWith("/") ? folderMode : fileMode);
    }
  };
  change(0o555, 0o444);
  onTestFinished(() => change(0o755, 0o644));
}

/** A kit that every user may read. */
function openKit(): string {
  const kit = kitWithoutPackages();
  chmodSync(join(kit, ".."), 0o755);
  return kit;
}
