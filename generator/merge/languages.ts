/** How a text is read: as TypeScript or JavaScript, as JSON with comments, or only as lines. */
export type Language = "script" | "json" | "lines";

const languages: readonly (readonly [ending: RegExp, language: Language])[] = [
  [/\.[cm]?[jt]s$/, "script"],
  [/\.jsonc?$/, "json"],
];

/** JSX and YAML are lines: white space is content there. */
export function languageOf(path: string): Language {
  return languages.find(([ending]) => ending.test(path))?.[1] ?? "lines";
}
