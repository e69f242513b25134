import { expect, it } from "vitest";
import { mergeFile } from "../../generator/merge/index.ts";

const text = (...lines: readonly string[]): string => lines.map((line) => `${line}\n`).join("");
const clean = (merged: string) => ({ clean: true, text: merged });
const merge = (base: string, mine: string, theirs: string) =>
  mergeFile({ path: "plugins/ordering/stack/index.ts", base, mine, theirs });

const imports = [
  'import { a } from "./a.ts";',
  'import { b } from "./b.ts";',
  'import { d } from "./d.ts";',
  "",
];
const wiring = ["connect(a);", "connect(b);", "connect(d);"];
const file = text(...imports, ...wiring);

it("4 adjacent-line-edits: a line added beside a reworded one is no conflict in code", () => {
  const mine = file.replace("connect(b)", "connect(b, { slow: true })");
  const theirs = file.replace("connect(d)", "connect(c);\nconnect(d)");
  expect(merge(file, mine, theirs)).toEqual(
    clean(mine.replace("connect(d)", "connect(c);\nconnect(d)")),
  );
  const above = file.replace("connect(b)", "connect(c);\nconnect(b)");
  expect(merge(file, mine, above)).toEqual(
    clean(mine.replace("connect(b", "connect(c);\nconnect(b")),
  );
});

it("4 adjacent-line-edits: two reworded lines, and a line added beside a removed one, are conflicts", () => {
  const mine = file.replace("connect(a)", "connect(a, 1)");
  expect(merge(file, mine, file.replace("connect(b)", "connect(b, 2)"))).toMatchObject({
    clean: false,
    conflicts: [{ mineStart: 5, base: "connect(a);\nconnect(b);\n" }],
  });
  const removed = file.replace("connect(b);\n", "");
  expect(merge(file, removed, file.replace("connect(d)", "connect(c);\nconnect(d)"))).toMatchObject(
    {
      clean: false,
      conflicts: [
        { mineStart: 6, base: "connect(b);\n", mine: "", theirs: "connect(b);\nconnect(c);\n" },
      ],
    },
  );
});

it("7 both-append-at-eof: different declarations are a conflict", () => {
  const outcome = merge(file, `${file}\nmine();\n`, `${file}\ntheirs();\n`);
  expect(outcome).toMatchObject({
    clean: false,
    conflicts: [{ mineStart: 8, base: "", mine: "\nmine();\n", theirs: "\ntheirs();\n" }],
  });
});

it("7 both-append: entries of a list that both add are kept, theirs first, the same ones once", () => {
  const list = text("route({", "  queues: {", '    "a": handleA,', "  },", "});");
  const add = (...lines: readonly string[]): string =>
    list.replace("handleA,", ["handleA,", ...lines].join("\n    "));
  expect(merge(list, add('"m": handleM,'), add('"b": handleB,', '"c": handleC,'))).toEqual(
    clean(add('"b": handleB,', '"c": handleC,', '"m": handleM,')),
  );
  expect(
    merge(list, add('"b": handleB,', '"m": handleM,'), add('"c": handleC,', '"b": handleB,')),
  ).toEqual(clean(add('"c": handleC,', '"b": handleB,', '"m": handleM,')));
  expect(merge(list, add('"b": mine,'), add('"b": theirs,'))).toMatchObject({ clean: false });
});

it("7 both-append: parameters, statements and elements over several lines are no such entries", () => {
  const call = text("call(", "  a,", ");");
  const add = (line: string): string => call.replace("a,", `a,\n  ${line},`);
  expect(merge(call, add("m"), add("t"))).toMatchObject({ clean: false });
  const block = text("if (a) {", "  b();", "}");
  const put = (line: string): string => block.replace("b();", `b();\n  ${line};`);
  expect(merge(block, put("m()"), put("t()"))).toMatchObject({ clean: false });
});

it("8 both-add-import-same-place", () => {
  const mine = file.replace("\nimport { d }", '\nimport { mine } from "./mine.ts";\nimport { d }');
  const theirs = file.replace("\nimport { d }", '\nimport { c } from "./c.ts";\nimport { d }');
  expect(merge(file, mine, theirs)).toEqual(
    clean(
      text(
        'import { a } from "./a.ts";',
        'import { b } from "./b.ts";',
        'import { mine } from "./mine.ts";',
        'import { c } from "./c.ts";',
        'import { d } from "./d.ts";',
        "",
        ...wiring,
      ),
    ),
  );
});

