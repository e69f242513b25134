import { cpSync, existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { reventless } from "../cli/programs.ts";
import { kitDirectory, temporaryDirectory } from "../support/temporary-app.ts";
import { blocksOf, readDoc } from "./support.ts";

const docs = [
  "strategies.md",
  "migrating-strategies.md",
  "troubleshooting.md",
  "custom-runtime.md",
];

const { directory, remove } = temporaryDirectory("reventless-docs-");
cpSync(join(kitDirectory, "sample-output/fulfilment-shop"), directory, { recursive: true });
afterAll(remove);

const shown = docs.flatMap((doc) =>
  blocksOf(readDoc(doc), "console").map((block) => {
    const [command = "", ...lines] = block.split("\n");
    return { doc, command: command.replace("$ npx reventless ", ""), lines };
  }),
);

it("every guide is here", () => {
  expect(readdirSync(join(kitDirectory, "docs")).sort()).toEqual([...docs].sort());
});

describe("what a guide shows of a command is what the command prints for the sample app", () => {
  it.each(shown)("$doc: reventless $command", ({ command, lines }) => {
    const { code, stdout } = reventless(command.split(" "), { cwd: directory });
    expect(code).toBe(0);
    expect(lines.length).toBeGreaterThan(0);
    const printed = stdout.split("\n").map((line) => line.trim());
    expect(printed).toEqual(expect.arrayContaining(lines.map((line) => line.trim())));
  });
});

it.each(docs)("links of %s lead to files", (doc) => {
  const links = [...readDoc(doc).matchAll(/\]\(([^)#]+)\)/g)].map(([, link = ""]) => link);
  expect(links.filter((link) => !existsSync(join(kitDirectory, "docs", link)))).toEqual([]);
});

it("the README leads to every guide", () => {
  const { length } = docs.filter((doc) => readDoc("../README.md").includes(`(docs/${doc})`));
  expect(length).toBe(docs.length);
});
