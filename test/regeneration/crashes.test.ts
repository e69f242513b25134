import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Change } from "../../generator/write/change-plan.ts";
import {
  carryOutRun,
  finishedRuns,
  isInterrupted,
  recoverRuns,
} from "../../generator/write/run-journal.ts";
import { temporaryFolder } from "../cli/programs.ts";
import { fewChanges, prepareEveryAction, writeRun } from "./support/planned-run.ts";
import {
  committedTexts,
  copyApp,
  type RegeneratedApp,
  regeneratedApp,
} from "./support/regenerated-app.ts";

const killedRun = join(import.meta.dirname, "support/killed-run.ts");
const command = "reventless regenerate";

interface Prepared {
  readonly app: RegeneratedApp;
  readonly changes: readonly Change[];
  readonly old: ReadonlyMap<string, string>;
  readonly new: ReadonlyMap<string, string>;
  /** What a run does, in order. */
  readonly steps: readonly string[];
}

async function prepared(): Promise<Prepared> {
  const app = await regeneratedApp();
  prepareEveryAction(app);
  const changes = await fewChanges(app);
  const kinds = new Set(changes.map(({ action }) => action));
  expect(kinds).toEqual(new Set(["create", "update", "merge", "delete"]));
  const whole = copyApp(app);
  const steps: string[] = [];
  carryOutRun(whole.directory, { command, changes }, (step) => steps.push(step));
  return {
    app,
    changes,
    old: committedTexts(app.directory),
    new: committedTexts(whole.directory),
    steps,
  };
}

/** Processes that are started side by side. */
const atOnce = 4;

interface Kill {
  readonly directory: string;
  readonly run: string;
  readonly step: number;
  readonly blocked?: string;
}

async function killAt({ directory, run, step, blocked }: Kill): Promise<void> {
  const args = [
    killedRun,
    directory,
    run,
    String(step),
    ...(blocked === undefined ? [] : [blocked]),
  ];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "ignore", "inherit"] });
  const [, signal] = await once(child, "exit");
  expect(signal).toBe("SIGKILL");
}

test("kill-9-at-every-step: the next command leaves the old tree or the new one, never a mix", async () => {
  const { app, changes, steps, ...trees } = await prepared();
  const run = join(temporaryFolder(), "run.json");
  writeRun(run, changes);
  const committed = steps.indexOf("committed");
  const kill = async (step: number, name: string) => {
    const { directory } = copyApp(app);
    await killAt({ directory, run, step });
    expect([name, isInterrupted(directory)]).toEqual([name, name !== "done"]);
    recoverRuns(directory);
    const expected = step < committed ? trees.old : trees.new;
    expect([name, committedTexts(directory)]).toEqual([name, expected]);
    expect(isInterrupted(directory)).toBe(false);
    expect(finishedRuns(directory)).toHaveLength(step < committed ? 0 : 1);
  };
  for (let step = 0; step < steps.length; step += atOnce) {
    const next = steps.slice(step, step + atOnce);
    await Promise.all(next.map((name, index) => kill(step + index, name)));
  }
  expect(steps.length).toBeGreaterThan(2 * 12);
});

test("kill-9-at-every-step: also while a run that cannot be finished is taken back", async () => {
  const { app, changes, steps, old } = await prepared();
  const run = join(temporaryFolder(), "run.json");
  writeRun(run, changes);
  const last = changes.at(-1)?.path ?? "";
  const backwards = steps.indexOf("committed") + changes.length;
  for (let step = backwards; step < backwards + changes.length - 1; step += 4) {
    const { directory } = copyApp(app);
    await killAt({ directory, run, step, blocked: last });
    rmSync(join(directory, last), { recursive: true });
    writeFileSync(join(directory, last), Buffer.from(old.get(last) ?? "", "latin1"));
    expect(isInterrupted(directory)).toBe(true);
    const [recovery] = recoverRuns(directory);
    expect(recovery).toEqual({ command, outcome: "taken back", left: [] });
    expect(committedTexts(directory)).toEqual(old);
  }
});

test("kill-9-at-every-step: also while the next command recovers", async () => {
  const { app, changes, ...trees } = await prepared();
  const run = join(temporaryFolder(), "run.json");
  writeRun(run, changes);
  const cutOff = copyApp(app);
  await killAt({ directory: cutOff.directory, run, step: changes.length + 5 });
  for (let step = 0; step < changes.length; step += 5) {
    const { directory } = copyApp(cutOff);
    let left = step;
    const cut = () => {
      recoverRuns(directory, () => {
        if (left === 0) throw new Error("cut off");
        left -= 1;
      });
    };
    expect(cut).toThrow("cut off");
    expect(recoverRuns(directory)).toEqual([{ command, outcome: "finished", left: [] }]);
    expect(committedTexts(directory)).toEqual(trees.new);
  }
});

test("kill-9-at-every-step: files that were edited before the next command are left alone", async () => {
  const { app, changes, steps, old } = await prepared();
  const run = join(temporaryFolder(), "run.json");
  writeRun(run, changes);
  const written = changes.findIndex(({ action }) => action === "merge");
  const { path, text } = changes[written] as Change;
  await killAt({ directory: app.directory, run, step: steps.indexOf("committed") + written + 1 });
  expect(app.read(path)).toBe(text);
  app.write(path, `${text}// mine, later\n`);
  const { stderr, code } = await app.run("check");
  expect(code).toBe(4);
  expect(stderr).toBe(
    `A run had been cut off and is taken back now: ${command}\n  left    ${path} (changed since)\n`,
  );
  const after = committedTexts(app.directory);
  expect(after.get(path)).toBe(`${text}// mine, later\n`);
  expect(new Map([...after, [path, old.get(path)]])).toEqual(old);
});

test("permission-denied-on-last-file: everything written before it is taken back", async () => {
  const { app, changes, old } = await prepared();
  const { directory } = app;
  const last = changes.at(-1)?.path ?? "";
  const block = (step: string) => {
    if (step !== "committed") return;
    rmSync(join(directory, last), { force: true });
    mkdirSync(join(directory, last));
  };
  expect(() => carryOutRun(directory, { command, changes }, block)).toThrow(
    expect.objectContaining({ name: "CliError" }),
  );
  rmSync(join(directory, last), { recursive: true });
  const before = new Map(old);
  before.delete(last);
  expect(committedTexts(directory)).toEqual(before);
  expect([isInterrupted(directory), finishedRuns(directory)]).toEqual([false, []]);
});

test.each(["staged", "committed"])(
  "editor-saves-during-plan: a file saved when the run is %s is left alone, and so is the rest",
  async (moment) => {
    const { app, changes, old } = await prepared();
    const { directory } = app;
    const { path } = changes.findLast(({ action }) => action === "update") as Change;
    const save = (step: string) => {
      if (step !== moment) return;
      // As editors do that write a new file beside the old one.
      app.remove(path);
      app.write(path, "// saved\n");
    };
    expect(() => carryOutRun(directory, { command, changes }, save)).toThrow(
      expect.objectContaining({
        exitCode: 6,
        message: `Nothing was written. A file was changed while this run was planned:\n  ${path}`,
      }),
    );
    expect(committedTexts(directory)).toEqual(new Map([...old, [path, "// saved\n"]]));
    expect(isInterrupted(directory)).toBe(false);
  },
);
