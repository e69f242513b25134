import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { kitWithoutPackages, newApp, reventless } from "./programs.ts";

/** Needs no package. */
const dryRun = ["generate", "aggregate", "Invoice", "--dry-run"];

function cacheOf(kit: string): string {
  return join(kit, "node_modules/.cache/create-reventless-app");
}

test("the first run of a command leaves its compiled code, which the next one starts from", () => {
  const kit = kitWithoutPackages();
  const cwd = newApp();
  expect(reventless(dryRun, { cwd, kit }).code).toBe(0);
  const [file = "", ...others] = readdirSync(cacheOf(kit));
  expect(others).toEqual([]);
  expect(file).toMatch(/^generate-.+-v\d+\.\d+\.\d+-\w+\.v8$/);
  const path = join(cacheOf(kit), file);
  const first = readFileSync(path);
  expect(reventless(dryRun, { cwd, kit }).code).toBe(0);
  expect(readFileSync(path).equals(first)).toBe(true);
});

test("a cache that is damaged is replaced, and harms nothing", () => {
  const kit = kitWithoutPackages();
  const cwd = newApp();
  const first = reventless(dryRun, { cwd, kit });
  const path = join(cacheOf(kit), readdirSync(cacheOf(kit))[0] ?? "");
  const size = readFileSync(path).length;
  writeFileSync(path, "not V8's");
  expect(reventless(dryRun, { cwd, kit })).toEqual(first);
  expect(first.code).toBe(0);
  expect(readFileSync(path).length).toBeGreaterThan(size / 2);
});

test("where no cache can be written, commands work", () => {
  const kit = kitWithoutPackages();
  mkdirSync(join(kit, "node_modules"));
  writeFileSync(join(kit, "node_modules/.cache"), "a file in the way");
  chmodSync(join(kit, "node_modules"), 0o555);
  const { code, stderr } = reventless(dryRun, { cwd: newApp(), kit });
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
});
