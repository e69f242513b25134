import { describe, expect, it } from "vitest";
import { createSortedList } from "../../../generator/local/dynamodb/sorted-list.ts";
import { createRandomSource } from "./support/random-source.ts";

describe("a sorted list", () => {
  it("holds what an array sorted after every change would", () => {
    const random = createRandomSource(7);
    const list = createSortedList<number>((left, right) => left - right);
    const expected = new Set<number>();
    for (let step = 0; step < 20_000; step += 1) {
      const value = random.below(5000);
      if (expected.has(value) || random.chance(0.3)) {
        expect(list.remove(value)).toBe(expected.delete(value));
      } else {
        list.insert(value);
        expected.add(value);
      }
    }
    const sorted = [...expected].sort((left, right) => left - right);
    expect(sorted.length).toBeGreaterThan(1500);
    expect([...list.ascend(() => true)]).toEqual(sorted);
    expect([...list.descend(() => true)]).toEqual(sorted.toReversed());
    for (const bound of [0, 1, 777, 2500, 4998, 4999, 6000]) {
      expect([...list.ascend((value) => value > bound)]).toEqual(sorted.filter((v) => v > bound));
      expect([...list.descend((value) => value < bound)]).toEqual(
        sorted.filter((v) => v < bound).reverse(),
      );
    }
  });

  it("is empty at first and again after everything is removed", () => {
    const list = createSortedList<number>((left, right) => left - right);
    expect([...list.ascend(() => true), ...list.descend(() => true)]).toEqual([]);
    for (let value = 0; value < 2000; value += 1) list.insert(value);
    for (let value = 0; value < 2000; value += 1) expect(list.remove(value)).toBe(true);
    expect(list.remove(5)).toBe(false);
    expect([...list.ascend(() => true), ...list.descend(() => true)]).toEqual([]);
  });
});
