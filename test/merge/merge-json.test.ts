import { expect, it } from "vitest";
import { mergeFile } from "../../generator/merge/index.ts";

const clean = (merged: string) => ({ clean: true, text: merged });
const merge = (base: string, mine: string, theirs: string, path = "package.json") =>
  mergeFile({ path, base, mine, theirs });
const json = (value: unknown): string => `${JSON.stringify(value, undefined, 2)}\n`;

const manifest = {
  name: "shop",
  version: "0.1.0",
  scripts: { build: "tsc", test: "vitest" },
  dependencies: { b: "1.0.0" },
};
const base = json(manifest);

it("70 manual-version-bump: the user's keys are not touched, the generator's are changed", () => {
  const mine = json({ ...manifest, version: "0.2.0", private: true });
  const theirs = json({
    ...manifest,
    scripts: { build: "tsc -b", check: "biome", test: "vitest" },
  });
  expect(merge(base, mine, theirs)).toEqual(
    clean(
      json({
        ...manifest,
        version: "0.2.0",
        scripts: { build: "tsc -b", check: "biome", test: "vitest" },
        private: true,
      }),
    ),
  );
});

it("7 both-append: keys that both add are all kept", () => {
  const mine = json({ ...manifest, dependencies: { b: "1.0.0", mine: "1.0.0" } });
  const theirs = json({ ...manifest, dependencies: { a: "1.0.0", b: "1.0.0", c: "1.0.0" } });
  expect(merge(base, mine, theirs)).toEqual(
    clean(
      json({
        ...manifest,
        dependencies: { a: "1.0.0", b: "1.0.0", c: "1.0.0", mine: "1.0.0" },
      }),
    ),
  );
});

it("removes what the generator removed, with its line and comma", () => {
  const { dependencies, ...others } = manifest;
  const mine = json({ mine: 1, ...manifest });
  expect(merge(base, mine, json(others))).toEqual(clean(json({ mine: 1, ...others })));
  const fewer = json({ ...manifest, scripts: { test: "vitest" }, dependencies });
  expect(merge(base, mine, fewer)).toEqual(
    clean(json({ mine: 1, ...manifest, scripts: { test: "vitest" } })),
  );
});

it("comments, layout and order of mine stay as they are", () => {
  const options = '{\n  "compilerOptions": {\n    "strict": true,\n    "lib": ["a", "b"]\n  }\n}\n';
  const mine =
    '\uFEFF// Ours.\r\n{\r\n\t"extends": "x", // why\r\n\t"compilerOptions": {\r\n\t\t"lib": ["b", "own"], // libraries\r\n\t\t/* strict */ "strict": true // last\r\n\t}\r\n}';
  const theirs =
    '{\n  "compilerOptions": {\n    "strict": true,\n    "lib": ["a", "b", "c"],\n    "paths": {\n      "#*": ["./*"]\n    }\n  },\n  "include": ["src"]\n}\n';
  expect(merge(options, mine, theirs, "tsconfig.json")).toEqual(
    clean(
      '\uFEFF// Ours.\r\n{\r\n\t"extends": "x", // why\r\n\t"compilerOptions": {\r\n\t\t"lib": ["b", "c", "own"], // libraries\r\n\t\t"paths": {\r\n\t\t\t"#*": ["./*"]\r\n\t\t},\r\n\t\t/* strict */ "strict": true // last\r\n\t},\r\n\t"include": ["src"]\r\n}',
    ),
  );
});

it("lists of plain values are sets", () => {
  const mine = '{ "a": ["x", "mine", "y"] }\n';
  const merged = '{ "a": ["new", "x", "mine"] }\n';
  expect(merge('{ "a": ["x", "y"] }\n', mine, '{ "a": ["new", "x"] }\n')).toEqual(clean(merged));
  expect(merge('{ "a": [] }\n', '{ "a": ["m"] }\n', '{ "a": ["t"] }\n')).toEqual(
    clean('{ "a": ["m", "t"] }\n'),
  );
});

it("11 user-reformats-whole-file: JSON in another layout follows the generator in that layout", () => {
  const mine = JSON.stringify(manifest, undefined, "\t");
  const next = { ...manifest, scripts: { ...manifest.scripts, lint: "biome" } };
  expect(merge(base, mine, json(next))).toEqual(clean(JSON.stringify(next, undefined, "\t")));
});

it("11 user-reformats-whole-file: JSON follows the order of keys, too", () => {
  const before = json({ a: 1, b: 2 });
  expect(merge(before, '{\n\t"a": 1,\n\t"b": 2\n}\n', json({ b: 2, a: 1, c: 3 }))).toEqual(
    clean('{\n\t"b": 2,\n\t"a": 1,\n\t"c": 3\n}\n'),
  );
});

it("12 reformat-plus-one-edit: JSON", () => {
  const mine = { ...manifest, private: true };
  const next = { ...manifest, scripts: { ...manifest.scripts, lint: { a: ["biome"] } } };
  expect(merge(base, JSON.stringify(mine, undefined, "\t"), json(next))).toEqual(
    clean(JSON.stringify({ ...mine, scripts: next.scripts }, undefined, "\t")),
  );
});

it("3 a key that both changed differently is a conflict, and the rest is merged", () => {
  const mine = json({ private: true, ...manifest, scripts: { build: "mine", test: "vitest" } });
  const { name, ...others } = manifest;
  const theirs = json({
    name,
    type: "module",
    ...others,
    scripts: { build: "theirs", test: "vitest" },
    dependencies: { a: "1.0.0", b: "1.0.0" },
  });
  const outcome = merge(base, mine, theirs);
  expect(outcome).toMatchObject({
    clean: false,
    reason: "Both sides changed scripts.build.",
    conflicts: [
      {
        mineStart: 6,
        base: '    "build": "tsc",\n',
        mine: '    "build": "mine",\n',
        theirs: '    "build": "theirs",\n',
      },
    ],
  });
  expect(outcome.text).toContain('    "a": "1.0.0",\n    "b": "1.0.0"\n');
});

it("10 a key that the user removed and the generator changed is a conflict", () => {
  const mine = json({ ...manifest, scripts: { test: "vitest" } });
  const theirs = json({ ...manifest, scripts: { build: "tsc -b", test: "vitest" } });
  expect(merge(base, mine, theirs)).toMatchObject({
    clean: false,
    conflicts: [{ base: '    "build": "tsc",\n', mine: "", theirs: '    "build": "tsc -b",\n' }],
  });
});

it("23 keys named constructor and __proto__", () => {
  const before = '{\n  "constructor": 1,\n  "__proto__": 2\n}\n';
  const mine = before.replace("2", '2,\n  "mine": 3');
  const theirs = before.replace('"constructor": 1', '"constructor": { "__proto__": 4 }');
  expect(merge(before, mine, theirs)).toEqual(
    clean(mine.replace('"constructor": 1', '"constructor": { "__proto__": 4 }')),
  );
});

it("32 what is no JSON, or has a key twice, is merged line by line", () => {
  const broken = '{\n  "a": 1\n  "b": 2,\n  "c": 3\n}\n';
  const mine = broken.replace("1", "9");
  expect(merge(broken, mine, broken.replace("3", "4"))).toEqual(clean(mine.replace("3", "4")));
  const twice = '{\n  "a": 1,\n  "a": 2,\n  "b": 3\n}\n';
  const edited = twice.replace("3", "4");
  expect(merge(twice, edited, twice.replace("1", "9"))).toEqual(clean(edited.replace("1", "9")));
});
