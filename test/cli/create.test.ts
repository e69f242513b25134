import { expect, test } from "vitest";
import { createReventlessApp, temporaryFolder, treeOf } from "./programs.ts";

test("without a terminal and without --yes all missing options are named", () => {
  const cwd = temporaryFolder();
  expect(createReventlessApp(["shop"], { cwd })).toEqual({
    code: 2,
    stdout: "",
    stderr: "X",
  });
  expect(treeOf(cwd)).toEqual(new Map());
});
