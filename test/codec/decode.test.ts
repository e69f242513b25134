import { describe, expect, it } from "vitest";
import {
  type Check,
  checkArray,
  checkBoolean,
  checkIsoDate,
  checkIsoDateTime,
  checkNoOthers,
  checkNumber,
  checkOneOf,
  checkRecord,
  checkString,
  decodeStrictly,
  decodeTolerantly,
  describeProblems,
  inside,
  isIsoDate,
  isIsoDateTime,
  isObject,
  isTuple,
  kindOf,
} from "../../runtime/decode.ts";

function problemsOf(input: unknown, check: Check) {
  const decoded = decodeStrictly(input, check);
  return decoded.ok ? [] : decoded.problems;
}

function problemOf(input: unknown, check: Check): string {
  return describeProblems(problemsOf(input, check));
}

const checkNumbers: Check = (value, at, key) => checkArray(value, at, key, checkNumber);
const checkNested: Check = (value, at, key) => checkArray(value, at, key, checkNested);
const checkPrices: Check = (value, at, key) => checkRecord(value, at, key, checkNumber);
const checkPair: Check = (value, parent, key) => {
  if (!isTuple(value, parent, key, 1, 2)) return;
  const at = inside(parent, key);
  checkString(value[0], at, 0);
};
const checkPoint: Check = (value, parent, key) => {
  if (!isObject(value, parent, key)) return;
  const at = inside(parent, key);
  checkNumber(value.x, at, "x");
  if (value.y !== undefined) checkNumber(value.y, at, "y");
  if (value.z !== undefined) checkNumber(value.z, at, "z");
  checkNoOthers(value, at, ["x", "y", "z"]);
};

describe("a valid input", () => {
  it("is returned itself, not a copy", () => {
    const input = { x: 1 };
    const decoded = decodeStrictly(input, checkPoint);
    expect(decoded.ok && decoded.value).toBe(input);
  });

  it.each([
    ["", checkString],
    ["grüße 👍", checkString],
    [0, checkNumber],
    [-1.5e300, checkNumber],
    [false, checkBoolean],
    [[], checkNumbers],
    [[1, 2], checkNumbers],
    [{}, checkPrices],
    [{ constructor: 1, "": 2 }, checkPrices],
    [Object.assign(Object.create(null), { x: 1 }), checkPoint],
    [{ z: 1, y: undefined, x: 1 }, checkPoint],
    [["a"], checkPair],
    [["a", 2], checkPair],
  ] as const)("%j has no problems", (input, check) => {
    expect(problemsOf(input, check)).toEqual([]);
  });
});

describe("a problem says what was found", () => {
  it.each([
    [undefined, "$: expected string, found missing"],
    [null, "$: expected string, found null"],
    [3, "$: expected string, found number 3"],
    [Number.NaN, "$: expected string, found NaN"],
    [true, "$: expected string, found boolean true"],
    [[1, 2], "$: expected string, found array of 2"],
    [{ x: 1 }, "$: expected string, found object"],
    [1n, "$: expected string, found bigint"],
    [Symbol("x"), "$: expected string, found symbol"],
    [() => 1, "$: expected string, found function"],
    ["a\ud800b", '$: expected string without lone surrogates, found string "a\\ud800b"'],
    ["\udc00", '$: expected string without lone surrogates, found string "\\udc00"'],
  ])("%o instead of a string", (input, text) => {
    expect(problemOf(input, checkString)).toBe(text);
  });

  it.each([
    ["1", '$: expected number, found string "1"'],
    [Number.NaN, "$: expected number, found NaN"],
    [Number.POSITIVE_INFINITY, "$: expected number, found Infinity"],
    [Number.NEGATIVE_INFINITY, "$: expected number, found -Infinity"],
  ])("%o instead of a number", (input, text) => {
    expect(problemOf(input, checkNumber)).toBe(text);
  });

  it("cuts a long string and tells its length", () => {
    expect(problemOf("x".repeat(1_000_000), checkNumber)).toBe(
      `$: expected number, found string "${"x".repeat(40)}"... (1000000 characters)`,
    );
  });

  it("escapes what would break a line or turn the writing direction", () => {
    expect(problemOf('a\n\u2028\u202e\u0085"é', checkNumber)).toBe(
      '$: expected number, found string "a\\n\\u{2028}\\u{202e}\\u{85}\\"é"',
    );
  });
});

