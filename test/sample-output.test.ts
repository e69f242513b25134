import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { emitSample, filesBelow, sampleFolder, samples } from "./sample-output.ts";

it.each(samples)("sample-output/%s is what is emitted now", (sample) => {
  const emitted = emitSample(sample);
  const committed = filesBelow(join(sampleFolder, sample));
  // To bring it up to date: npm run sample-output
  expect([...committed.keys()]).toEqual([...emitted.keys()]);
  for (const [path, text] of emitted) expect(committed.get(path), path).toBe(text);
});

it.each(samples)("the runtime of sample-output/%s is the library, byte for byte", (sample) => {
  const copied = filesBelow(join(sampleFolder, sample, "runtime"));
  const library = filesBelow(join(sampleFolder, "../runtime"));
  expect([...copied.entries()]).toEqual([...library.entries()]);
});

const dependsOnStrategy =
  /^(COMPONENTS\.md|reventless\.json|\.reventless\/.*|plugins\/ordering\/handlers\/.*|plugins\/ordering\/stack\/functions\.ts)$/;

it.each(samples.slice(1))("%s differs from single in handlers and functions alone", (sample) => {
  const lasting = (name: string) =>
    [...filesBelow(join(sampleFolder, name))].filter(([path]) => !dependsOnStrategy.test(path));
  expect(lasting(sample)).toEqual(lasting("fulfilment-shop"));
});

it("the README of the samples names the functions of each", () => {
  const readme = readFileSync(join(sampleFolder, "README.md"), "utf8");
  const rows = samples.map((sample) => {
    const handlers = readdirSync(join(sampleFolder, sample, "plugins/ordering/handlers")).sort();
    const names = handlers.map((file) => `\`${file.replace(/\.ts$/, "")}\``);
    return `| [${sample}](${sample}) | ${names.length} | ${names.join(", ")} |`;
  });
  expect(readme.split("\n").filter((line) => line.startsWith("| [fulfilment"))).toEqual(rows);
});
