import { describe, expect, it } from "vitest";
import {
  formatOptionProblems,
  type MessageSpecs,
  modelOfMessages,
  parseMessageSpec,
  parseMessages,
  renderCodec,
  renderMessage,
  renderMessagesFile,
  sampleValue,
} from "../../generator/codec/index.ts";
import { typeText } from "../../generator/codec/render-type.ts";

function specs(given: Partial<MessageSpecs>): MessageSpecs {
  return { aggregate: "Order", commands: [], events: [], rejections: [], ...given };
}

function messagesOf(given: Partial<MessageSpecs>) {
  const parsed = parseMessages(specs(given));
  if (!parsed.ok) throw new Error(formatOptionProblems(parsed.problems));
  return parsed.messages;
}

function problemsOf(given: Partial<MessageSpecs>): string {
  const parsed = parseMessages(specs(given));
  return parsed.ok ? "" : formatOptionProblems(parsed.problems);
}

describe("a field is read and written in TypeScript", () => {
  it.each([
    ["a=string", "string"],
    [" a = string ", "string"],
    ["a=OrderLine[]", "readonly OrderLine[]"],
    ["a=Array<string>", "readonly string[]"],
    ["a=string[][]", "readonly (readonly string[])[]"],
    ['a="open"|"closed"', '"open" | "closed"'],
    ["a='it''s'", undefined],
    [`a='say "hi"'`, `'say "hi"'`],
    ['a="a,b=c|d<e>"', '"a,b=c|d<e>"'],
    ["a=1|-2.5|30", "1 | -2.5 | 30"],
    ["a=true|null", "true | null"],
    ["a=string|null", "string | null"],
    ["a=(string|null)[]", "readonly (string | null)[]"],
    ['a="x"[]', 'readonly "x"[]'],
    ["a=Record<string,number>", "Readonly<Record<string, number>>"],
    [
      "a=Record<string,Record<string,(string|number)[]>>",
      "Readonly<Record<string, Readonly<Record<string, readonly (string | number)[]>>>>",
    ],
    ["a=[string,number|null]", "readonly [string, number | null]"],
    ["a=IsoDate|null", "IsoDate | null"],
    ["a=(((string)))", "string"],
  ])("%s", (field, expected) => {
    const parsed = parseMessageSpec(`Place:${field}`);
    const type = parsed.ok ? parsed.declaration.properties[0]?.type : undefined;
    expect(type && typeText(type)).toBe(expected);
  });

  it("keeps order and question marks", () => {
    const parsed = parseMessageSpec("Place:b=string,a?=number,");
    expect(parsed).toEqual({
      ok: true,
      declaration: {
        name: "Place",
        properties: [
          { name: "b", type: { kind: "string" }, optional: false },
          { name: "a", type: { kind: "number" }, optional: true },
        ],
      },
    });
  });
});

const anyType =
  'string, number, boolean, null, IsoDate, IsoDateTime, Record<string, ...>, a literal such as "open" or a type such as OrderLine';

