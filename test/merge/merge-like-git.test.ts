import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { mergeText } from "../../generator/merge/index.ts";
import { editLines, seededRandom } from "./seeded-random.ts";

const hasGit = spawnSync("git", ["--version"]).status === 0;
let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "merge-like-git-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function mergeByGit(sides: Sides): { readonly text: string; readonly isClean: boolean } {
  for (const [side, text] of Object.entries(sides)) writeFileSync(join(folder, side), text);
  const labels = ["mine", "base", "theirs"];
  const { stdout, status } = spawnSync(
    "git",
    ["merge-file", "-p", "--diff3", ...labels.flatMap((label) => ["-L", label]), ...labels],
    { cwd: folder, encoding: "utf8" },
  );
  return { text: stdout, isClean: status === 0 };
}

interface Sides {
  readonly base: string;
  readonly mine: string;
  readonly theirs: string;
}

/**
 * Small cases over few words, so that lines repeat and alignments are ambiguous. Many are one text with
 * unique lines between them: one run of git then checks them all.
 */
function randomSides(seed: number, cases: number): Sides {
  const random = seededRandom(seed);
  const lines = { base: [] as string[], mine: [] as string[], theirs: [] as string[] };
  for (let index = 0; index < cases; index += 1) {
    const words = 1 + random.below(12);
    const known = (): string => `word ${random.below(words)}`;
    const word = (): string => random.oneOf([known, () => `new ${random.below(3)}`])();
    const base = Array.from({ length: random.below(30) }, known);
    const end = cases === 1 ? [] : [`end of ${index}`, `start of ${index + 1}`];
    lines.base.push(...base, ...end);
    lines.mine.push(...editLines(base, { random, word }), ...end);
    lines.theirs.push(...editLines(base, { random, word }), ...end);
  }
  const text = (of: readonly string[]): string => of.map((line) => `${line}\n`).join("");
  return { base: text(lines.base), mine: text(lines.mine), theirs: text(lines.theirs) };
}

it.skipIf(!hasGit)(
  "97 merge-differential-fuzz: 10,000 cases come out as git merges them, byte for byte (needs git)",
  () => {
    let [checked, clean] = [0, 0];
    for (let seed = 1; checked < 10_000; seed += 1) {
      const cases = seed % 2 === 0 ? 1 : 1 + ((seed * 7) % 100);
      const sides = randomSides(seed, cases);
      const expected = mergeByGit(sides);
      const outcome = mergeText(sides);
      expect({ seed, text: outcome.text, isClean: outcome.clean }).toEqual({ seed, ...expected });
      checked += cases;
      if (outcome.clean) clean += 1;
    }
    expect(clean).toBeGreaterThan(20);
  },
);
