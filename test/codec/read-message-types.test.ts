import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import type { MessageModel, TypeModel } from "../../generator/codec/index.ts";
import { readMessageTypes } from "../../generator/codec/read-message-types.ts";
import { formatTypeProblems } from "../../generator/codec/type-problems.ts";

const file = "/app/plugins/ordering/order/messages.ts";
const decodeFile = resolve(import.meta.dirname, "../../runtime/decode.ts");

const prelude = `import type { IsoDate, IsoDateTime } from "${decodeFile}";\n`;

async function read(texts: Readonly<Record<string, string>>, roots = ["OrderCommand"]) {
  const overlay = new Map(
    Object.entries(texts).map(([name, text]) => [join("/app/plugins/ordering/order", name), text]),
  );
  const [answer] = await readMessageTypes([{ file, roots }], overlay);
  if (answer === undefined) throw new Error("One source has one answer.");
  return answer;
}

async function problemsIn(messages: string, others: Readonly<Record<string, string>> = {}) {
  const answer = await read({ "messages.ts": messages, ...others });
  return answer.ok ? "" : formatTypeProblems(answer.problems, "/app/plugins/ordering/order");
}

async function modelOf(messages: string, others: Readonly<Record<string, string>> = {}) {
  const answer = await read({ "messages.ts": messages, ...others });
  if (!answer.ok) throw new Error(formatTypeProblems(answer.problems, "/app"));
  return answer;
}

/** The model of the property `field` of the one command. */
async function fieldModel(field: string, declarations = ""): Promise<TypeModel | undefined> {
  const { model } = await modelOf(
    `${prelude}${declarations}\nexport interface OrderCommand { type: "A"; ${field} }`,
  );
  return propertyOf(model, "OrderCommand2", "field");
}

function propertyOf(model: MessageModel, name: string, property: string): TypeModel | undefined {
  const found = model.types.find((candidate) => candidate.name === name)?.type;
  if (found?.kind !== "object") return undefined;
  return found.properties.find((candidate) => candidate.name === property)?.type;
}

const text = { kind: "string" };
const number = { kind: "number" };

describe("a type is read", () => {
  it.each([
    ["field: string", text],
    ["field: string | undefined", text],
    ["field?: number", number],
    ["field: true | false", { kind: "boolean" }],
    ["field: null", { kind: "literals", values: [null] }],
    ['field: "b" | 2 | "a" | null', { kind: "literals", values: ["a", "b", 2, null] }],
    ["field: IsoDate", { kind: "isoDate" }],
    ["field: IsoDateTime[]", { kind: "array", items: { kind: "isoDateTime" } }],
    ["field: ReadonlyArray<string>", { kind: "array", items: text }],
    ["field: Readonly<Record<string, number>>", { kind: "record", values: number }],
    ["field: [string, number?]", { kind: "tuple", items: [text, number], optional: 1 }],
    [
      "field: readonly [string, ...number[]]",
      { kind: "tuple", items: [text], optional: 0, rest: number },
    ],
    [
      "field: number | null | string",
      { kind: "union", members: [text, number, { kind: "literals", values: [null] }] },
    ],
    [
      'field: { a: 1 } & { b?: "x" }',
      {
        kind: "object",
        properties: [
          { name: "a", type: { kind: "literals", values: [1] }, optional: false },
          { name: "b", type: { kind: "literals", values: ["x"] }, optional: true },
        ],
      },
    ],
  ])("%s", async (field, model) => expect(await fieldModel(field)).toEqual(model));

  it.each([
    ['type Id = string & { readonly __brand: "Id" };', "Id", { kind: "string", brand: "Id" }],
    [
      "declare const tag: unique symbol; type Id = number & { readonly [tag]: true };",
      "Id",
      { kind: "number", brand: "Id" },
    ],
    [
      "type Brand<B, N> = B & { __brand: N }; type Id = Brand<string, 'Id'>;",
      "Id",
      { kind: "string", brand: "Id" },
    ],
    [
      "const all = ['b', 'a'] as const; type One = (typeof all)[number];",
      "One",
      { kind: "literals", values: ["a", "b"] },
    ],
    [
      "interface Both { a: string; b: string }",
      "Pick<Both, 'a'>",
      { kind: "object", properties: [{ name: "a", type: text, optional: false }] },
    ],
    [
      "interface Tree { children: Tree[] }",
      "Tree[]",
      { kind: "array", items: { kind: "reference", name: "Tree" } },
    ],
    ["interface Tree { children: Tree[] }", "Tree", { kind: "reference", name: "Tree" }],
    ["interface Page<T> { items: T[] }", "Page<string>", { kind: "reference", name: "PageString" }],
    ["type Nested = string | Nested[];", "Nested", { kind: "reference", name: "Nested" }],
  ])("%s", async (declaration, type, model) => {
    expect(await fieldModel(`field: ${type}`, declaration)).toEqual(model);
  });

  it("keeps the name of a union behind a question mark", async () => {
    const declarations =
      'interface A { type: "a"; x: string } interface B { type: "b"; x: string } type Payment = A | B;';
    expect(await fieldModel("field?: Payment", declarations)).toEqual({
      kind: "reference",
      name: "Payment",
    });
  });

  it("names the files it depends on, packages excepted", async () => {
    const answer = await modelOf(
      'import type { Line } from "./lines/index.ts";\nimport type { X } from "some-package";\nexport interface OrderCommand { type: "A"; lines: Line[] }',
      {
        "lines/index.ts": 'export type { Line } from "./line.js";',
        "lines/line.ts": "export interface Line { sku: string }",
        "unrelated.ts": "",
        "node_modules/some-package/package.json": '{"types":"index.d.ts"}',
        "node_modules/some-package/index.d.ts": "export interface X { x: string }",
      },
    );
    expect(answer.files).toEqual([
      "/app/plugins/ordering/order/lines/index.ts",
      "/app/plugins/ordering/order/lines/line.ts",
      "/app/plugins/ordering/order/messages.ts",
    ]);
  });

  it("orders the members of a union as they are declared", async () => {
    const { model } = await modelOf(
      'export type OrderCommand = Z | Y | X; interface Y { type: "Y" } interface X { type: "X" } interface Z { type: "Z" }',
    );
    expect(model.types[0]?.type).toMatchObject({
      members: [{ tag: "Y" }, { tag: "X" }, { tag: "Z" }],
    });
  });

  it("numbers types of the same name", async () => {
    const { model } = await modelOf(
      'import type { Line as Other } from "./other.ts";\ninterface Line { a: string }\nexport interface OrderCommand { type: "A"; one: Line; two: Other }',
      { "other.ts": "export interface Line { b: string }" },
    );
    expect(model.types.map(({ name }) => name)).toEqual([
      "OrderCommand",
      "OrderCommand2",
      "Line",
      "Line2",
    ]);
  });

  it("gives a model that is plain JSON", async () => {
    const { model } = await modelOf(
      'export interface OrderCommand { type: "A"; a?: string | null }',
    );
    expect(JSON.parse(JSON.stringify(model))).toEqual(model);
  });
});

