import { accessSync, constants, existsSync, lstatSync, realpathSync, statSync } from "node:fs";
import { dirname, isAbsolute, join, relative } from "node:path";
import { CliError, exitCodes } from "../cli/cli-error.ts";

/** Refuses paths that cannot be written or that lead out of the app, before anything is written. */
export function checkTargets(
  directory: string,
  changes: readonly { readonly path: string }[],
): void {
  const root = realpathSync(directory);
  const problems = [...new Set(changes.map(({ path }) => path))].flatMap((path) => {
    const problem = problemOf(root, path);
    return problem === undefined ? [] : [`  ${path} ${problem}`];
  });
  if (problems.length === 0) return;
  const one = problems.length === 1;
  throw new CliError(
    exitCodes.refused,
    `Nothing was written. ${one ? "This path" : "These paths"} cannot be written:\n${problems.join("\n")}`,
    "Move away what is in the way or allow writing, and run the command again.",
  );
}

function problemOf(root: string, path: string): string | undefined {
  const target = join(root, path);
  const folder = nearestExisting(dirname(target));
  if (!existsSync(folder)) return `needs a folder where ${place(root, folder)} is a broken link`;
  if (isOutside(root, target) || isOutside(root, realpathSync(folder)))
    return "leads out of the app";
  if (!statSync(folder).isDirectory())
    return `needs a folder where ${place(root, folder)} is a file`;
  if (isLink(target)) return "is a link";
  if (!existsSync(target)) {
    return isWritable(folder) ? undefined : `is in ${place(root, folder)}, which is read-only`;
  }
  if (!statSync(target).isFile()) return "is not a file: something else stands in its place";
  return isWritable(target) && isWritable(folder) ? undefined : "is read-only";
}

function isOutside(root: string, target: string): boolean {
  const path = relative(root, target);
  return path === ".." || /^\.\.[\\/]/.test(path) || isAbsolute(path);
}

function nearestExisting(folder: string): string {
  return existsSync(folder) || isLink(folder) ? folder : nearestExisting(dirname(folder));
}

function isLink(path: string): boolean {
  try {
    return lstatSync(path).isSymbolicLink();
  } catch {
    return false;
  }
}

function place(root: string, folder: string): string {
  return relative(root, folder).replaceAll("\\", "/") || "the app's folder";
}

function isWritable(path: string): boolean {
  try {
    accessSync(path, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