describe("a faulty spec is refused at its place", () => {
  it.each([
    ["", "character 1: expected a name in PascalCase such as PlaceOrder; found the end"],
    ["place", "character 1: expected a name in PascalCase such as PlaceOrder; found place"],
    [
      "Place-Order",
      "character 1: expected a name in PascalCase such as PlaceOrder; found Place-Order",
    ],
    ["Date", "character 1: expected a name that TypeScript has not taken; found Date"],
    ["IsoDate", "character 1: expected a name that TypeScript has not taken; found IsoDate"],
    ["OrderCommand", "character 1: expected a name that is not taken yet; found OrderCommand"],
    ["Place sku", "character 7: expected `:` and fields, or the end; found sku"],
    [
      "Place:type=string",
      "character 7: expected another name than type, which tells messages apart; found type",
    ],
    [
      "Place:__proto__=string",
      "character 7: expected another name than __proto__, which every object inherits; found __proto__",
    ],
    [
      "Place:constructor=string",
      "character 7: expected another name than constructor, which every object inherits; found constructor",
    ],
    [
      "Place:my-sku=string",
      "character 7: expected the name of a field such as customerId; found my-sku",
    ],
    ["Place:1=string", "character 7: expected the name of a field such as customerId; found 1"],
    [
      "Place:a=string,a=string",
      "character 16: expected a name that no field before it has; found a",
    ],
    ["Place:a", "character 8: expected `=` and a type; found the end"],
    ["Place:a?string", "character 9: expected `=` and a type; found string"],
    ["Place:a=", `character 9: expected ${anyType}; found the end`],
    ["Place:a=any", `character 9: expected ${anyType}; found any`],
    [
      "Place:a=Date",
      "character 9: expected another type (use IsoDateTime or IsoDate of runtime/decode.ts); found Date",
    ],
    [
      "Place:a=Map<string,number>",
      "character 9: expected another type (use Record<string, …>); found Map",
    ],
    [
      "Place:a=Record<number,string>",
      "character 16: expected string, the only type a key can have; found number",
    ],
    ["Place:a=Record<string>", "character 22: expected `,` and a type; found >"],
    ["Place:a=string[", "character 16: expected `]`; found the end"],
    ["Place:a=(string", "character 16: expected `)`; found the end"],
    ["Place:a=string;b=number", "character 15: expected `,` and a field, or the end; found ;"],
    ['Place:a="open', `character 9: expected ${anyType}; found "`],
    [
      "Place:a=string|IsoDate",
      "character 9: expected a union with one type for each JSON string; found string",
    ],
    [
      'Place:a=string|"x"',
      "character 9: expected a union with one type for each JSON string; found string",
    ],
    [
      "Place:a=Line|Box",
      "character 9: expected a union with one type for each JSON object; found Line",
    ],
    [`Place:a=${"(".repeat(34)}`, "character 42: expected at most 32 nested types; found ("],
  ])("%s", (spec, problem) => {
    expect(problemsOf({ commands: [spec] })).toBe(`--command '${spec}', ${problem}`);
  });

  it("lists every faulty field of every option", () => {
    const problems = problemsOf({
      commands: ["Place:a=Date,b=string,c=any,d=Record<any,x>,e=number,f=("],
      events: ["placed", "Placed:x=y"],
      types: ["Line", "Box:id=string"],
    });
    const places = problems.split("\n").map((problem) => problem.replace(/: expected.*/, ""));
    expect(places.map((place) => place.replace(/ '.*', character/, ""))).toEqual([
      "--command 9",
      "--command 25",
      "--command 38",
      "--command 57",
      "--event 1",
      "--event 10",
      "--type 1",
    ]);
  });

  it("does not run out of stack", () => {
    expect(problemsOf({ commands: [`Place:a=${"[".repeat(1e5)}`] })).toContain("32 nested types");
  });
});

describe("a messages file", () => {
  it("declares unions, messages, described types and stubs", () => {
    const messages = messagesOf({
      commands: ["PlaceOrder:customerId=string,lines=OrderLine[],note?=string", "CancelOrder"],
      events: ["OrderPlaced:at=IsoDateTime,lines=OrderLine[]"],
      types: ["OrderLine:sku=string,box=Box"],
    });
    expect(renderMessagesFile({ messages, decodeSpecifier: "../../../runtime/decode.ts" })).toBe(
      `import type { IsoDateTime } from "../../../runtime/decode.ts";

/** Commands: what Order can be asked to do. */
export type OrderCommand = PlaceOrder | CancelOrder;

export interface PlaceOrder {
  readonly type: "PlaceOrder";
  readonly customerId: string;
  readonly lines: readonly OrderLine[];
  readonly note?: string;
}

export interface CancelOrder {
  readonly type: "CancelOrder";
}

/** Events: what has happened to Order. They are stored for good: only add to them. */
export type OrderEvent = OrderPlaced;

export interface OrderPlaced {
  readonly type: "OrderPlaced";
  readonly at: IsoDateTime;
  readonly lines: readonly OrderLine[];
}

/** Rejections: why Order refuses a command. */
export type OrderRejection = never;

export interface OrderLine {
  readonly sku: string;
  readonly box: Box;
}

/** Not described yet: replace \`id\` with what Box consists of. */
export interface Box {
  readonly id: string;
}
`,
    );
  });

  it("breaks a union that is too long for a line", () => {
    const commands = ["a", "b", "c", "d"].map((letter) => `DoSomethingLong${letter.repeat(15)}`);
    expect(
      renderMessagesFile({ messages: messagesOf({ commands }), decodeSpecifier: "" }),
    ).toContain(
      `export type OrderCommand =\n${commands.map((name) => `  | ${name}`).join("\n")};\n`,
    );
  });

  it("can be added to, one message at a time", () => {
    const parsed = parseMessageSpec("ShipOrder:carrier=string");
    expect(parsed.ok && renderMessage(parsed.declaration)).toBe(
      'export interface ShipOrder {\n  readonly type: "ShipOrder";\n  readonly carrier: string;\n}',
    );
  });
});

