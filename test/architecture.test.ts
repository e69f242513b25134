import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";

const root = join(import.meta.dirname, "..");

/** Every import of the sources below a folder, as `file → specifier`. */
function importsBelow(folder: string): readonly { readonly file: string; readonly from: string }[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".ts"))
    .flatMap((entry) => {
      const path = join(entry.parentPath, entry.name);
      const file = path.slice(root.length + 1).replaceAll("\\", "/");
      const text = readFileSync(path, "utf8");
      const statements = text.matchAll(/^(?:import|export)\s(?!type\s)[^;]*?from "([^"]+)"/gm);
      return [...statements].map(([, from = ""]) => ({ file, from }));
    });
}

function offenders(folder: string, forbidden: RegExp, allowed: readonly string[] = []): string[] {
  return importsBelow(folder)
    .filter(({ file, from }) => forbidden.test(from) && !allowed.includes(file))
    .map(({ file, from }) => `${file} imports ${from}`);
}

it("the runtime library depends on nothing of the generator", () => {
  expect(offenders("runtime", /generator|templates/)).toEqual([]);
});

it("what runs in Lambda does not load the stack library, Pulumi or esbuild", () => {
  const inLambda = importsBelow("runtime").filter(({ file }) => !file.startsWith("runtime/stack/"));
  expect(inLambda.filter(({ from }) => /pulumi|esbuild|\/stack\//.test(from))).toEqual([]);
});

it("planning and emitting do not touch the disk", () => {
  expect(offenders("generator/plan", /^node:fs/)).toEqual([]);
  expect(
    offenders("generator/emit", /^node:fs/, [
      "generator/emit/templates.ts",
      "generator/emit/runtime-files.ts",
    ]),
  ).toEqual([]);
});

it("no module loads a compiler, prompts or the local run when it is only imported", () => {
  expect(offenders("generator", /^(ts-morph|typescript|prompts)$/)).toEqual([]);
  expect(offenders("generator/cli", /\/local\//)).toEqual([]);
});

it("the local run does not depend on how things are generated", () => {
  expect(offenders("generator/local", /\/(emit|plan|codec|write)\//)).toEqual([]);
});

it("the emitters never learn a strategy's name", () => {
  const texts = ["generator/emit", "templates"].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name)),
  );
  const named = texts.filter((file) =>
    /"(single|per-component|micro)"/.test(readFileSync(file, "utf8")),
  );
  expect(named).toEqual([]);
});
