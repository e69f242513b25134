import { unionOfWritten } from "../../generator/codec/canonical-type.ts";
import type { AggregateMessages, Declaration } from "../../generator/codec/index.ts";
import type { Property, TypeModel } from "../../generator/codec/type-model.ts";

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
export type Random = () => number;

export function seededRandom(seed: number): Random {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export function pick<Item>(random: Random, items: readonly Item[]): Item {
  const item = items[Math.floor(random() * items.length)];
  if (item === undefined) throw new Error("There is nothing to pick from.");
  return item;
}

const names = ["id", "lines", "status", "note", "at", "total", "tags", "prices", "box", "$ref"];
const interfaceNames = ["Line", "Box", "Address", "VeryLongNameOfATypeThatForcesLinesToBreakEarly"];
const words = ["open", "closed", "a b", 'say "hi"', "it's", "waiting-for-the-customer-to-answer"];

/** Messages as a command line could declare them, some of them wide enough to break lines. */
export function randomMessages(random: Random): AggregateMessages {
  const declare = (name: string): Declaration => ({ name, properties: randomProperties(random) });
  const some = (suffix: string, least: number) =>
    Array.from({ length: least + Math.floor(random() * 4) }, (_, index) =>
      declare(
        `${pick(random, ["Do", "Undo", "PerformSomethingOfConsiderableLength"])}${suffix}${index}`,
      ),
    );
  return {
    aggregate: "Order",
    commands: some("Command", 1),
    events: some("Event", 1),
    rejections: some("Rejection", 0),
    types: interfaceNames.slice(0, 2).map((name) => ({
      name,
      properties: [
        { name: "key", type: { kind: "string" }, optional: false },
        ...randomProperties(random),
      ],
    })),
    stubs: interfaceNames.slice(2),
  };
}

function randomProperties(random: Random): Property[] {
  const chosen = names.filter(() => random() < 0.4);
  return chosen.map((name) => {
    const written = random() < 0.1 ? `${name}WithAnExtraordinarilyLongSuffix` : name;
    // A required type that contains itself has no finite value.
    const type = randomType(random, 3);
    return { name: written, type, optional: random() < 0.3 || mentionsType(type) };
  });
}

function mentionsType(type: TypeModel): boolean {
  return JSON.stringify(type).includes('"reference"');
}

function randomType(random: Random, depth: number): TypeModel {
  const leaves: TypeModel[] = [
    { kind: "string" },
    { kind: "number" },
    { kind: "boolean" },
    { kind: "isoDate" },
    { kind: "isoDateTime" },
    { kind: "literals", values: [pick(random, words)] },
    { kind: "reference", name: pick(random, interfaceNames) },
  ];
  if (depth === 0) return pick(random, leaves);
  const inner = () => randomType(random, depth - 1);
  return pick(random, [
    () => pick(random, leaves),
    () => pick(random, leaves),
    () => randomUnion(random, depth),
    () => randomUnion(random, depth),
    (): TypeModel => ({ kind: "array", items: inner() }),
    (): TypeModel => ({ kind: "record", values: inner() }),
    (): TypeModel => ({ kind: "tuple", items: [inner(), inner()], optional: 0 }),
  ])();
}

function randomUnion(random: Random, depth: number): TypeModel {
  const literals = [...words, -1, 2, 30, true, false, null].filter(() => random() < 0.4);
  const members: TypeModel[] = [
    ...literals.map((value) => ({ kind: "literals", values: [value] }) as const),
    ...[randomType(random, depth - 1), randomType(random, depth - 1)].flatMap((type) =>
      type.kind === "union" ? type.members : [type],
    ),
  ];
  const chosen = members.filter(() => random() < 0.6);
  const isDecidable = chosen.length > 1 && unionOfWritten(chosen).ok;
  return isDecidable ? { kind: "union", members: chosen } : randomType(random, depth - 1);
}
