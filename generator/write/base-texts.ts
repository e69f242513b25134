import { readdirSync } from "node:fs";
import { join } from "node:path";
import { readText } from "./read-text.ts";

/*
 * What the generator wrote last, a file for every part of the app: the base that edits are merged on.
 * The format is Go's txtar (https://pkg.go.dev/golang.org/x/tools/txtar), which version control merges
 * line by line, as it merges the files themselves.
 */

const head = "What the generator wrote last, to tell your edits from its own. Not for editing.\n";

export function basePath(part: string): string {
  return `.reventless/base/${part}.txtar`;
}

/** All parts of which there are such texts. */
export function baseParts(directory: string): readonly string[] {
  try {
    return readdirSync(join(directory, ".reventless/base"))
      .filter((name) => name.endsWith(".txtar"))
      .map((name) => name.slice(0, -".txtar".length))
      .sort();
  } catch {
    return [];
  }
}

export function renderBase(texts: ReadonlyMap<string, string>): string {
  const entries = [...texts].sort(([a], [b]) => (a < b ? -1 : 1));
  return head + entries.map(([path, text]) => `-- ${path} --\n${ended(escaped(text))}`).join("");
}

/** Stands after a text whose last line has no end, in the place of a path. */
const openEnd = "(no line end)";

function ended(text: string): string {
  return text === "" || text.endsWith("\n") ? text : `${text}\n-- ${openEnd} --\n`;
}

/** By path; empty when there is no such file. */
export function readBase(directory: string, part: string): ReadonlyMap<string, string> {
  return parseBase(readText(directory, basePath(part)) ?? "");
}

export function parseBase(archive: string): ReadonlyMap<string, string> {
  const [, ...pieces] = archive.split(/^-- (.+) --\n/m);
  const texts = new Map<string, string>();
  for (let index = 0; index + 1 < pieces.length; index += 2) {
    const [path = "", text = "", next] = pieces.slice(index, index + 3);
    if (path !== openEnd) texts.set(path, unescaped(next === openEnd ? text.slice(0, -1) : text));
  }
  return texts;
}

/** Lines that look like the name of a file get a backslash, as do those that have some already. */
function escaped(text: string): string {
  return text.includes("-- ") ? text.replace(/^(?=\\*-- .+ --$)/gm, "\\") : text;
}

function unescaped(text: string): string {
  return text.includes("\\-- ") ? text.replace(/^\\(?=\\*-- .+ --$)/gm, "") : text;
}
