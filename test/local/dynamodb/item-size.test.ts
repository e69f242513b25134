import { describe, expect, it } from "vitest";
import { itemSize } from "../../../generator/local/dynamodb/item-size.ts";
import { readItem } from "../../../generator/local/dynamodb/read-value.ts";

describe("an item's size", () => {
  it.each<[string, Record<string, unknown>, number]>([
    ["names and texts in UTF-8", { é: { S: "😀a" } }, 2 + 5],
    ["numbers by their digits", { n: { N: "-1234.5" } }, 1 + 5],
    ["binaries as bytes", { b: { B: "AAEC" } }, 1 + 3],
    ["1 for a boolean", { b: { BOOL: false } }, 1 + 1],
    ["1 for NULL", { b: { NULL: true } }, 1 + 1],
    ["sets by their members", { s: { SS: ["a", "bc"] } }, 1 + 3],
    ["number sets by their members", { s: { NS: ["1", "22"] } }, 1 + 4],
    ["binary sets by their members", { s: { BS: ["AA==", "AAE="] } }, 1 + 3],
    ["3 for a list", { l: { L: [] } }, 1 + 3],
    ["1 for each element", { l: { L: [{ S: "a" }, { S: "b" }] } }, 1 + 3 + 2 + 2],
    ["3 for a map", { m: { M: {} } }, 1 + 3],
    ["1 for each entry", { m: { M: { ab: { S: "c" } } } }, 1 + 3 + 1 + 2 + 1],
  ])("counts %s", (_, item, bytes) => {
    expect(itemSize(readItem(item))).toBe(bytes);
  });
});
