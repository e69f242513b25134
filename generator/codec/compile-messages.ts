import { readFileSync, statSync } from "node:fs";
import type { ts } from "ts-morph";
import { declaredGlobals } from "./declared-globals.ts";

export type TypeScript = typeof ts;

/** Texts that differ from the disk, or are not there yet, by absolute path. */
export type Overlay = ReadonlyMap<string, string>;

export interface CompiledMessages {
  readonly program: ts.Program;
  readonly checker: ts.TypeChecker;
  /** A file and all it imports, directly or not, sorted. Packages are not followed. */
  readonly filesFrom: (file: string) => readonly string[];
  readonly isGlobal: (symbol: ts.Symbol) => boolean;
  /** Where a node's file stands among all files, whatever folder the app is in: globals come first. */
  readonly fileOrder: (node: ts.Node) => string;
}

const globalsFile = "/declared-globals.d.ts";

/** A program of nothing but the messages files and what they import from the app itself. */
export function compileMessages(
  typescript: TypeScript,
  files: readonly string[],
  overlay: Overlay,
): CompiledMessages {
  const imports = new Map<string, Set<string>>();
  const options = compilerOptions(typescript);
  const program = typescript.createProgram({
    rootNames: files,
    options,
    host: compilerHost(typescript, options, overlay, imports),
  });
  return {
    program,
    checker: program.getTypeChecker(),
    filesFrom: (file) => closure(file, imports),
    isGlobal: (symbol) =>
      symbol.declarations?.some((node) => node.getSourceFile().fileName === globalsFile) ?? false,
    fileOrder: (node) => {
      const { fileName } = node.getSourceFile();
      return fileName === globalsFile ? "" : fileName;
    },
  };
}

function compilerOptions(typescript: TypeScript): ts.CompilerOptions {
  return {
    target: typescript.ScriptTarget.ESNext,
    module: typescript.ModuleKind.ESNext,
    moduleResolution: typescript.ModuleResolutionKind.Bundler,
    allowImportingTsExtensions: true,
    noEmit: true,
    strict: true,
    exactOptionalPropertyTypes: true,
    types: [],
  };
}

function compilerHost(
  typescript: TypeScript,
  options: ts.CompilerOptions,
  overlay: Overlay,
  imports: Map<string, Set<string>>,
): ts.CompilerHost {
  const readFile = (file: string) => overlay.get(file) ?? readText(file);
  const host: ts.CompilerHost = {
    fileExists: (file) => overlay.has(file) || isFile(file),
    readFile,
    getSourceFile: (file, target) => {
      const text = file === globalsFile ? declaredGlobals : readFile(file);
      return text === undefined ? undefined : typescript.createSourceFile(file, text, target, true);
    },
    getDefaultLibFileName: () => globalsFile,
    getCurrentDirectory: () => "/",
    getCanonicalFileName: (file) => file,
    useCaseSensitiveFileNames: () => true,
    getNewLine: () => "\n",
    writeFile: () => {},
    resolveModuleNameLiterals: (literals, importer) =>
      literals.map(({ text }) => {
        const isPackage = !/^[./#]/.test(text);
        const { resolvedModule } = isPackage
          ? { resolvedModule: undefined }
          : typescript.resolveModuleName(text, importer, options, host);
        if (resolvedModule !== undefined) note(imports, importer, resolvedModule.resolvedFileName);
        return { resolvedModule };
      }),
  };
  return host;
}

function note(imports: Map<string, Set<string>>, importer: string, imported: string): void {
  const known = imports.get(importer) ?? new Set();
  imports.set(importer, known.add(imported));
}

function closure(file: string, imports: ReadonlyMap<string, ReadonlySet<string>>): string[] {
  const files = new Set([file]);
  for (const importer of files)
    for (const imported of imports.get(importer) ?? []) files.add(imported);
  return [...files].sort();
}

function readText(file: string): string | undefined {
  return isFile(file) ? readFileSync(file, "utf8") : undefined;
}

function isFile(file: string): boolean {
  return statSync(file, { throwIfNoEntry: false })?.isFile() ?? false;
}
