import { isDeepStrictEqual } from "node:util";
import type { World } from "./world.ts";

/** Every part of the app's world in which the two runs differ, with the first difference. */
export function differences(expected: World, found: World): readonly string[] {
  const left = partsOf(expected);
  const right = partsOf(found);
  return Object.keys({ ...left, ...right }).flatMap((part) => {
    const difference = firstDifference(left[part] ?? [], right[part] ?? []);
    return difference === undefined ? [] : [`${part}: ${difference}`];
  });
}

function partsOf(world: World): Readonly<Record<string, readonly unknown[]>> {
  const { tables, deadLetters, answers, queries, calls, deliveries, leftovers } = world;
  return {
    ...tables,
    "dead letters": deadLetters,
    answers,
    queries: Object.entries(queries),
    "calls of domain code": calls,
    deliveries: Object.entries(deliveries),
    leftovers: Object.entries(leftovers),
  };
}

function firstDifference(left: readonly unknown[], right: readonly unknown[]): string | undefined {
  const index = Array.from({ length: Math.max(left.length, right.length) }).findIndex(
    (_, place) => !isDeepStrictEqual(left[place], right[place]),
  );
  if (index < 0) return undefined;
  const show = (value: unknown) => JSON.stringify(value) ?? "nothing";
  return `${left.length} and ${right.length} entries; number ${index + 1} should be ${show(left[index])}, found ${show(right[index])}`;
}