describe("a type that cannot be checked is refused", () => {
  it.each([
    [
      "Date",
      "Date is a class instance, which JSON cannot hold; use IsoDateTime or IsoDate of runtime/decode.ts",
    ],
    [
      "Map<string, number>",
      "Map<string, number> is a class instance, which JSON cannot hold; use Record<string, …>",
    ],
    [
      "Set<string>",
      "Set<string> is a class instance, which JSON cannot hold; use a readonly array",
    ],
    [
      "Buffer",
      "Buffer is a class instance, which JSON cannot hold; use a string, for example in base64",
    ],
    [
      "Money",
      "Money is a class instance, which JSON cannot hold; use an interface of plain fields",
    ],
    [
      "() => void",
      "() => void is a function, which JSON cannot hold; leave it out: a message is data",
    ],
    ["bigint", "JSON cannot hold a bigint; use a string of digits"],
    ["10n", "JSON cannot hold a 10n; use a string of digits"],
    ["symbol", "JSON cannot hold a symbol; use string"],
    [
      "any",
      "any admits anything, so that nothing could be checked; name the fields, or use a string that holds JSON",
    ],
    [
      "unknown",
      "unknown admits anything, so that nothing could be checked; name the fields, or use a string that holds JSON",
    ],
    [
      "object",
      "object admits anything, so that nothing could be checked; name the fields, or use a string that holds JSON",
    ],
    [
      "{}",
      "{} has no properties, so that it would admit anything; name its properties, or leave it out",
    ],
    ["never", "no value is of type never; leave the property out"],
    ["undefined", "JSON has no undefined; use null, or an optional property"],
    [
      "Colour",
      "an enum is code, which a type that is erased cannot be; use a union of string literals",
    ],
    [
      `\`a-\${string}\``,
      `the pattern \`a-\${string}\` is not checked; use string, or a union of string literals`,
    ],
    [
      "Missing",
      "Missing is not declared in the app; declare it in the messages file or import it from another file of the app",
    ],
    [
      "Foreign",
      "Foreign is not declared in the app; declare it in the messages file or import it from another file of the app",
    ],
    [
      "IsoDate | 'never'",
      "more than one member of the union is a JSON string, so that they cannot be told apart; use one type for every string of the union",
    ],
    [
      "string[] | number[]",
      "more than one member of the union is a JSON array, so that they cannot be told apart; use one type for every array of the union",
    ],
    [
      "{ a: string } | { b: string }",
      "{ a: string; } cannot be told from other members of a union; give it a required property `type` of one string literal",
    ],
    [
      "Record<number, string>",
      "Record<number, string> has keys other than any string; use Record<string, …>, in a property of its own",
    ],
    [
      "{ a: string; [key: string]: string }",
      "{ [key: string]: string; a: string; } has keys other than any string; use Record<string, …>, in a property of its own",
    ],
    [
      "[...string[], number]",
      "[...string[], number] has a rest that is not its last element; use an object",
    ],
  ])("%s", async (type, message) => {
    const problems = await problemsIn(
      `${prelude}import type { Foreign } from "some-package";
class Money { amount = 1 }
enum Colour { Red = "red", Blue = "blue" }
export interface OrderCommand {
  readonly type: "A";
  readonly field: ${type};
}`,
    );
    expect(problems.split("\n")[0]).toBe(`messages.ts:7:19 A.field: ${message}`);
  });

  it.each([
    [
      "field: (string | undefined)[]",
      "messages.ts:1:51 A.field[]: JSON has no undefined; use null, or an optional property",
    ],
    [
      "field: Partial<Record<string, string>>",
      "messages.ts:1:51 A.field[string]: JSON has no undefined; use null, or an optional property",
    ],
    [
      "field: { when: Date }",
      "messages.ts:1:59 A.field.when: Date is a class instance, which JSON cannot hold; use IsoDateTime or IsoDate of runtime/decode.ts",
    ],
    [
      "constructor: string",
      "messages.ts:1:57 A.constructor: every object inherits constructor, so that its absence would not be noticed; choose another name",
    ],
    [
      "__proto__: string",
      "messages.ts:1:55 A.__proto__: every object inherits __proto__, so that its absence would not be noticed; choose another name",
    ],
    [
      "field(): string",
      "messages.ts:1:53 A.field: () => string is a function, which JSON cannot hold; leave it out: a message is data",
    ],
  ])("%s", async (field, problem) => {
    expect(await problemsIn(`export interface OrderCommand { type: "A"; ${field} }`)).toBe(problem);
  });

  it("lists every problem of every file", async () => {
    const problems = await problemsIn(
      `import type { Line } from "./line.ts";
export type OrderCommand = A | B;
interface A { type: "A"; at: Date; lines: Line[] }
interface B { type: "B"; ids: Set<string>; lines: Line[] }`,
      { "line.ts": "export interface Line {\n  price: bigint;\n}" },
    );
    expect(problems.split("\n").map((problem) => problem.split(": ")[0])).toEqual([
      "messages.ts:3:30 A.at",
      "line.ts:2:10 A.lines[].price",
      "messages.ts:4:31 B.ids",
    ]);
  });

  it.each([
    [
      "",
      "messages.ts:1:1 OrderCommand: the file does not export a type OrderCommand; write `export type OrderCommand = …`, or `never` where there are none",
    ],
    ["type OrderCommand = never; export {}", "the file does not export a type OrderCommand"],
    ["export const OrderCommand = 1;", "the file does not export a type OrderCommand"],
    [
      "export type OrderCommand = string;",
      "OrderCommand: string cannot be told from other members of a union",
    ],
    [
      "export type OrderCommand = { kind: 'A' } | { kind: 'B' };",
      "give it a required property `type` of one string literal",
    ],
    [
      "export type OrderCommand = { type?: 'A' };",
      "give it a required property `type` of one string literal",
    ],
    [
      "export type OrderCommand = { type: string };",
      "give it a required property `type` of one string literal",
    ],
    [
      "export type OrderCommand = { type: 'A' | 'B' };",
      "give it a required property `type` of one string literal",
    ],
    [
      "export type OrderCommand = { type: 1 };",
      "give it a required property `type` of one string literal",
    ],
    [
      "export type OrderCommand = { type: 'A'; a: 1 } | { type: 'A'; b: 1 };",
      'another member of the union has the type "A" already; give every member a type of its own',
    ],
    [
      "export type OrderCommand<T> = { type: 'A'; a: T };",
      "A.a: T is not known before its type arguments are; give it type arguments",
    ],
    [
      "export interface OrderCommand { type: 'A'; more: Box<1> } interface Box<T> { inner?: Box<[T]> }",
      "the types nest without end; look for a generic type that contains itself with another type argument",
    ],
    [
      "export interface OrderCommand { type: 'A' ",
      "messages.ts:1:43 '}' expected.; correct the syntax",
    ],
  ])("%s", async (messages, problem) => expect(await problemsIn(messages)).toContain(problem));

  it("says that a file is missing", async () => {
    const answer = await read({});
    expect(answer).toMatchObject({ ok: false, problems: [{ message: "the file does not exist" }] });
  });

  it("says where the syntax of an imported file is wrong", async () => {
    const problems = await problemsIn(
      'import type { A } from "./a.ts";\nexport type OrderCommand = A;',
      { "a.ts": "export interface A {\n  type: 'A'\n  b: = 1;\n}" },
    );
    expect(problems).toMatch(/^a\.ts:3:6 /);
  });
});

it("reads some messages files at once and answers in their order", async () => {
  const overlay = new Map([
    ["/app/a.ts", 'export interface ACommand { type: "A" }'],
    ["/app/b.ts", "export type BCommand = Date;"],
  ]);
  const answers = await readMessageTypes(
    [
      { file: "/app/b.ts", roots: ["BCommand"] },
      { file: "/app/a.ts", roots: ["ACommand"] },
    ],
    overlay,
  );
  expect(answers.map(({ ok }) => ok)).toEqual([false, true]);
});
