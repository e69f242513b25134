import { expect, test } from "vitest";
import { createDueQueue } from "../../../generator/local/sqs/due-queue.ts";

test("values come out by number, equal numbers as they went in", () => {
  const queue = createDueQueue<string>(() => true);
  const numbers = [5, 3, 8, 3, 1, 9, 5, 2];
  for (const [index, number] of numbers.entries()) queue.push(number, `${number}/${index}`);
  const taken: string[] = [];
  for (let value = queue.takeUpTo(8); value !== undefined; value = queue.takeUpTo(8)) {
    taken.push(value);
  }

  expect(taken).toEqual(["1/4", "2/7", "3/1", "3/3", "5/0", "5/6", "8/2"]);
  expect(queue.firstDue()).toBe(9);
});

test("many equal numbers come out as they went in", () => {
  const queue = createDueQueue<number>(() => true);
  const values = Array.from({ length: 100 }, (_, index) => index);
  for (const value of values) queue.push(7, value);

  expect(values.map(() => queue.takeUpTo(7))).toEqual(values);
});

test("stale values do not come out, and do not pile up", () => {
  const live = new Set<number>();
  let asked = 0;
  const queue = createDueQueue<number>((_, value) => {
    asked += 1;
    return live.has(value);
  });
  for (let value = 0; value < 10_000; value += 1) {
    live.add(value);
    queue.push(1_000_000, value);
    live.delete(value);
  }
  live.add(20_000);
  queue.push(2_000_000, 20_000);
  asked = 0;

  expect(queue.takeUpTo(3_000_000)).toBe(20_000);
  expect(asked).toBeLessThan(200);
});

test("sorted order holds for many random numbers", () => {
  const queue = createDueQueue<number>(() => true);
  let seed = 1;
  const numbers = Array.from({ length: 2000 }, () => {
    seed = (seed * 48_271) % 2_147_483_647;
    return seed % 500;
  });
  for (const number of numbers) queue.push(number, number);
  const taken = numbers.map(() => queue.takeUpTo(Number.POSITIVE_INFINITY));

  expect(taken).toEqual([...numbers].sort((left, right) => left - right));
});
