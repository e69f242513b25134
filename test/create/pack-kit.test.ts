import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { gunzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { kitSpec } from "../../generator/cli/create/kit-spec.ts";
import { packKit } from "../../generator/cli/create/pack-kit.ts";
import { tarGzip } from "../../generator/cli/create/tar.ts";
import { kitDirectory, kitFiles } from "./fake-io.ts";

test("a packed kit has what its package.json lists, and nothing for its developers", () => {
  const entries = untar(packKit(kitDirectory()));
  expect([...entries.keys()]).toEqual([
    "package/package.json",
    "package/dist/reventless.cjs",
    "package/schema/deep/a.json",
  ]);
  expect(entries.get("package/dist/reventless.cjs")).toBe("#!/usr/bin/env node\n");
  expect(JSON.parse(entries.get("package/package.json") ?? "")).toEqual({
    name: "create-reventless-app",
    version: "1.2.3",
    bin: { reventless: "dist/reventless.cjs" },
    files: ["dist", "schema", "CHANGELOG.md"],
    dependencies: { a: "1.0.0" },
  });
});

test("the same kit makes the same bytes wherever and whenever it is packed", () => {
  expect(packKit(kitDirectory())).toEqual(packKit(kitDirectory()));
});

test("a kit that is not built is refused", () => {
  const { "dist/reventless.cjs": _dist, ...unbuilt } = kitFiles;
  expect(() => packKit(kitDirectory(unbuilt))).toThrow("it has no dist/reventless.cjs");
});

test("long paths are split, and too long ones refused", () => {
  const path = `${"folder/".repeat(20)}file`;
  expect([...untar(tarGzip([{ path, contents: Buffer.from("x") }])).keys()]).toEqual([path]);
  expect(() => tarGzip([{ path: "a".repeat(101), contents: Buffer.alloc(0) }])).toThrow("too long");
});

test.each([
  ["https://registry.npmjs.org/create-reventless-app/-/x.tgz", "1.2.3"],
  ["file:../create-reventless-app", "file:vendor/create-reventless-app-1.2.3.tgz"],
])("a kit that came from %s is depended on as %s", (resolved, spec) => {
  const kit = kitDirectory();
  const lock = join(dirname(kit), ".package-lock.json");
  mkdirSync(dirname(lock), { recursive: true });
  const packages = { "node_modules/create-reventless-app": { resolved } };
  writeFileSync(lock, JSON.stringify({ packages }));
  expect(kitSpec(kit, undefined).spec).toBe(spec);
  expect(kitSpec(kit, "9.9.9")).toEqual({ spec: "9.9.9" });
});

function untar(archive: Buffer): Map<string, string> {
  const bytes = gunzipSync(archive);
  const entries = new Map<string, string>();
  const text = (start: number, length: number) =>
    bytes.toString("latin1", start, start + length).replace(/\0.*$/s, "");
  for (let at = 0; bytes[at] !== 0; ) {
    const size = Number.parseInt(text(at + 124, 12), 8);
    const prefix = text(at + 345, 155);
    const path = (prefix === "" ? "" : `${prefix}/`) + text(at, 100);
    entries.set(path, bytes.toString("utf8", at + 512, at + 512 + size));
    at += 512 + Math.ceil(size / 512) * 512;
  }
  return entries;
}