it("8 both-add-import-same-place: names of one module", () => {
  const mine = file.replace("{ b }", "{ b, type Mine, own as renamed }");
  const theirs = file.replace("{ b }", "{ added, b }");
  expect(merge(file, mine, theirs)).toEqual(
    clean(file.replace("{ b }", "{ added, b, type Mine, own as renamed }")),
  );
  const wide = `{ ${"abcdefghij"
    .split("")
    .map((letter) => letter.repeat(8))
    .join(", ")}, b }`;
  expect(merge(file, file.replace("{ b }", "{ b, mine }"), file.replace("{ b }", wide))).toEqual(
    clean(
      file.replace("{ b }", `{\n  ${wide.slice(2, -2).replaceAll(", ", ",\n  ")},\n  mine,\n}`),
    ),
  );
});

it("8 both-add-import-same-place: comments, side effects and the rest of mine stay where they are", () => {
  const extra = '// Must be first.\nimport "./patch.ts";\nimport { b }';
  const mine = file.replace("import { b }", extra).replace("connect(d)", "connect(mine)");
  const theirs = file.replace("import { b }", 'import { aa } from "./aa.ts";\nimport { b }');
  expect(merge(file, mine, theirs)).toEqual(
    clean(mine.replace("import { b }", 'import { aa } from "./aa.ts";\nimport { b }')),
  );
});

it("9 user-removes-import-generator-edits-it: only what the generator added comes back", () => {
  const mine = file.replace('import { b } from "./b.ts";\n', "").replace("connect(b);\n", "");
  const theirs = file.replace("{ b }", "{ b, more }");
  expect(merge(file, mine, theirs)).toEqual(
    clean(file.replace("{ b }", "{ more }").replace("connect(b);\n", "")),
  );
});

it("9 a conflict below imports that were merged has its line in mine", () => {
  const mine = file.replace("{ b }", "{ b, mine }").replace("connect(b)", "connect(mine)");
  const theirs = file
    .replace("{ b }", "{ aa, b }")
    .replace("import { d }", 'import { c } from "./c.ts";\nimport { d }')
    .replace("connect(b)", "connect(c)");
  expect(merge(file, mine, theirs)).toMatchObject({
    clean: false,
    conflicts: [
      { mineStart: 6, base: "connect(b);\n", mine: "connect(mine);\n", theirs: "connect(c);\n" },
    ],
  });
});

it("10 user-deletes-block-generator-edits-it", () => {
  const base = text("a();", "", "function b() {", "  c();", "}");
  const outcome = merge(base, text("a();"), base.replace("c()", "d()"));
  expect(outcome).toMatchObject({ clean: false, conflicts: [{ mineStart: 2, mine: "" }] });
});

it("29 user-comment-between-generated-statements, 31 eslint-disable-added", () => {
  const mine = `/* eslint-disable */\n${file.replace("connect(b)", "// Mine.\nconnect(b)")}`;
  const theirs = file.replace("connect(d);", "connect(d);\nconnect(e);");
  expect(merge(file, mine, theirs)).toEqual(clean(`${mine}connect(e);\n`));
});

it("30 license-header-added-on-top: also when the generator adds the first import", () => {
  const mine = `// Copyright.\n\n${file}`;
  const theirs = `import { _ } from "./_.ts";\n${file}`;
  expect(merge(file, mine, theirs)).toEqual(
    clean(`// Copyright.\n\nimport { _ } from "./_.ts";\n${file}`),
  );
});

it("32 clean-text-merge-that-does-not-parse is a conflict", () => {
  const base = text("if (x) {", "  a();", "  b();", "  c();", "}");
  const mine = text("  a();", "  b();", "  c();");
  const theirs = text("if (x) {", "  a();", "} else {", "  b();", "  c();", "}");
  expect(merge(base, mine, theirs)).toEqual({
    clean: false,
    text: text(
      "  a();",
      "<<<<<<< mine",
      "||||||| base",
      "=======",
      "} else {",
      ">>>>>>> theirs",
      "  b();",
      "  c();",
    ),
    conflicts: [{ mineStart: 2, base: "", mine: "", theirs: "} else {\n" }],
    reason: "In the merged text, brackets or quotes do not match.",
  });
});

