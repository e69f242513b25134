import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";
import type { ts } from "ts-morph";
import { CliError, exitCodes } from "../cli/cli-error.ts";
import type { Change } from "./change-plan.ts";

type TypeScript = typeof ts;

/** More are counted only. */
const shownErrors = 20;

/**
 * Type-checks an app as it would be after some changes, with its own compiler and settings, before any
 * of them is written; refuses a tree with errors.
 */
export function refuseTypeErrors(directory: string, changes: readonly Change[]): void {
  const typescript = compilerOf(directory);
  const errors = typeErrors(typescript, directory, changes);
  if (errors.length === 0) return;
  const more = errors.length - shownErrors;
  throw new CliError(
    exitCodes.typeErrors,
    `Nothing was written. The app would not type-check:\n${errors
      .slice(0, shownErrors)
      .map((error) => `  ${error}`)
      .join("\n")}${more > 0 ? `\n  and ${more} more` : ""}`,
    "Without --verify the run is carried out; `npm run typecheck` shows the errors then.",
  );
}

function compilerOf(directory: string): TypeScript {
  try {
    return createRequire(join(directory, "package.json"))("typescript");
  } catch {
    throw new CliError(
      exitCodes.usage,
      "Nothing was written. --verify needs the package typescript, which the app does not have.",
      "Install the app's packages, for example with npm install.",
    );
  }
}

function typeErrors(
  typescript: TypeScript,
  directory: string,
  changes: readonly Change[],
): readonly string[] {
  const planned = new Map(changes.map(({ path, text }) => [join(directory, path), text]));
  const { sys } = typescript;
  const readFile = (path: string) => (planned.has(path) ? planned.get(path) : sys.readFile(path));
  const fileExists = (path: string) =>
    planned.has(path) ? planned.get(path) !== undefined : sys.fileExists(path);
  const configFile = join(directory, "tsconfig.json");
  const { config } = typescript.readConfigFile(configFile, readFile);
  const settings = typescript.parseJsonConfigFileContent(config, sys, directory);
  const created = changes
    .filter(({ path, text, before }) => text !== undefined && before === undefined && isCode(path))
    .map(({ path }) => join(directory, path));
  const folders = new Set(created.flatMap((file) => [dirname(file), dirname(dirname(file))]));
  const directoryExists = (path: string) => folders.has(path) || sys.directoryExists(path);
  const disk = typescript.createCompilerHost(settings.options);
  const host = { ...disk, readFile, fileExists, directoryExists };
  host.getSourceFile = (path, version) => {
    const text = readFile(path);
    return text === undefined ? undefined : typescript.createSourceFile(path, text, version);
  };
  const program = typescript.createProgram({
    rootNames: [...settings.fileNames.filter(fileExists), ...created],
    options: settings.options,
    host,
  });
  const problems = [...settings.errors, ...typescript.getPreEmitDiagnostics(program)];
  return problems.map(({ file, start, messageText }) => {
    const message = typescript.flattenDiagnosticMessageText(messageText, "\n    ");
    if (file === undefined) return message;
    const { line, character } = file.getLineAndCharacterOfPosition(start ?? 0);
    const path = relative(directory, file.fileName).replaceAll("\\", "/");
    return `${path}:${line + 1}:${character + 1}: ${message}`;
  });
}

/** What is outside of these folders is not part of the program (see the app's tsconfig.json). */
function isCode(path: string): boolean {
  return path.endsWith(".ts") && !path.startsWith(".");
}
