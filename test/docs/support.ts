import { readFileSync } from "node:fs";
import { join } from "node:path";
import { kitDirectory } from "../support/temporary-app.ts";

export function readDoc(name: string): string {
  return readFileSync(join(kitDirectory, "docs", name), "utf8");
}

/** Texts of the fenced blocks of a language, in order, without the indentation of a list. */
export function blocksOf(text: string, language: string): readonly string[] {
  const blocks = text.matchAll(/^( *)```(\w+)\n([\s\S]*?)^ *```$/gm);
  return [...blocks].flatMap(([, indentation = "", found, body = ""]) => {
    if (found !== language) return [];
    const lines = body.trimEnd().split("\n");
    return [lines.map((line) => line.replace(indentation, "")).join("\n")];
  });
}

/** Text of the section below a heading, up to the next one of any level. */
export function sectionOf(text: string, heading: string): string {
  const [, section] = text.split(`\n${heading}\n`);
  if (section === undefined) throw new Error(`There is no heading "${heading}".`);
  return section.split(/^#+ /m)[0] ?? "";
}
