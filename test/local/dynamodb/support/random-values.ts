import type { RandomSource } from "./random-source.ts";

const TEXTS = ["", "a", "b", "ab", "abc", "é", "😀", "\ue000", "Z", "10", "__proto__"];
/** In normal form: DynamoDB Local, unlike AWS, stores numbers inside documents as they are written. */
const NUMBERS = [
  "0",
  "1",
  "-1",
  "2",
  "10",
  "1.5",
  "-0.25",
  "100",
  "1000000000000000000000000000000",
  "0.00003",
];
const BINARIES = ["", "YQ==", "YWI=", "/w==", "AA==", "YWJj"];

/** A random attribute value; documents nest at most `depth` deep. */
export function randomValue(random: RandomSource, depth: number): Record<string, unknown> {
  switch (random.below(depth > 0 ? 14 : 9)) {
    case 0:
    case 1:
    case 2:
      return { N: random.pick(NUMBERS) };
    case 3:
    case 4:
      return { S: random.pick(TEXTS) };
    case 5:
      return { B: random.pick(BINARIES) };
    case 6:
      return { BOOL: random.chance(0.5) };
    case 7:
      return { NULL: true };
    case 8:
      return { SS: subset(random, ["a", "b", "é", "😀", "\ue000"]) };
    case 9:
      return { NS: subset(random, ["1", "2", "-1", "1.5", "1000000000000000000000000000000"]) };
    case 10:
      return { BS: subset(random, ["YQ==", "YWI=", "/w=="]) };
    case 11:
    case 12:
      return { L: random.list(0, 3, () => randomValue(random, depth - 1)) };
    default:
      return { M: randomMap(random, depth - 1) };
  }
}

/** Random attributes under the names that random expressions use. */
export function randomMap(random: RandomSource, depth: number): Record<string, unknown> {
  const names = ["a", "b", "c", "d", "__proto__", "constructor", "with space"];
  const entries = names
    .filter(() => random.chance(0.4))
    .map((name) => [name, randomValue(random, depth)] as const);
  return Object.fromEntries(entries);
}

function subset(random: RandomSource, members: readonly string[]): string[] {
  const chosen = members.filter(() => random.chance(0.5));
  return chosen.length === 0 ? [members[0] as string] : chosen;
}
