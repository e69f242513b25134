import { expect, it } from "vitest";
import { mergeFile } from "../../generator/merge/index.ts";

it("7 both-append-at-eof: lines of an ignore file are a set", () => {
  const merged = mergeFile({
    path: ".gitignore",
    base: "dist\n",
    mine: "dist\nsame\nmine\n",
    theirs: "dist\ntheirs\nsame\n",
  });
  expect(merged).toEqual({ clean: true, text: "dist\ntheirs\nsame\nmine\n" });
});

it("7 both-append-at-eof: other texts are merged line by line", () => {
  const sides = { base: "a: 1\n", mine: "a: 1\nb: 2\n", theirs: "a: 1\nc: 3\n" };
  expect(mergeFile({ path: "notes.txt", ...sides })).toMatchObject({ clean: false });
});