describe("a sample value", () => {
  const model = modelOfMessages(
    messagesOf({
      commands: [
        'Place:id=string,total=number,open=boolean,at=IsoDateTime,on=IsoDate,lines=Line[],status="open"|"closed",box=Box|null,pair=[string,number],prices=Record<string,number>,note?=string',
        "Cancel",
      ],
      types: ["Line:sku=string,parents=Line[]"],
    }),
  );

  it("holds every required property and names the types to import", () => {
    expect(sampleValue({ type: { kind: "reference", name: "Place" }, model, column: 14 })).toEqual({
      text: `{
  type: "Place",
  id: "id-1",
  total: 1,
  open: true,
  at: "2026-11-24T09:30:00Z" as IsoDateTime,
  on: "2026-11-24" as IsoDate,
  lines: [{ sku: "sku-1", parents: [] }],
  status: "closed",
  box: { id: "id-1" },
  pair: ["pair-1", 1],
  prices: { key: 1 },
}`,
      typeNames: ["IsoDate", "IsoDateTime"],
    });
  });

  it("stays on its line as long as it fits, the sign behind it included", () => {
    const request = { type: { kind: "reference", name: "Cancel" }, model } as const;
    expect(sampleValue({ ...request, column: 81 }).text).toBe('{ type: "Cancel" }');
    expect(sampleValue({ ...request, column: 82, depth: 2 }).text).toBe(
      '{\n      type: "Cancel",\n    }',
    );
  });
});

it("a type that is called like a check of the runtime gets a check of another name", () => {
  const messages = messagesOf({
    commands: ["Place:one=OneOf,all=NoOthers"],
  });
  const codec = renderCodec({
    model: modelOfMessages(messages),
    roots: [{ name: "OrderCommand", unknownProperties: "refused" }],
    messagesSpecifier: "./messages.ts",
    decodeSpecifier: "../decode.ts",
  });
  expect(codec).toContain('checkOneOf2(value.one, at, "one");');
  expect(codec).toContain("function checkNoOthers2(");
});

it.each([
  ["OrderCommand", "OrderEvent"],
  ["OrderEvent", "OrderCommand"],
])("a type shared by commands and events is strict for commands (%s first)", (...names) => {
  const messages = messagesOf({ commands: ["A:line=Line"], events: ["B:line=Line,box=Box"] });
  const codec = renderCodec({
    model: modelOfMessages(messages),
    roots: names.map((name) => ({
      name,
      unknownProperties: name === "OrderCommand" ? "refused" : "ignored",
    })),
    messagesSpecifier: "./messages.ts",
    decodeSpecifier: "../decode.ts",
  });
  expect(codec.match(/checkNoOthers\(.*/g)).toEqual(
    expect.arrayContaining([
      'checkNoOthers(value, at, ["type", "line"]);',
      'checkNoOthers(value, at, ["id"]);',
    ]),
  );
  expect(codec.match(/checkNoOthers\(/g)).toHaveLength(2);
});
