import { type CodeToken, codeTokens } from "./code-tokens.ts";
import { languageOf } from "./languages.ts";
import { plainText } from "./text-style.ts";

/**
 * Whether two texts differ in formatting at most: white space, kind of quotes, semicolons and commas at
 * ends. Never true for texts of different meaning; in doubt false.
 */
export function sameTokens(path: string, a: string, b: string): boolean {
  const [plainA, plainB] = [plainText(a), plainText(b)];
  if (plainA === plainB) return true;
  const language = languageOf(path, a, b);
  if (language === "lines" || essence(plainA) !== essence(plainB)) return false;
  const tokensOfA = codeTokens(plainA, language);
  const tokensOfB = tokensOfA && codeTokens(plainB, language);
  return tokensOfB !== undefined && haveSameKeys(tokensOfA ?? [], tokensOfB);
}

/** Texts with the same tokens have the same essence: most pairs are told apart without reading them. */
function essence(text: string): string {
  return text.replace(/[\s"'\\;,()|&]+/g, "");
}

export function haveSameKeys(a: readonly CodeToken[], b: readonly CodeToken[]): boolean {
  return a.length === b.length && a.every(({ key }, index) => key === b[index]?.key);
}
