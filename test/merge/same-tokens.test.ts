import { expect, it } from "vitest";
import { sameTokens } from "../../generator/merge/index.ts";

const same: readonly (readonly [what: string, a: string, b: string])[] = [
  ["indentation", "if (a) {\n  b();\n}\n", "if (a) {\n\tb();\n}\n"],
  ["line width", "call(first, second);\n", "call(\n  first,\n  second,\n);\n"],
  ["quotes", 'const a = "it\'s";\n', "const a = 'it\\'s';\n"],
  ["quotes of property names", 'const a = { "b": 1 };\n', "const a = { b: 1 };\n"],
  [
    "semicolons",
    "const a = 1;\nlet b: Map<string, A>;\nfoo();\n",
    "const a = 1\nlet b: Map<string, A>\nfoo()\n",
  ],
  ["semicolons at the start of lines", "a();\n[b] = c;\n(d)();\n", "a()\n;[b] = c\n;(d)()\n"],
  [
    "semicolons in types",
    "interface A {\n  a: B;\n  c?: D[];\n}\n",
    "interface A {\n  a: B\n  c?: D[]\n}\n",
  ],
  ["semicolons before comments", "a(); // why\nb();\n", "a() // why\nb()\n"],
  ["a semicolon before else", "if (a) b();\nelse c();\n", "if (a) b()\nelse c()\n"],
  ["semicolons after do", "do {\n  a();\n} while (b);\nc();\n", "do {\n  a()\n} while (b)\nc()\n"],
  ["trailing commas", "const a = [\n  1,\n];\n", "const a = [1];\n"],
  ["parentheses of arrows", "a.map((b) => b);\n", "a.map(b => b);\n"],
  [
    "parentheses of what arrows return",
    "a((b) => (b ? 1 : 2));\n",
    "a((b) =>\n  b\n    ? 1\n    : 2,\n);\n",
  ],
  ["parentheses of what is returned", "return a && b;\n", "return (\n  a &&\n  b\n);\n"],
  ["leading bars of unions", "type A = B | C;\n", "type A =\n  | B\n  | C;\n"],
  ["nested type arguments", "let a: B<C<D>>;\n", "let a: B<\n  C<D>\n>;\n"],
  ["white space at line ends", "a(); // b\n", "a(); // b  \n"],
  ["stars of comments", "  /**\n   * a\n   */\n", "\t/**\n\t * a\n\t */\n"],
];

it.each(same)("formatting is no difference: %s", (_what, a, b) => {
  expect(sameTokens("a.ts", a, b)).toBe(true);
  expect(sameTokens("a.ts", b, a)).toBe(true);
});

const different: readonly (readonly [what: string, a: string, b: string])[] = [
  ["white space in strings", 'a("b c");\n', 'a("b  c");\n'],
  ["escapes", String.raw`a("\n");`, String.raw`a("\\n");`],
  ["white space in templates", "a(`b\n  c`);\n", "a(`b\nc`);\n"],
  ["white space between template and value", `a(\`b \${c}\`);\n`, `a(\`b\${c}\`);\n`],
  ["regular expressions", "a(/b c/);\n", "a(/b  c/);\n"],
  ["a division is no regular expression", "a = b / c / d;\n", "a = b /c/ d;\nd;\n"],
  ["comments", "a(); // b\n", "a(); // c\n"],
  ["lines of comments", "/*\n  a\n*/\n", "/*\na\n*/\n"],
  [
    "whether a comment has a line of its own",
    "a(); // @ts-ignore\nb();\n",
    "a();\n// @ts-ignore\nb();\n",
  ],
  ["a line end that continues an expression", "a = b;\n(c)();\n", "a = b\n(c)();\n"],
  ["a line end before brackets", "a = b;\n[c].d();\n", "a = b\n[c].d();\n"],
  ["a line end before the brackets of a type", "let a: B\n[];\n", "let a: B[];\n"],
  ["a line end before a template", "a = b;\n`c`.d();\n", "a = b\n`c`.d();\n"],
  ["a line end after return", "return a;\n", "return\na;\n"],
  ["a line end between return and parentheses", "return (a)(b);\n", "return\n(a)(b);\n"],
  ["a line end between return and a brace", "return { a };\n", "return\n{ a }\n"],
  [
    "a line end before a comment behind return",
    "return (\n  // b\n  a\n);\n",
    "return // b\n  a;\n",
  ],
  ["which operand is counted up", "a\n++b\n", "a++\nb\n"],
  ["which operand is negated", "a\n!b\n", "a!\nb\n"],
  ["a getter and a field", "class A {\n  get;\n  b() {}\n}\n", "class A {\n  get\n  b() {}\n}\n"],
  ["static members", "class A {\n  static;\n  b() {}\n}\n", "class A {\n  static b() {}\n}\n"],
  ["a type and three names", "type\nA\n= 1\n", "type A = 1\n"],
  ["empty bodies", "while (a);\nb();\n", "while (a) b();\n"],
  ["missing elements", "const [, a] = b;\n", "const [a] = b;\n"],
  ["elements left out at the end", "a = [,];\n", "a = [];\n"],
  ["an object and a block", "a = () => ({});\n", "a = () => {};\n"],
  ["the last of several values", "a = () => (b, c);\n", "a = () => b, c;\n"],
  ["what an arrow returns", "a = () => (b)(c);\n", "a = () => b(c);\n"],
  ["the prototype", 'a = { "__proto__": b };\n', "a = { __proto__: b };\n"],
  ["cases", 'switch (a) { case b, "c": d(); }\n', "switch (a) { case b, c: d(); }\n"],
  ["strings and names", 'a("b");\n', "a(b);\n"],
  ["parts of for", "for (a; b; c) d();\n", "for (a, b; ; c) d();\n"],
];

it.each(different)("never equal: %s", (_what, a, b) => {
  expect(sameTokens("a.ts", a, b)).toBe(false);
  expect(sameTokens("a.ts", b, a)).toBe(false);
});

it("JSON differs in formatting only; texts of other kinds never do", () => {
  expect(sameTokens("a.json", '{"a": [1, 2]}', '{\n  "a": [\n    1,\n    2\n  ]\n}\n')).toBe(true);
  expect(sameTokens("a.json", '{"a": "b c"}', '{"a": "b  c"}')).toBe(false);
  expect(sameTokens("a.yaml", "a:\n  b: 1\n", "a:\n    b: 1\n")).toBe(false);
  expect(sameTokens("a.yaml", "a: 1\n", "a: 1\r\n")).toBe(true);
});

it("21 trailing-whitespace-only-edit is formatting in code, and what cannot be read is compared as it is", () => {
  expect(sameTokens("a.ts", "a();\n", "a();  \n")).toBe(true);
  expect(sameTokens("a.ts", "a(;\n", "a( ;\n")).toBe(false);
  expect(sameTokens("a.ts", 'a("b;\n', 'a( "b;\n')).toBe(false);
});
