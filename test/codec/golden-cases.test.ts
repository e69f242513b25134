import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readMessageTypes } from "../../generator/codec/read-message-types.ts";
import { caseNames, casesFolder, renderCases } from "./golden-cases.ts";

const rendered = await renderCases();

describe.each(rendered)("case $name", ({ name, files }) => {
  it.each([...files])("emits %s as committed", (file, text) => {
    expect(text).toBe(readFileSync(join(casesFolder, name, file), "utf8"));
  });

  it("holds a codec and a sample beside its messages", () => {
    expect(readdirSync(join(casesFolder, name))).toEqual(
      expect.arrayContaining(["codec.ts", "messages.ts", "sample.ts"]),
    );
  });
});

it("covers every case folder", () => {
  expect(rendered.map(({ name }) => name)).toEqual(caseNames);
});

it("emits the same text whichever other messages are read in the same run", async () => {
  for (const one of rendered) expect(await renderCases([one.name])).toEqual([one]);
  expect(await renderCases(caseNames.toReversed())).toEqual(rendered.toReversed());
});

it.each(["/a", "/zz"])("reads the same types in %s as in any other folder", async (root) => {
  const folder = "test/codec/cases/every-type";
  const files = [`${folder}/messages.ts`, `${folder}/shared.ts`, "runtime/decode.ts"];
  const here = join(import.meta.dirname, "../..");
  const overlay = new Map(
    files.map((file) => [`${root}/${file}`, readFileSync(join(here, file), "utf8")]),
  );
  const read = async (place: string) => {
    const file = `${place}/${folder}/messages.ts`;
    const [answer] = await readMessageTypes([{ file, roots: ["ProductEvent"] }], overlay);
    if (answer?.ok !== true) throw new Error(JSON.stringify(answer));
    return answer.model;
  };
  expect(await read(root)).toEqual(await read(here));
});
