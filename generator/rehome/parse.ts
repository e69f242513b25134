import type { ts } from "ts-morph";

export type TypeScript = typeof ts;

/** A parsed file; offsets of its nodes are offsets in `text`. */
export interface Source {
  readonly typescript: TypeScript;
  readonly path: string;
  /** With LF line ends, without byte order mark. */
  readonly text: string;
  readonly file: ts.SourceFile;
  /** Where lines begin that stand inside a template literal: their spaces are content. */
  readonly insideTemplates: ReadonlySet<number>;
}

/** Parses one file; nothing is resolved, so this takes a few milliseconds. */
export function parse(typescript: TypeScript, path: string, text: string): Source {
  const clean = text.replace(/^\uFEFF/, "").replaceAll("\r\n", "\n");
  const whole = clean === "" || clean.endsWith("\n") ? clean : `${clean}\n`;
  const file = typescript.createSourceFile(path, whole, typescript.ScriptTarget.Latest, true);
  return { typescript, path, text: whole, file, insideTemplates: linesInTemplates(file, whole) };

  function linesInTemplates(node: ts.Node, code: string, found = new Set<number>()): Set<number> {
    if (typescript.isTemplateLiteralToken(node)) {
      for (let at = code.indexOf("\n", node.getStart()); at !== -1 && at < node.end; ) {
        found.add(at + 1);
        at = code.indexOf("\n", at + 1);
      }
    }
    typescript.forEachChild(node, (child) => void linesInTemplates(child, code, found));
    return found;
  }
}

/** `12: ')' expected.`, or `undefined` if the file can be read. */
export function syntaxProblem({ typescript, file }: Source): string | undefined {
  // The parser keeps what it complains of beside the tree, but does not declare the property.
  const { parseDiagnostics } = file as unknown as {
    readonly parseDiagnostics: readonly ts.DiagnosticWithLocation[];
  };
  const [first] = parseDiagnostics;
  if (first === undefined) return undefined;
  const line = file.getLineAndCharacterOfPosition(first.start).line + 1;
  return `${line}: ${typescript.flattenDiagnosticMessageText(first.messageText, " ")}`;
}
