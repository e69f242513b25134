import { keepBothLines } from "./both-append.ts";
import { languageOf } from "./languages.ts";
import { layOutLike } from "./lay-out-like.ts";
import { mergeJson } from "./merge-json.ts";
import { mergeLines } from "./merge-lines.ts";
import { mergeScript, type PlainSides } from "./merge-script.ts";
import { mergeUnchanged } from "./merge-text.ts";
import type { MergeInput, MergeOutcome } from "./merge-types.ts";
import { mergeYaml } from "./merge-yaml.ts";
import { sameTokens } from "./same-tokens.ts";
import { inStyleOf, plainText } from "./text-style.ts";

/**
 * The three-way merge of a generated text that was edited. By what its path ends in, formatting is no
 * change, imports and entries of lists are sets, and JSON and YAML are merged by key. The result has mine's line
 * ends, byte order mark and, where mine is formatted differently, formatting.
 */
export function mergeFile({ path, base, mine, theirs, labels }: MergeInput): MergeOutcome {
  const settled = mergeUnchanged({ base, mine, theirs });
  if (settled !== undefined) return settled;
  if (sameTokens(path, base, theirs) || sameTokens(path, mine, theirs)) {
    return { clean: true, text: mine };
  }
  const [plainBase, plainMine, plainTheirs] = [base, mine, theirs].map(plainText) as [
    string,
    string,
    string,
  ];
  const sides = { base: plainBase, mine: plainMine, theirs: plainTheirs, labels };
  const outcome = mergePlain(path, sides);
  return { ...outcome, text: inStyleOf(mine, outcome.text) };
}

function mergePlain(path: string, sides: PlainSides): MergeOutcome {
  const { base, mine, theirs } = sides;
  const language = languageOf(path, base, mine, theirs);
  if (language === "lines") {
    if (/\.ya?ml$/.test(path)) return mergeYaml(sides);
    const resolvers = /(^|\/)\.\w+ignore$/.test(path) ? [keepBothLines] : [];
    return mergeLines({ ...sides, resolvers });
  }
  if (sameTokens(path, base, mine)) {
    const text = layOutLike({ language, content: theirs, like: mine, before: base });
    return { clean: true, text: text ?? theirs };
  }
  return language === "json" ? mergeJson(sides) : mergeScript(sides);
}
