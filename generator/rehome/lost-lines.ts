import { posix } from "node:path";
import { readImport } from "./import-statements.ts";
import type { Source } from "./parse.ts";

interface Edited {
  readonly base: Source;
  readonly mine: Source;
}

export interface Found {
  /** Texts of the new files. */
  readonly outputs: readonly string[];
  /** Texts of which somebody was told. */
  readonly reported: readonly string[];
  /** Paths of all old files: what was imported from them is declared somewhere now. */
  readonly oldPaths: ReadonlySet<string>;
}

/**
 * What a person wrote in a file that is in none of the texts: nothing, if every edit was placed or
 * refused, but for the imports of what was refused.
 */
export function lostLines({ base, mine }: Edited, found: Found): readonly string[] {
  const present = new Set([...found.outputs, ...found.reported].flatMap(wordyLines));
  const generated = new Set(wordyLines(base.text));
  const generatedWords = inOneLine(base.text);
  const imports = importLines(mine);
  const placed = new Set(
    imports.flatMap(({ lines, names, module }) =>
      found.oldPaths.has(posix.join(posix.dirname(mine.path), module)) ||
      names.every((name) => importedNames(found.outputs).has(name))
        ? lines
        : [],
    ),
  );
  return wordyLines(mine.text).filter(
    (line) =>
      !present.has(line) &&
      !generated.has(line) &&
      !placed.has(line) &&
      // What the generator says in a comment, broken differently.
      !(line.startsWith("Function ") && generatedWords.includes(line)),
  );
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

function inOneLine(text: string): string {
  return text.replace(/[\s*]+/g, " ");
}

/** Words in the import statements of some texts. */
function importedNames(texts: readonly string[]): ReadonlySet<string> {
  const statements = texts.flatMap((text) => text.match(/^import [^"']*(?=from ["'])/gm) ?? []);
  return new Set(statements.flatMap((statement) => statement.split(/[^\w$]+/)));
}

function importLines(source: Source) {
  const { typescript, file } = source;
  return file.statements.filter(typescript.isImportDeclaration).map((node) => {
    const code = node.getText();
    const { bindings, module } = readImport(source, { node, lead: "", code });
    const names = bindings.map(({ local }) => local);
    return { lines: wordyLines(code), names: names.length === 0 ? [""] : names, module };
  });
}
