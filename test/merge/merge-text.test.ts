import { expect, it } from "vitest";
import { mergeText } from "../../generator/merge/index.ts";
import { editLines, seededRandom } from "./seeded-random.ts";

const text = (...lines: readonly string[]): string => lines.map((line) => `${line}\n`).join("");
const clean = (merged: string) => ({ clean: true, text: merged });

it("1 edit-then-noop-regenerate: what did not change on the other side stays byte for byte", () => {
  const mine = "\uFEFFone\r\ntwo\nmine";
  expect(mergeText({ base: "one\n", mine, theirs: "one\n" })).toEqual(clean(mine));
  expect(mergeText({ base: "one\r\n", mine, theirs: "one\n" })).toEqual(clean(mine));
  expect(mergeText({ base: "one\r\n", mine: "one\r\n", theirs: "two" })).toEqual(clean("two"));
});

it("2 edit-and-template-change-disjoint", () => {
  const base = text("a", "b", "c", "d", "e");
  const mine = text("A", "b", "c", "d", "e");
  const theirs = text("a", "b", "c", "d", "E");
  expect(mergeText({ base, mine, theirs })).toEqual(clean(text("A", "b", "c", "d", "E")));
});

it("3 edit-and-template-change-same-line", () => {
  const base = text("a", "b", "c");
  const labels = { mine: "yours", base: "generated before", theirs: "generated now" };
  const sides = { base, mine: text("a", "mine", "c"), theirs: text("a", "theirs", "c") };
  expect(mergeText({ ...sides, labels })).toEqual({
    clean: false,
    text: text(
      "a",
      "<<<<<<< yours",
      "mine",
      "||||||| generated before",
      "b",
      "=======",
      "theirs",
      ">>>>>>> generated now",
      "c",
    ),
    conflicts: [{ mineStart: 2, base: "b\n", mine: "mine\n", theirs: "theirs\n" }],
  });
});

it("4 adjacent-line-edits are a conflict in a plain text, as in git", () => {
  const base = text("a", "b", "c", "d");
  const mine = text("a", "B", "c", "d");
  const theirs = text("a", "b", "C", "d");
  expect(mergeText({ base, mine, theirs })).toMatchObject({
    clean: false,
    conflicts: [{ mineStart: 2, base: "b\nc\n", mine: "B\nc\n", theirs: "b\nC\n" }],
  });
});

it("5 identical-edit-both-sides", () => {
  const base = text("a", "b", "c", "d", "e");
  const mine = text("a", "same", "c", "d", "mine");
  const theirs = text("theirs", "a", "same", "c", "d", "e");
  expect(mergeText({ base, mine, theirs })).toEqual(
    clean(text("theirs", "a", "same", "c", "d", "mine")),
  );
});

it("6 user-backports-template-change", () => {
  const theirs = text("a", "new", "b");
  expect(mergeText({ base: text("a", "b"), mine: theirs, theirs })).toEqual(clean(theirs));
});

it("7 both-append-at-eof is a conflict in a plain text", () => {
  const base = text("a");
  const outcome = mergeText({ base, mine: text("a", "m"), theirs: text("a", "t") });
  expect(outcome).toMatchObject({
    conflicts: [{ mineStart: 2, base: "", mine: "m\n", theirs: "t\n" }],
  });
});

it("10 user-deletes-block-generator-edits-it", () => {
  const base = text("a", "b1", "b2", "c");
  const outcome = mergeText({ base, mine: text("a", "c"), theirs: text("a", "b1", "B2", "c") });
  expect(outcome).toMatchObject({
    clean: false,
    conflicts: [{ mineStart: 2, base: "b1\nb2\n", mine: "", theirs: "b1\nB2\n" }],
  });
});

it("16 crlf-file keeps its line ends", () => {
  const mine = "A\r\nb\r\nc\r\nd\r\n";
  const merged = mergeText({ base: "a\nb\nc\nd\n", mine, theirs: "a\nb\nc\nD\n" });
  expect(merged).toEqual(clean("A\r\nb\r\nc\r\nD\r\n"));
});

it("17 mixed-eol-file: lines keep their ends, new ones have the usual end", () => {
  const mine = "A\r\nb\nc\r\nd\r\ne\n";
  const merged = mergeText({ base: "a\nb\nc\nd\ne\n", mine, theirs: "a\nb\nc\nnew\nd\ne\n" });
  expect(merged).toEqual(clean("A\r\nb\nc\r\nnew\r\nd\r\ne\n"));
});

it("18 autocrlf-checkout-looks-edited: follows the generator, with the line ends of the checkout", () => {
  const merged = mergeText({ base: "a\nb\n", mine: "a\r\nb\r\n", theirs: "a\nnew\nb\n" });
  expect(merged).toEqual(clean("a\r\nnew\r\nb\r\n"));
});