it("33 clean-merge-duplicate-import-binding is merged as a set", () => {
  const theirs = file.replace("import { a }", 'import { z } from "./z.ts";\nimport { a }');
  const mine = file.replace('"./d.ts";\n', '"./d.ts";\nimport { z } from "./z.ts";\n');
  expect(merge(file, mine, theirs)).toEqual(clean(theirs));
});

it("33 clean-merge-duplicate-import-binding of two modules is a conflict", () => {
  const theirs = file.replace("import { a }", 'import { z } from "./z.ts";\nimport { a }');
  const mine = file.replace('"./d.ts";\n', '"./d.ts";\nimport { z } from "./other.ts";\n');
  expect(merge(file, mine, theirs)).toMatchObject({
    clean: false,
    reason: "The merged text declares the import z twice.",
    conflicts: [{ mineStart: 1, base: "", mine: "", theirs: 'import { z } from "./z.ts";\n' }],
  });
});

it("33 a declaration that both add at different places is a conflict", () => {
  const theirs = `${file}\nexport const made = 1;\n`;
  const mine = file.replace("connect(a)", "const made = 2;\nconnect(a)");
  expect(merge(file, mine, theirs)).toMatchObject({
    clean: false,
    reason: "The merged text declares made twice.",
    conflicts: [{ mine: "", theirs: "\nexport const made = 1;\n" }],
  });
});

it("33 overloads, and a type and a value of one name, are no duplicates", () => {
  const types =
    "function f(a: 1): 1;\nfunction f(a: 2): 2;\nfunction f(a: number) {\n  return a;\n}\ntype T = 1;\nconst T = 1;\n";
  const mine = types.replace("type T = 1", "type T = 1 | 2");
  expect(merge(types, mine, `// New.\n${types}`)).toEqual(clean(`// New.\n${mine}`));
});

it("33 a default export that both add at different places is a conflict", () => {
  const mine = file.replace("connect(a)", "export default 1;\nconnect(a)");
  expect(merge(file, mine, `${file}\nexport default 2;\n`)).toMatchObject({
    clean: false,
    reason: "The merged text declares a default export twice.",
  });
});

it("11 what only the generator formatted anew is not brought, and what both wrote alike is mine's", () => {
  const mine = "a(2);\nb();\n";
  expect(merge("a(1);\nb();\n", mine, "a(\n  1,\n);\nb();\n")).toEqual(clean(mine));
  const alike = "a(\n  2\n);\nb();\n";
  expect(merge("a(1);\nb();\n", alike, "a(2);\nb();\n")).toEqual(clean(alike));
});

it("11 a semicolon stays where the next line would go on without it", () => {
  expect(merge("a();\nb();\n", "a()\nb()\n", "a();\nb();\n(c)();\n")).toEqual(
    clean("a()\nb();\n(c)();\n"),
  );
});

it("12 a conflict in a reformatted file has its line in mine", () => {
  const base = text("function f() {", "  a(1, 2);", "  b();", "}");
  const mine = text("function f() {", "\ta(", "\t\t1,", "\t\t2", "\t)", "\tmine()", "}");
  expect(merge(base, mine, base.replace("b()", "theirs()"))).toMatchObject({
    clean: false,
    conflicts: [{ mineStart: 6, base: "  b();\n", theirs: "  theirs();\n" }],
  });
});

it("29 user-comment-between-generated-statements: one above an import that goes is not lost", () => {
  const mine = file.replace(
    "import { d }",
    'import { own } from "./own.ts";\n// Mine.\nimport { d }',
  );
  const theirs = text('import { a } from "./a.ts";', 'import { c } from "./c.ts";', "", ...wiring);
  expect(merge(file, mine, theirs)).toMatchObject({
    clean: false,
    conflicts: [{ mine: expect.stringContaining("// Mine.") }],
  });
});

it("29 user-comment-between-generated-statements: one above the import that becomes the first stays", () => {
  const mine = file
    .replace("import { b }", "// Mine.\nimport { b }")
    .replace("import { d }", 'import { own } from "./own.ts";\nimport { d }');
  const theirs = file
    .replace('import { a } from "./a.ts";\n', "")
    .replace("import { d }", 'import { c } from "./c.ts";\nimport { d }');
  expect(merge(file, mine, theirs)).toEqual(
    clean(
      text(
        "// Mine.",
        'import { b } from "./b.ts";',
        'import { own } from "./own.ts";',
        'import { c } from "./c.ts";',
        'import { d } from "./d.ts";',
        "",
        ...wiring,
      ),
    ),
  );
});
