import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { mergeFile, sameTokens } from "../../generator/merge/index.ts";
import { type Random, seededRandom } from "./seeded-random.ts";

const root = join(import.meta.dirname, "../..");
const biome = join(root, "node_modules/@biomejs/biome/bin/biome");
const plugins = join(root, "sample-output/fulfilment-shop/plugins");

const formatters = {
  tabs: {
    formatter: { indentStyle: "tab", lineWidth: 120 },
    javascript: {
      formatter: {
        quoteStyle: "single",
        semicolons: "asNeeded",
        trailingCommas: "none",
        arrowParentheses: "asNeeded",
      },
    },
  },
  narrow: {
    formatter: { indentStyle: "space", indentWidth: 4, lineWidth: 60 },
    javascript: { formatter: { quoteStyle: "single", trailingCommas: "es5" } },
  },
  wide: {
    formatter: { indentStyle: "space", indentWidth: 2, lineWidth: 160 },
    javascript: { formatter: { semicolons: "asNeeded" } },
  },
} as const;

type Formatter = keyof typeof formatters;
const names = Object.keys(formatters) as Formatter[];

const emitted = readdirSync(plugins, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.name.endsWith(".ts"))
  .map((entry) => readFileSync(join(entry.parentPath, entry.name), "utf8"))
  // Others do not show what a formatter makes of strings and indentation.
  .filter((text) => /"/.test(text) && /^ +[^ *]/m.test(text));

const added =
  '\nexport function added(first: string): readonly string[] {\n  if (first === "a") {\n    return ["b"];\n  }\n  return [first];\n}\n';

/** What the generator writes next: a function more, and a line more below the first import. */
function nextVersion(text: string): string {
  return `${text.replace(/^import .*;\n/m, (line) => `${line}import { added } from "./added.ts";\n`)}${added}`;
}

/** A text with a few statements, imports and functions more, at random places. */
function edit(text: string, random: Random, by: string): string {
  const lines = text.split("\n");
  for (let left = 1 + random.below(3); left > 0; left -= 1) {
    const name = `${by}${random.below(1000)}`;
    const place = random.below(lines.length);
    const line = lines[place] ?? "";
    const indent = /^ */.exec(line)?.[0] ?? "";
    const isStatement = /^\s+(const|await|expect)\b.*;$/.test(line);
    const isImport = /^import\b.*;$/.test(line);
    if (isStatement) lines.splice(place + 1, 0, `${indent}call("${name}", { ${name}: 1 });`);
    else if (isImport) lines.splice(place, 0, `import { ${name} } from "./${name}.ts";`);
    else if (line === "" && /^\S/.test(lines[place + 1] ?? ""))
      lines.splice(place, 0, "", `function ${name}(a: string) {`, "  return a;", "}");
    else left += 1;
  }
  return lines.join("\n");
}

let folder = "";
const formatted: Record<string, readonly string[]> = {};

/** The texts as Biome writes them with other settings. */
function format(formatter: Formatter, texts: readonly string[]): readonly string[] {
  const inside = mkdtempSync(join(folder, `${formatter}-`));
  const settings = { root: true, assist: { enabled: false }, ...formatters[formatter] };
  writeFileSync(join(inside, "biome.json"), JSON.stringify(settings));
  mkdirSync(join(inside, "src"));
  for (const [index, text] of texts.entries()) writeFileSync(join(inside, `src/${index}.ts`), text);
  const run = spawnSync(process.execPath, [biome, "format", "--write", "src"], { cwd: inside });
  expect(run.status, String(run.stderr)).toBe(0);
  return texts.map((_, index) => readFileSync(join(inside, `src/${index}.ts`), "utf8"));
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "reformatted-"));
  for (const name of names) {
    formatted[name] = format(name, emitted);
    formatted[`${name} next`] = format(name, emitted.map(nextVersion));
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.each(names)("with the formatter %s", (name) => {
  it("11 user-reformats-whole-file: an emitted file stays the same", () => {
    for (const [index, text] of emitted.entries()) {
      const mine = formatted[name]?.[index] ?? "";
      expect({ mine, isSame: sameTokens("a.ts", text, mine) }).toEqual({ mine, isSame: true });
    }
  });

  it("11 user-reformats-whole-file: the generator's changes come as that formatter writes them", () => {
    for (const [index, base] of emitted.entries()) {
      const mine = formatted[name]?.[index] ?? "";
      const merged = mergeFile({ path: "a.ts", base, mine, theirs: nextVersion(base) });
      expect(merged).toEqual({
        clean: true,
        text: formatted[`${name} next`]?.[index],
      });
    }
  });

  it("12 reformat-plus-one-edit: an edit and the generator's changes merge in mine's layout", () => {
    for (const [index, base] of emitted.entries()) {
      const edit = "// One edit.\n";
      const atFirstExport = (text = ""): string =>
        text.replace(/^(\/\*\*|export|const|describe)/m, `${edit}$1`);
      const mine = atFirstExport(formatted[name]?.[index]);
      expect(mine).toContain(edit);
      const merged = mergeFile({ path: "a.ts", base, mine, theirs: nextVersion(base) });
      const expected = atFirstExport(formatted[`${name} next`]?.[index]);
      expect(merged).toEqual({ clean: true, text: expected });
    }
  });
});

it.each(names)(
  "12 edits merge in the layout of formatter %s exactly where they merge in the emitted one",
  (name) => {
    const cases = Array.from({ length: 150 }, (_, seed) => {
      const random = seededRandom(seed + 1);
      const base = random.oneOf(emitted);
      return { seed, base, mine: edit(base, random, "mine"), theirs: edit(base, random, "theirs") };
    });
    const mines = format(
      name,
      cases.map(({ mine }) => mine),
    );
    const verdicts = cases.map(({ seed, base, mine, theirs }, index) => {
      const plain = mergeFile({ path: "a.ts", base, mine, theirs });
      const merged = mergeFile({ path: "a.ts", base, mine: mines[index] ?? "", theirs });
      const isSame = !plain.clean || sameTokens("a.ts", merged.text, plain.text);
      return { seed, before: plain.clean, now: merged.clean, isSame };
    });
    expect(verdicts.filter(({ before, now, isSame }) => before !== now || !isSame)).toEqual([]);
    expect(new Set(verdicts.map(({ now }) => now)).size).toBe(2);
  },
);

it("13 formatter-config-changed-between-runs: a file merged before is still only reformatted", () => {
  for (const [index, base] of emitted.entries()) {
    const mine = formatted.narrow?.[index] ?? "";
    expect(sameTokens("a.ts", formatted.tabs?.[index] ?? "", mine)).toBe(true);
    expect(mergeFile({ path: "a.ts", base: `${base}\n`, mine, theirs: base })).toEqual({
      clean: true,
      text: mine,
    });
  }
});
