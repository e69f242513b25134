/** One side of a comparison: its items and which of them are changes. */
export interface Side {
  readonly values: readonly number[];
  readonly changed: Uint8Array;
}

/** A run of changed items, ends excluded; empty between two neighbouring unchanged items. */
interface Run {
  start: number;
  end: number;
}

/**
 * A run of changes whose last item equals the item before the run says the same when it is moved up by
 * one. Every run is moved as far down as it goes, or to the last place where the other side has changes
 * too, so that a replacement stays one hunk. Runs that meet become one.
 */
export function slideChanges(side: Side, other: Side): void {
  const run = firstRun(side);
  const opposite = firstRun(other);
  do {
    if (run.end > run.start) settle({ side, run, other, opposite });
  } while (toNextRun(side, run) && toNextRun(other, opposite));
}

interface Settling {
  readonly side: Side;
  readonly run: Run;
  readonly other: Side;
  readonly opposite: Run;
}

function settle({ side, run, other, opposite }: Settling): void {
  let length: number;
  let highestEnd: number;
  let isMatched: boolean;
  do {
    length = run.end - run.start;
    while (slideUp(side, run)) toPreviousRun(other, opposite);
    highestEnd = run.end;
    isMatched = opposite.end > opposite.start;
    while (slideDown(side, run)) {
      toNextRun(other, opposite);
      if (opposite.end > opposite.start) isMatched = true;
    }
  } while (run.end - run.start !== length);
  if (run.end === highestEnd || !isMatched) return;
  while (opposite.end === opposite.start) {
    slideUp(side, run);
    toPreviousRun(other, opposite);
  }
}

function firstRun({ changed }: Side): Run {
  const run = { start: 0, end: 0 };
  while (changed[run.end] === 1) run.end += 1;
  return run;
}

function toNextRun({ values, changed }: Side, run: Run): boolean {
  if (run.end === values.length) return false;
  run.start = run.end + 1;
  run.end = run.start;
  while (changed[run.end] === 1) run.end += 1;
  return true;
}

function toPreviousRun({ changed }: Side, run: Run): void {
  if (run.start === 0) return;
  run.end = run.start - 1;
  run.start = run.end;
  while (changed[run.start - 1] === 1) run.start -= 1;
}

function slideDown({ values, changed }: Side, run: Run): boolean {
  if (run.end >= values.length || values[run.start] !== values[run.end]) return false;
  changed[run.start] = 0;
  changed[run.end] = 1;
  run.start += 1;
  run.end += 1;
  while (changed[run.end] === 1) run.end += 1;
  return true;
}

function slideUp({ values, changed }: Side, run: Run): boolean {
  if (run.start === 0 || values[run.start - 1] !== values[run.end - 1]) return false;
  run.start -= 1;
  run.end -= 1;
  changed[run.start] = 1;
  changed[run.end] = 0;
  while (changed[run.start - 1] === 1) run.start -= 1;
  return true;
}
