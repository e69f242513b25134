import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { type MergeOutcome, mergeFile } from "../../generator/merge/index.ts";
import { editLines, type Random, seededRandom } from "./seeded-random.ts";

const sample = join(import.meta.dirname, "../../sample-output/fulfilment-shop");
const texts = readdirSync(sample, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && /\.(ts|json|yaml|md)$/.test(entry.name))
  .map((entry) => join(entry.parentPath, entry.name))
  .filter((path) => !path.includes("node_modules"))
  .map((path) => ({ path, base: readFileSync(path, "utf8") }))
  .filter(({ base }) => base.length < 4000);

/** Lines of the kinds that people and templates add, each told apart by its number. */
function numbered(random: Random, by: string): () => string {
  let count = 0;
  return () => {
    count += 1;
    const name = `${by}${count}`;
    return random.oneOf([
      `import { ${name} } from "./${name}.ts";`,
      `  ${name}: "${name}",`,
      `  "${name}": ${count},`,
      `// ${name}`,
      `  ${name}();`,
      `export const ${name} = 1;`,
      `if (${name}) {`,
      "}",
    ]);
  };
}

function edited(base: string, random: Random, by: string): string {
  return editLines(base.split("\n"), { random, word: numbered(random, by) }).join("\n");
}

/** Names of mine that neither the text nor a conflict has. */
function lostNames(mine: string, outcome: MergeOutcome): readonly string[] {
  const shown = outcome.clean ? [] : outcome.conflicts.map((conflict) => conflict.mine);
  const kept = [outcome.text, ...shown].join("\n");
  return (mine.match(/\bmine\d+\b/g) ?? []).filter(
    (name) => !new RegExp(`\\b${name}\\b`).test(kept),
  );
}

it("96 what only mine inserted survives in real files, and merging again changes nothing", () => {
  const count = { clean: 0, conflicts: 0 };
  for (let seed = 1; seed <= 400; seed += 1) {
    const random = seededRandom(seed);
    const { path, base } = random.oneOf(texts);
    const mine = edited(base, random, "mine");
    const theirs = edited(base, random, "theirs");
    const outcome = mergeFile({ path, base, mine, theirs });
    expect({ seed, path, lost: lostNames(mine, outcome) }).toEqual({ seed, path, lost: [] });
    count[outcome.clean ? "clean" : "conflicts"] += 1;
    const again = mergeFile({ path, base: theirs, mine: outcome.text, theirs });
    expect(again).toEqual({ clean: true, text: outcome.text });
    expect(mergeFile({ path, base, mine: base, theirs })).toEqual({ clean: true, text: theirs });
    expect(mergeFile({ path, base, mine, theirs: base })).toEqual({ clean: true, text: mine });
  }
  expect(Math.min(count.clean, count.conflicts)).toBeGreaterThan(50);
});
