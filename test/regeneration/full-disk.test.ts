import { expect, test, vi } from "vitest";
import { carryOutRun, isInterrupted, recoverRuns } from "../../generator/write/run-journal.ts";
import { fewChanges, prepareEveryAction } from "./support/planned-run.ts";
import { committedTexts, copyApp, regeneratedApp } from "./support/regenerated-app.ts";

/** A disk on which calls fail, as many as `room` says after now. */
const disk = vi.hoisted(() => ({
  room: Number.POSITIVE_INFINITY,
  isRenaming: false,
  code: "ENOSPC",
}));

vi.mock("node:fs", async (load) => {
  const fs: typeof import("node:fs") = await load();
  const failing = <Call extends (...args: never[]) => unknown>(call: Call) =>
    ((...args: Parameters<Call>) => {
      disk.room -= 1;
      if (disk.room < 0) throw Object.assign(new Error(`${disk.code}: stub`), { code: disk.code });
      return call(...args);
    }) as unknown as Call;
  const { writeFileSync, copyFileSync, linkSync, renameSync } = fs;
  const stubs = {
    writeFileSync: failing(writeFileSync),
    copyFileSync: failing(copyFileSync),
    linkSync: failing(linkSync),
    renameSync: ((from, to) =>
      disk.isRenaming ? failing(renameSync)(from, to) : renameSync(from, to)) as typeof renameSync,
  };
  return { ...fs, ...stubs, default: { ...fs, ...stubs } };
});

const command = "reventless regenerate";

async function preparedApp() {
  const app = await regeneratedApp();
  prepareEveryAction(app);
  return { app, changes: await fewChanges(app), old: committedTexts(app.directory) };
}

/** Carries out a run for which there is room for so many calls; what was thrown. */
function thrownWith(room: number, work: () => void): unknown {
  disk.room = room;
  try {
    work();
    return undefined;
  } catch (error) {
    return error;
  } finally {
    disk.room = Number.POSITIVE_INFINITY;
  }
}

test("disk-full-mid-stage: at whatever write it happens, nothing was written", async () => {
  const { app, changes, old } = await preparedApp();
  const { directory } = copyApp(app);
  let room = 0;
  for (; ; room += 1) {
    const error = thrownWith(room, () => carryOutRun(directory, { command, changes }));
    if (error === undefined) break;
    expect(error).toMatchObject({
      name: "CliError",
      exitCode: 5,
      message: "Nothing was written. The disk refused: ENOSPC: stub",
    });
    expect(committedTexts(directory)).toEqual(old);
    expect(isInterrupted(directory)).toBe(false);
  }
  expect(room).toBeGreaterThan(changes.length);
  expect(committedTexts(directory)).not.toEqual(old);
});

test("disk-full-mid-stage: renaming may fail as well, and taking back with it, until there is room", async () => {
  const { app, changes, old } = await preparedApp();
  disk.isRenaming = true;
  try {
    for (let room = changes.length; ; room += 7) {
      const { directory } = copyApp(app);
      const error = thrownWith(room, () => carryOutRun(directory, { command, changes }));
      if (error === undefined) break;
      const after = isInterrupted(directory) ? recoverRuns(directory) : [];
      const isFinished = after.some(({ outcome }) => outcome === "finished");
      if (!isFinished) expect(committedTexts(directory)).toEqual(old);
      else expect(committedTexts(directory)).not.toEqual(old);
    }
  } finally {
    disk.isRenaming = false;
  }
});

test("disk-full-mid-stage: a cache for which there is no room is none", async () => {
  const app = await regeneratedApp();
  app.remove(".reventless/cache");
  disk.room = 2;
  try {
    expect((await app.run("regenerate")).code).toBe(0);
  } finally {
    disk.room = Number.POSITIVE_INFINITY;
  }
  expect((await app.run("regenerate")).code).toBe(0);
  expect(app.exists(".reventless/cache/ordering.order.json")).toBe(true);
});