describe("a path", () => {
  it("leads through arrays and objects", () => {
    const check: Check = (value, at, key) => checkArray(value, at, key, checkPoint);
    expect(problemOf([{ x: 1 }, { x: "1" }], check)).toBe(
      '$[1].x: expected number, found string "1"',
    );
  });

  it.each([
    ["price", "$.price"],
    ["a b", '$["a b"]'],
    ["1", '$["1"]'],
    ["", '$[""]'],
    ["new\nline", '$["new\\nline"]'],
    ["k".repeat(50), `$["${"k".repeat(40)}"... (50 characters)]`],
  ])("quotes the key %j where it must", (key, path) => {
    expect(problemsOf({ [key]: "1" }, checkPrices)).toEqual([
      { path, expected: "number", found: 'string "1"' },
    ]);
  });
});

describe("arrays, tuples, records, objects, literals", () => {
  it.each([
    [{ length: 0 }, checkNumbers, "$: expected array, found object"],
    [null, checkNumbers, "$: expected array, found null"],
    [[1, undefined, 2], checkNumbers, "$[1]: expected number, found missing"],
    [[], checkPair, "$: expected array of 1 to 2, found array of 0"],
    [["a", 1, 2], checkPair, "$: expected array of 1 to 2, found array of 3"],
    [{}, checkPair, "$: expected array of 1 to 2, found object"],
    [[], checkPrices, "$: expected object, found array of 0"],
    [null, checkPoint, "$: expected object, found null"],
    [{}, checkPoint, "$.x: expected number, found missing"],
    [{ x: 1, w: 2 }, checkPoint, "$.w: expected no property but x, y, z, found number 2"],
    [{ w: 2, z: 1, x: 1 }, checkPoint, "$.w: expected no property but x, y, z, found number 2"],
    [
      JSON.parse('{"__proto__":1}'),
      checkPrices,
      "$.__proto__: expected another key than __proto__, found number 1",
    ],
    [
      JSON.parse('{"x":1,"__proto__":{"y":2}}'),
      checkPoint,
      "$.__proto__: expected no property but x, y, z, found object",
    ],
    [
      JSON.parse('{"\\ud800":1}'),
      checkPrices,
      '$["\\ud800"]: expected key without lone surrogates, found number 1',
    ],
  ] as const)("%j is refused", (input, check, text) => {
    expect(problemOf(input, check)).toBe(text);
  });

  it.each([
    [["a", 1, null], '"a" or 1 or null'],
    [
      Array.from({ length: 12 }, (_, index) => index),
      `${[0, 1, 2, 3, 4, 5, 6, 7, 8, 9].join(" or ")} or 2 more`,
    ],
  ])("lists the literals %j", (allowed, expected) => {
    const check: Check = (value, at, key) => checkOneOf(value, at, key, allowed);
    expect(problemOf("x", check)).toBe(`$: expected ${expected}, found string "x"`);
  });

  it("ignores properties it does not know where it is tolerant", () => {
    expect(decodeTolerantly({ x: 1, w: 2 }, checkPoint).ok).toBe(true);
  });

  it("lists every problem, not only the first", () => {
    expect(problemsOf({ x: "1", y: null, w: 1 }, checkPoint).map(({ path }) => path)).toEqual([
      "$.x",
      "$.y",
      "$.w",
    ]);
  });
});

