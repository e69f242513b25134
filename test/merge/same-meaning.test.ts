import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { expect, it } from "vitest";
import { sameTokens } from "../../generator/merge/index.ts";
import { type Random, seededRandom } from "./seeded-random.ts";

const runtime = join(import.meta.dirname, "../../runtime");

/** Statements in which line ends, semicolons, commas and parentheses matter. */
const snippets = [
  "a = b\n;(c)()\n;[d] = e\n",
  "let a = b\n++c\nd--\n!e\n",
  "class A {\n  static b = 1;\n  get c() { return 1 }\n  ;[d] = 2;\n  async\n  e() {}\n}\n",
  "class A { get; set; static; x() {} readonly y = 1; declare z: B }\n",
  "interface A { b: C; d?: E[], f(): void\n [g: string]: H }\n",
  "const f = (a) => (b ? c : d), g = async (x) => ({ y: x }), h = () => (i, j);\n",
  "function* f() { yield\n a; return (b && c); throw (d) }\n",
  "if (a) b(); else c()\nwhile (d); do e(); while (f)\nfor (;;) { break\n}\n",
  "type A = | B | C; type D = (E | F)[]; let x = y as | G\nlet z: H<I<J>> = k >> l\n",
  'const o = { "a": 1, b, "c-d": [, 1, ,], ...e, "__proto__": f, };\n',
  "switch (a) { case b, 'c': d(); default: e() }\n",
  `x = \`a \${b} c \${{ d: 1 }.d}\`\n\`e\`.f()\nlet r = /a b/g, q = s / t / u\n`,
  "label: for (const a of b) { if (c) continue label\n d() }\nexport default (e)\n",
  "abstract class A<T,> extends B<C> implements D { abstract e(): void; constructor(private f: G,) { super() } }\n",
  "declare module 'm' { const a: 1; namespace N { type B = keyof C } }\nlet as = 1\nas as any\n",
  "a?.b!.c\n(a?.b).c\nnew D\nnew D()\nlet n = a! + b!\nlet e = a\n! b\n",
  "try { a } catch { b } finally { c }\nvar d = function () {}\n(e)\n",
];

const texts = [
  ...snippets,
  ...readdirSync(runtime)
    .filter((name) => name.endsWith(".ts"))
    .map((name) => readFileSync(join(runtime, name), "utf8"))
    .filter((text) => text.length < 2500),
];

/** One small change of the kind that formatters make, at a random place. */
function mutate(text: string, random: Random): string {
  const at = random.below(text.length);
  const places = [...text.matchAll(/[\s;,()|'"]/g)].map(({ index }) => index);
  const place = random.oneOf(places);
  return random.oneOf([
    () => text.slice(0, place) + text.slice(place + 1),
    () => text.slice(0, place) + random.oneOf([" ", "\n", ";", ",", "\n;"]) + text.slice(place + 1),
    () =>
      text.slice(0, place) + random.oneOf([" ", "\n", ";", ",", "(", ")", "|"]) + text.slice(place),
    () => text.slice(0, at) + random.oneOf([" ", "\n"]) + text.slice(at),
    () => `${text.slice(0, place)}(${text.slice(place).replace(/[;,)\n]/, ")$&")}`,
  ])();
}

/** What the TypeScript parser makes of a text, or `undefined` where it finds faults. */
function meaningOf(text: string): string | undefined {
  const file = ts.createSourceFile("a.ts", text, ts.ScriptTarget.Latest, false);
  if ((file as unknown as { parseDiagnostics: unknown[] }).parseDiagnostics.length > 0) {
    return undefined;
  }
  const describe = (node: ts.Node): string => {
    if (ts.isParenthesizedExpression(node)) return describe(node.expression);
    if (ts.isParenthesizedTypeNode(node)) return describe(node.type);
    const isJoined = ts.isUnionTypeNode(node) || ts.isIntersectionTypeNode(node);
    const [only] = isJoined && node.types.length === 1 ? node.types : [];
    if (only !== undefined) return describe(only);
    if (ts.isEmptyStatement(node) || ts.isSemicolonClassElement(node)) return "";
    const isName = node.kind === ts.SyntaxKind.StringLiteral || ts.isIdentifier(node);
    const kind = isName ? "" : ts.SyntaxKind[node.kind];
    const own = "text" in node && typeof node.text === "string" && !ts.isSourceFile(node);
    const value = own ? JSON.stringify(node.text) : "";
    const isString = node.kind === ts.SyntaxKind.StringLiteral ? "'" : "";
    const chain = node.flags & ts.NodeFlags.OptionalChain ? "?" : "";
    const children: string[] = [];
    ts.forEachChild(node, (child) => {
      const isKey =
        ts.isPropertyAssignment(node) && node.name === child && ts.isStringLiteral(child);
      children.push(
        isKey && child.text !== "__proto__" ? JSON.stringify(child.text) : describe(child),
      );
    });
    const body = children.filter((child) => child !== "").join(" ");
    const isBody = ts.isIterationStatement(node, false) && children.at(-1) === "" ? "empty" : "";
    return `${kind}${isString}${value}${chain}${isBody}${body === "" ? "" : `(${body})`}`;
  };
  return describe(file);
}

it("texts with the same tokens mean the same to TypeScript, whatever was changed in them", () => {
  let compared = 0;
  const wrong: { seed: number; before: string; after: string }[] = [];
  for (let seed = 1; seed <= 10_000; seed += 1) {
    const random = seededRandom(seed);
    const before = random.oneOf(texts);
    let after = mutate(before, random);
    if (random.below(2) === 0) after = mutate(after, random);
    if (before === after || !sameTokens("a.ts", before, after)) continue;
    const [a, b] = [meaningOf(before), meaningOf(after)];
    if (a === undefined || b === undefined) continue;
    compared += 1;
    if (a !== b) wrong.push({ seed, before, after });
  }
  expect(wrong.slice(0, 5)).toEqual([]);
  expect(compared).toBeGreaterThan(500);
});