it("19 bom-added", () => {
  const merged = mergeText({ base: "a\nb\nc\n", mine: "\uFEFFA\nb\nc\n", theirs: "a\nb\nC\n" });
  expect(merged).toEqual(clean("\uFEFFA\nb\nC\n"));
});

it("20 final-newline-removed", () => {
  const merged = mergeText({ base: "a\nb\nc\n", mine: "a\nb\nC", theirs: "A\nb\nc\n" });
  expect(merged).toEqual(clean("A\nb\nC"));
});

it("22 content-with-conflict-marker-lines", () => {
  const base = text("Title", "=======", "a", "b", "<<<<<<< kept", ">>>>>>> kept");
  const mine = base.replace("a\n", "A\n").replace("Title", "Mine");
  expect(mergeText({ base, mine, theirs: `${base}new\n` })).toEqual(clean(`${mine}new\n`));
});

it("23 lines-named-constructor-and-__proto__", () => {
  const base = text("constructor", "__proto__", "toString");
  const mine = text("mine", "constructor", "__proto__", "toString");
  const theirs = text("constructor", "__proto__", "toString", "hasOwnProperty");
  expect(mergeText({ base, mine, theirs })).toEqual(
    clean(text("mine", "constructor", "__proto__", "toString", "hasOwnProperty")),
  );
});

it("24 very-large-repetitive-file, 25 heavy-rewrite-90-percent: merged, and nothing is lost", () => {
  const block = ["  {", "    a: 1,", "  },", ""];
  const repetitive = Array.from({ length: 5000 }, (_, index) => block[index % 4] as string);
  const mine = repetitive.flatMap((line, index) =>
    index % 40 === 3 ? [line, `m${index}`] : [line],
  );
  const theirs = repetitive.flatMap((line, at) => (at % 40 === 23 ? [line, `t${at}`] : [line]));
  const merged = mergeText({
    base: text(...repetitive),
    mine: text(...mine),
    theirs: text(...theirs),
  });
  expect(merged.clean).toBe(true);
  expect(merged.text.match(/^[mt]\d+$/gm)).toHaveLength(250);

  const random = seededRandom(25);
  const lines = Array.from({ length: 5000 }, (_, index) => `line ${index}`);
  const rewritten = lines.map((line, at) => (random.below(10) > 0 ? `rewritten ${at}` : line));
  const heavy = mergeText({
    base: text(...lines),
    mine: text(...rewritten),
    theirs: text("new", ...lines),
  });
  expect(heavy.text.match(/rewritten/g)).toHaveLength(
    rewritten.join().match(/rewritten/g)?.length ?? 0,
  );
});

it("26 empty-file and file-emptied-by-user", () => {
  expect(mergeText({ base: "", mine: "", theirs: "a\n" })).toEqual(clean("a\n"));
  expect(mergeText({ base: "a\n", mine: "", theirs: "a\n" })).toEqual(clean(""));
  expect(mergeText({ base: "a\n", mine: "a\nb\n", theirs: "" })).toMatchObject({ clean: false });
  expect(mergeText({ base: "a\n", mine: "", theirs: "b\n" })).toMatchObject({
    conflicts: [{ mineStart: 1, base: "a\n", mine: "", theirs: "b\n" }],
  });
});

it("30 license-header-added-on-top", () => {
  const base = text("a", "b", "c");
  expect(mergeText({ base, mine: `// license\n\n${base}`, theirs: text("a", "B", "c") })).toEqual(
    clean("// license\n\na\nB\nc\n"),
  );
});

it("96 what only mine inserted is in the result or in a conflict, and merging again changes nothing", () => {
  for (let seed = 1; seed <= 1000; seed += 1) {
    const random = seededRandom(seed);
    const known = (): string => `word ${random.below(6)}`;
    const base = Array.from({ length: random.below(25) }, known);
    let count = 0;
    const nextOwn = (): string => {
      count += 1;
      return `mine ${count}`;
    };
    const own = editLines(base, { random, word: nextOwn });
    const other = editLines(base, { random, word: () => `theirs ${random.below(3)}` });
    const sides = { base: text(...base), mine: text(...own), theirs: text(...other) };
    const outcome = mergeText(sides);
    const shown = outcome.clean ? [] : outcome.conflicts.map((conflict) => conflict.mine);
    const kept = new Set([outcome.text, ...shown].join("").split("\n"));
    expect({ seed, lost: own.filter((line) => /^mine/.test(line) && !kept.has(line)) }).toEqual({
      seed,
      lost: [],
    });
    const again = mergeText({ base: sides.theirs, mine: outcome.text, theirs: sides.theirs });
    expect({ seed, again }).toEqual({ seed, again: clean(outcome.text) });
    expect(mergeText({ ...sides, mine: sides.base })).toEqual(clean(sides.theirs));
    expect(mergeText({ ...sides, theirs: sides.base })).toEqual(clean(sides.mine));
  }
});
