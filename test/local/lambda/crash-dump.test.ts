import { expect, test } from "vitest";
import { withoutCrashDump } from "../../../generator/local/lambda/crash-dump.ts";

const dump = [
  "<--- Last few GCs --->",
  "[11540:0x24c36000]      219 ms: Mark-Compact 111.4 (193.6) -> 107.5 (236.8) MB",
  "FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory",
  "----- Native stack trace -----",
  " 1: 0x931db0  [node]",
];

test.each([
  ["V8's whole report", dump],
  ["a report without collections", dump.slice(2)],
  ["a report of memory outside the heap", ["# Fatal process out of memory: Zone", "#"]],
])("%s is kept back", (_, report) => {
  const lines: string[] = [];
  let dumps = 0;
  const onLine = withoutCrashDump(
    (line) => lines.push(line),
    () => {
      dumps += 1;
    },
  );

  for (const line of ["order 1 is placed", ...report]) onLine(line);

  expect(lines).toEqual(["order 1 is placed"]);
  expect(dumps).toBe(1);
});

test.each([
  ["FATAL ERROR: v8::ToLocalChecked Empty MaybeLocal"],
  ["the stock is out of memory"],
  ["see <--- Last few GCs --->"],
])("the function's own line %j is no report", (line) => {
  const lines: string[] = [];
  withoutCrashDump(
    (each) => lines.push(each),
    () => {},
  )(line);

  expect(lines).toEqual([line]);
});
