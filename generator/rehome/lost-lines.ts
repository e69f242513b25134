import { readImport } from "./import-statements.ts";
import type { Source } from "./parse.ts";

interface Edited {
  readonly base: Source;
  readonly mine: Source;
}

/**
 * What a person wrote in a file that is in none of the texts: nothing, if every edit was placed or
 * refused. Imports count by their names, since they are put together anew.
 */
export function lostLines({ base, mine }: Edited, texts: readonly string[]): readonly string[] {
  const present = new Set(texts.flatMap(wordyLines));
  const generated = new Set(wordyLines(base.text));
  const generatedWords = inOneLine(base.text);
  const words = new Set(texts.flatMap((text) => text.split(/[^\w$]+/)));
  const imported = new Set(
    importLines(mine).flatMap(({ lines, names }) =>
      names.every((name) => words.has(name)) ? lines : [],
    ),
  );
  return wordyLines(mine.text).filter(
    (line) =>
      !present.has(line) &&
      !generated.has(line) &&
      !imported.has(line) &&
      // What the generator says in a comment, broken differently.
      !(line.startsWith("Function ") && generatedWords.includes(line)),
  );
}

function inOneLine(text: string): string {
  return text.replace(/[\s*]+/g, " ");
}

/** Lines as they can be found again: without indentation, `export`, brackets and marks of comments. */
function wordyLines(text: string): readonly string[] {
  return text
    .split("\n")
    .map((line) =>
      line
        .trim()
        .replace(/^export |^\/\*\*? |^\* /, "")
        .replace(/ \*\/$|\}?,$/, ""),
    )
    .filter((line) => /[\p{L}\p{N}]/u.test(line));
}

function importLines(source: Source) {
  const { typescript, file } = source;
  return file.statements.filter(typescript.isImportDeclaration).map((node) => {
    const code = node.getText();
    const { bindings } = readImport(source, { node, lead: "", code });
    return { lines: wordyLines(code), names: bindings.map(({ local }) => local) };
  });
}
