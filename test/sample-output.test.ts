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
