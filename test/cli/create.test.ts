import { expect, test } from "vitest";
import { createReventlessApp, temporaryFolder, treeOf } from "./programs.ts";

test("without a terminal and without --yes all missing options are named", () => {
  const cwd = temporaryFolder();
  expect(createReventlessApp(["shop", "--no-git", "--no-carry-node"], { cwd })).toEqual({
    code: 2,
    stdout: "",
    stderr:
      "Nobody can be asked here, and these options are missing: --plugin, --aggregate, --command, --event, --rejection, --type, --read-model, --strategy, --region, --package-manager, --install\nGive them, or --yes for the defaults of all that is missing.\n",
  });
  expect(treeOf(cwd)).toEqual(new Map());
});

test("bad options are named before anything is asked", () => {
  const cwd = temporaryFolder();
  expect(createReventlessApp(["shop", "more", "--strategy", "sinlge", "--nme"], { cwd })).toEqual({
    code: 2,
    stdout: "",
    stderr:
      '--strategy takes single, per-component, micro; found "sinlge"; did you mean single?\nunknown option --nme, did you mean --name?\nunexpected argument "more"\nRun `create-reventless-app --help` for all options.\n',
  });
});

test("a dry run writes nothing and tells what the real run does", () => {
  const cwd = temporaryFolder();
  const options = ["shop", "--yes", "--no-git", "--no-install", "--kit", "0.1.0", "--json"];
  const dry = createReventlessApp([...options, "--dry-run"], { cwd });
  expect(treeOf(cwd)).toEqual(new Map());
  const real = createReventlessApp(options, { cwd });
  const report = JSON.parse(real.stdout);
  expect([dry.code, real.code, real.stderr]).toEqual([0, 0, ""]);
  expect(JSON.parse(dry.stdout)).toEqual({ ...report, dryRun: true });
  const written = [...treeOf(cwd).keys()].filter((path) => !path.endsWith("/")).sort();
  expect(written).toEqual(report.files.map((path: string) => `shop/${path}`));
});
