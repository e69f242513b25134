import { expect, it } from "vitest";
import { diffLines, unifiedDiff } from "../../generator/merge/index.ts";

it("a unified diff names lines as diff -u does", () => {
  const a = "a\nb\nc\nd\ne\nf\ng\nh\ni\n";
  const b = "a\nB\nc\nd\ne\nf\ng\nh\ni\nj\n";
  expect(unifiedDiff(a, b, { context: 1, fromLabel: "old", toLabel: "new" })).toBe(
    "--- old\n+++ new\n@@ -1,3 +1,3 @@\n a\n-b\n+B\n c\n@@ -9 +9,2 @@\n i\n+j\n",
  );
  expect(diffLines(a, b)).toEqual([
    { aStart: 2, aCount: 1, bStart: 2, bCount: 1 },
    { aStart: 9, aCount: 0, bStart: 10, bCount: 1 },
  ]);
});

it("changes whose context meets share a hunk, and new and removed files have one at line 0", () => {
  expect(unifiedDiff("a\nb\nc\nd\n", "A\nb\nc\nD\n", { context: 1 })).toBe(
    "--- a\n+++ b\n@@ -1,4 +1,4 @@\n-a\n+A\n b\n c\n-d\n+D\n",
  );
  expect(unifiedDiff("", "a\n")).toBe("--- a\n+++ b\n@@ -0,0 +1 @@\n+a\n");
  expect(unifiedDiff("a\nb\n", "")).toBe("--- a\n+++ b\n@@ -1,2 +0,0 @@\n-a\n-b\n");
});

it("a unified diff shows line ends and a missing last one, and nothing for equal texts", () => {
  expect(unifiedDiff("a\n", "a")).toBe(
    "--- a\n+++ b\n@@ -1 +1 @@\n-a\n+a\n\\ No newline at end of file\n",
  );
  expect(unifiedDiff("a\r\n", "a\n")).toBe("--- a\n+++ b\n@@ -1 +1 @@\n-a\r\n+a\n");
  expect(unifiedDiff("a", "a")).toBe("");
});
