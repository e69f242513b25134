import type { ts } from "ts-morph";
import type { TypeScript } from "./compile-messages.ts";
import type { TypeProblem } from "./type-problems.ts";

/** Files that are missing or are not TypeScript, and thus say nothing reliable about types. */
export function fileProblems(
  typescript: TypeScript,
  program: ts.Program,
  files: readonly string[],
): TypeProblem[] {
  return files.flatMap((file) => {
    const sourceFile = program.getSourceFile(file);
    if (sourceFile === undefined) return [missingFile(file)];
    return program
      .getSyntacticDiagnostics(sourceFile)
      .map((diagnostic) => syntaxProblem(typescript, sourceFile, diagnostic));
  });
}

function missingFile(file: string): TypeProblem {
  return {
    file,
    line: 1,
    column: 1,
    path: "",
    type: "",
    message: "the file does not exist",
    advice: "restore it, or remove the component it belongs to",
  };
}

function syntaxProblem(
  typescript: TypeScript,
  sourceFile: ts.SourceFile,
  diagnostic: ts.DiagnosticWithLocation,
): TypeProblem {
  const { line, character } = sourceFile.getLineAndCharacterOfPosition(diagnostic.start);
  return {
    file: sourceFile.fileName,
    line: line + 1,
    column: character + 1,
    path: "",
    type: "",
    message: typescript.flattenDiagnosticMessageText(diagnostic.messageText, " "),
    advice: "correct the syntax",
  };
}
