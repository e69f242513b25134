import { describe, expect, it } from "vitest";
import {
  addNumbers,
  compareNumbers,
  normalizeNumber,
  numberSize,
  sortableNumber,
} from "../../../generator/local/dynamodb/decimal.ts";

const ASCENDING = [
  `-999${"0".repeat(123)}`,
  "-1000",
  "-12.5",
  "-12.49",
  "-1",
  `-0.${"0".repeat(129)}1`,
  "0",
  `0.${"0".repeat(129)}1`,
  "0.5",
  "1",
  "9",
  "10",
  "12.49",
  "12.5",
  "123456789012345678",
  "123456789012345679",
  `999${"0".repeat(123)}`,
];

describe("numbers", () => {
  it.each([
    ["0.1", "0.2", "0.3"],
    ["99999999999999999999999999999999999999", "1", `1${"0".repeat(38)}`],
    ["-5", "5", "0"],
    ["1.5", "-2", "-0.5"],
    ["9007199254740993", "2", "9007199254740995"],
    [`0.${"0".repeat(129)}1`, `0.${"0".repeat(129)}1`, `0.${"0".repeat(129)}2`],
  ])("%s + %s is exactly %s", (left, right, sum) => {
    expect(addNumbers(left, right, false)).toBe(sum);
  });

  it.each([
    ["0.3", "0.1", "0.2"],
    ["1", "2.5", "-1.5"],
    ["5", "5", "0"],
  ])("%s - %s is exactly %s", (left, right, difference) => {
    expect(addNumbers(left, right, true)).toBe(difference);
  });

  it("have an order, and sort as texts in the same order", () => {
    for (const [index, left] of ASCENDING.entries())
      for (const [other, right] of ASCENDING.entries()) {
        expect(Math.sign(compareNumbers(left, right))).toBe(Math.sign(index - other));
        const texts = [sortableNumber(left), sortableNumber(right)] as const;
        expect(texts[0] < texts[1]).toBe(index < other);
      }
  });

  // Measured on AWS at the 400 KB limit by the dynamodb-conformance suite.
  it.each([
    ["0", 1],
    ["1", 2],
    ["12", 2],
    ["123", 3],
    ["123456", 4],
    ["3.14159", 5],
    ["-1", 3],
    ["1000", 2],
    [`1${"0".repeat(125)}`, 2],
    ["42.12", 3],
  ])("%s takes %i bytes", (text, bytes) => {
    expect(numberSize(text)).toBe(bytes);
  });

  it.each([
    ["1e99999999999", /^Number overflow/],
    ["1e-99999999999", /^Number underflow/],
    ["0e126", /^Number overflow/],
    ["1e9223372036854775808", /^The parameter cannot be converted to a numeric value/],
    ["", /^The parameter cannot be converted to a numeric value: $/],
    [" 1", /^The parameter cannot be converted to a numeric value: {2}1$/],
    ["0x10", /^The parameter cannot be converted to a numeric value: 0x10$/],
    ["Infinity", /^The parameter cannot be converted to a numeric value: Infinity$/],
  ])("'%s' is refused", (text, message) => {
    expect(() => normalizeNumber(text)).toThrow(message);
  });

  it("are zero only once", () => {
    expect(["0", "-0", "0.000", "0e5", "00"].map(normalizeNumber)).toEqual(Array(5).fill("0"));
  });
});
