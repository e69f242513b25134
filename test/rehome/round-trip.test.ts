import { expect, it } from "vitest";
import type { StrategyName } from "../../generator/model/app-model.ts";
import { layout, switched, type Texts } from "./layouts.ts";
import { changedMemory, helperOfTwoComponents, sampleEdits } from "./sample-edits.ts";

const strategies: readonly StrategyName[] = ["single", "per-component", "micro"];
const pairs = strategies.flatMap((from) =>
  strategies.filter((to) => to !== from).map((to) => ({ from, to })),
);

/** The edited texts after a switch and the switch back. */
async function thereAndBack(mine: Texts, from: StrategyName, to: StrategyName) {
  const there = await switched(mine, from, to);
  const back = await switched(there.texts, to, from);
  const { texts } = back;
  return { texts, unplaced: [...there.unplaced, ...back.unplaced], changed: there.files.size };
}

const sampleRows = Object.entries(sampleEdits).flatMap(([name, edit]) =>
  pairs.map((pair) => ({ name, edit, ...pair })),
);

it.each(sampleRows)("74 round-trip-identity: $name, $from to $to and back", async (row) => {
  const mine = row.edit(layout(row.from));
  expect(mine).not.toEqual(layout(row.from));
  const { texts, unplaced, changed } = await thereAndBack(mine, row.from, row.to);
  expect({ texts: Object.fromEntries(texts), unplaced }).toEqual({
    texts: Object.fromEntries(mine),
    unplaced: [],
  });
  expect(changed).toBeGreaterThan(0);
});

it.each([{ to: "per-component" }, { to: "micro" }] as const)(
  "74 round-trip-identity: a helper of two components, single to $to and back",
  async ({ to }) => {
    const mine = helperOfTwoComponents(layout("single"));
    const { texts, unplaced } = await thereAndBack(mine, "single", to);
    expect({ texts, unplaced }).toEqual({ texts: mine, unplaced: [] });
  },
);

it.each([
  { from: "single", to: "per-component", name: "aggregates" },
  { from: "single", to: "micro", name: "aggregates" },
  { from: "per-component", to: "micro", name: "order" },
  { from: "per-component", to: "single", name: "order-summary" },
] as const)("74 round-trip-identity: memory of $name, $from to $to and back", async (row) => {
  const mine = changedMemory(layout(row.from), row.name);
  const { texts, unplaced } = await thereAndBack(mine, row.from, row.to);
  expect({ texts, unplaced }).toEqual({ texts: mine, unplaced: [] });
});

it("74 round-trip-identity: a helper stays shared between two layouts that both divide it", async () => {
  const mine = helperOfTwoComponents(layout("single"));
  const components = await switched(mine, "single", "per-component");
  const micro = await switched(components.texts, "per-component", "micro");
  expect(micro.texts.get("handlers/shared.ts")).toBe(components.texts.get("handlers/shared.ts"));
  expect((await switched(micro.texts, "micro", "single")).texts).toEqual(mine);
});
