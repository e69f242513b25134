import { utimesSync } from "node:fs";
import { expect, test } from "vitest";
import { knownClean, recordClean } from "../../generator/write/known-clean.ts";
import { paths, regeneratedApp } from "./support/regenerated-app.ts";

const { stores, topic } = paths;
const day = new Date("2026-01-01");

test("what was up to date is known to be, until anything changes, of the same size and date as well", async () => {
  const { directory, absolute, edit, remove, read, write } = await regeneratedApp();
  const text = read(stores);
  const changes: readonly (() => void)[] = [
    () => {
      edit(stores, (before) => before.replace("The event log", "The Event log"));
      utimesSync(absolute(stores), day, day);
    },
    () => remove(stores),
    () => write(topic, `${read(topic)}// mine\n`),
    () => write("new.ts", ""),
  ];
  for (const change of changes) {
    // Later than any change, as if some time had passed.
    const time = Date.now() + 60_000;
    write(stores, text);
    utimesSync(absolute(stores), day, day);
    recordClean(directory, {
      kit: "1",
      time,
      paths: [stores, topic, "new.ts"],
      keptEdits: [topic],
    });
    expect(knownClean(directory, "1")).toEqual([topic]);
    expect(knownClean(directory, "2")).toBeUndefined();
    change();
    expect(knownClean(directory, "1")).toBeUndefined();
  }
  recordClean(directory, { kit: "1", time: Date.now(), paths: ["new.ts"], keptEdits: [] });
  // It may change once more within the same tick.
  expect(knownClean(directory, "1")).toBeUndefined();
});