describe("hostile inputs", () => {
  it("reports 100 problems and says how many more there are", () => {
    const problems = problemsOf(new Array(1_000_000).fill("x"), checkNumbers);
    expect(problems).toHaveLength(101);
    expect(problems[99]).toEqual({ path: "$[99]", expected: "number", found: 'string "x"' });
    expect(problems[100]).toEqual({
      path: "$",
      expected: "no further problems",
      found: "999900 more",
    });
  });

  it("reports exactly 100 problems without a remark", () => {
    expect(problemsOf(new Array(100).fill("x"), checkNumbers)).toHaveLength(100);
  });

  it("takes 32 levels of nesting and no more", () => {
    const nested = (depth: number) => JSON.parse("[".repeat(depth) + "]".repeat(depth));
    expect(problemsOf(nested(32), checkNested)).toEqual([]);
    expect(problemsOf(nested(33), checkNested)).toEqual([
      {
        path: `$${"[0]".repeat(32)}`,
        expected: "at most 32 levels of nesting",
        found: "array of 0",
      },
    ]);
  });

  it.each([
    checkNested,
    checkString,
    checkPoint,
    checkPrices,
    checkPair,
    checkNumbers,
    checkIsoDateTime,
  ])("survives 100,000 levels of nesting (%o)", (check) => {
    const input = JSON.parse("[".repeat(100_000) + "]".repeat(100_000));
    expect(problemsOf(input, check)).toHaveLength(1);
  });
});

describe("dates", () => {
  it.each(["2026-11-24", "2024-02-29", "2000-02-29", "0000-02-29", "9999-12-31", "2026-04-30"])(
    "%s is a date",
    (text) => expect(isIsoDate(text)).toBe(true),
  );

  it.each([
    "2026-02-29",
    "1900-02-29",
    "2026-04-31",
    "2026-00-10",
    "2026-13-01",
    "2026-01-00",
    "2026-01-32",
    "2026-1-01",
    "26-01-01",
    "2026-01-01T00:00:00Z",
    "2026-01-01\n",
    " 2026-01-01",
    "+002026-01-01",
    "٢٠٢٦-01-01",
    "",
  ])("%j is no date", (text) => expect(isIsoDate(text)).toBe(false));

  it.each([
    "2026-11-24T09:30:00Z",
    "2026-11-24T23:59:59.999999999Z",
    "2026-11-24T00:00:00+14:00",
    "2026-11-24T00:00:00.5-00:30",
    new Date(0).toISOString(),
  ])("%s is an instant, which Date can hold", (text) => {
    expect(isIsoDateTime(text)).toBe(true);
    expect(new Date(text).getTime()).not.toBeNaN();
  });

  it.each([
    "2026-11-24",
    "2026-11-24T09:30:00",
    "2026-11-24T09:30Z",
    "2026-11-24 09:30:00Z",
    "2026-11-24t09:30:00z",
    "2026-11-24T24:00:00Z",
    "2026-11-24T23:60:00Z",
    "2026-11-24T23:59:60Z",
    "2026-11-24T09:30:00.Z",
    "2026-11-24T09:30:00+24:00",
    "2026-11-24T09:30:00+0100",
    "2026-02-30T09:30:00Z",
    "2026-11-24T09:30:00Z\n",
  ])("%j is no instant", (text) => expect(isIsoDateTime(text)).toBe(false));

  it.each([
    [checkIsoDate, '$: expected date such as 2026-11-24, found string "2026-02-30"'],
    [
      checkIsoDateTime,
      '$: expected date-time such as 2026-11-24T09:30:00Z, found string "2026-02-30"',
    ],
  ])("a wrong one is reported with an example", (check, text) => {
    expect(problemOf("2026-02-30", check)).toBe(text);
  });

  it("agrees with Date on every day of four centuries", () => {
    for (let time = Date.UTC(1899, 0, 1); time < Date.UTC(2301, 0, 1); time += 86_400_000) {
      const text = new Date(time).toISOString().slice(0, 10);
      if (!isIsoDate(text)) expect.unreachable(text);
      const [year = 0, month = 0, day = 0] = text.split("-").map(Number);
      const next = new Date(time + 86_400_000).getUTCDate();
      const after = `${text.slice(0, 8)}${String(day + 1).padStart(2, "0")}`;
      if (isIsoDate(after) !== (next === day + 1)) expect.unreachable(`${year}-${month}: ${after}`);
    }
  });
});

it("tells null and arrays from objects", () => {
  expect([null, [], {}, "", 1, true, undefined].map(kindOf)).toEqual([
    "null",
    "array",
    "object",
    "string",
    "number",
    "boolean",
    "undefined",
  ]);
});
