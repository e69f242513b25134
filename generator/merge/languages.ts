/** How a text is read: as TypeScript or JavaScript, as JSON with comments, or only as lines. */
export type Language = "script" | "json" | "lines";

const languages: readonly (readonly [ending: RegExp, language: Language])[] = [
  [/\.[cm]?[jt]s$/, "script"],
  [/\.jsonc?$/, "json"],
];

/**
 * A longer text is lines, whatever it is: reading three of this length takes about half a second, and
 * nothing that is emitted comes near.
 */
const longestCode = 500_000;

/** JSX and YAML are lines: white space is content there. */
export function languageOf(path: string, ...texts: readonly string[]): Language {
  if (texts.some(({ length }) => length > longestCode)) return "lines";
  return languages.find(([ending]) => ending.test(path))?.[1] ?? "lines";
}
