import { expect, test } from "vitest";
import { manualClock, systemClock } from "../../../generator/local/clock.ts";

test("a manual clock runs due tasks in the order of their time, each at its own time", () => {
  const clock = manualClock(1000);
  const log: [string, number][] = [];
  clock.schedule(300, () => log.push(["late", clock.now()]));
  clock.schedule(100, () => log.push(["early", clock.now()]));
  clock.schedule(100, () => log.push(["early, scheduled second", clock.now()]));
  clock.schedule(301, () => log.push(["not yet", clock.now()]));

  clock.advance(300);

  expect(log).toEqual([
    ["early", 1100],
    ["early, scheduled second", 1100],
    ["late", 1300],
  ]);
  expect(clock.now()).toBe(1300);
});

test("a task that a task schedules runs in the same advance when it falls due", () => {
  const clock = manualClock(0);
  const times: number[] = [];
  const repeat = (): void => {
    times.push(clock.now());
    clock.schedule(10, repeat);
  };
  clock.schedule(10, repeat);

  clock.advance(35);

  expect(times).toEqual([10, 20, 30]);
});

test("a cancelled task does not run", () => {
  const clock = manualClock(0);
  let ran = false;
  const cancel = clock.schedule(10, () => {
    ran = true;
  });
  cancel();
  clock.advance(100);

  expect(ran).toBe(false);
});

test("the system clock runs a task once, and not one that was cancelled", async () => {
  const log: string[] = [];
  const cancel = systemClock.schedule(1, () => log.push("cancelled"));
  cancel();
  await new Promise<void>((resolve) => {
    systemClock.schedule(5, () => {
      log.push("ran");
      resolve();
    });
    // The clock's own timers do not keep the process alive, so the test must.
    setTimeout(resolve, 2000);
  });

  expect(log).toEqual(["ran"]);
});

test("the system clock does not run a task at once whose delay is beyond a timer's range", async () => {
  let ran = false;
  const cancel = systemClock.schedule(2 ** 31, () => {
    ran = true;
  });
  await new Promise((resolve) => setTimeout(resolve, 20));
  cancel();

  expect(ran).toBe(false);
});
