import { accessSync, constants, existsSync, lstatSync, realpathSync, statSync } from "node:fs";
import { dirname, isAbsolute, join, relative } from "node:path";
import { CliError, exitCodes } from "../cli/cli-error.ts";

/** Refuses paths that cannot be written or that lead out of the app, before anything is written. */
export function checkTargets(
  directory: string,
  changes: readonly { readonly path: string }[],
): void {
  const root = realpathSync(directory);
  const folders = new Map<string, Folder>();
  const folderOf = (path: string): Folder => {
    const known = folders.get(path);
    if (known !== undefined) return known;
    const folder = lookAt(root, path);
    folders.set(path, folder);
    return folder;
  };
  const problems = [...new Set(changes.map(({ path }) => path))].flatMap((path) => {
    const target = join(root, path);
    const problem = problemOf(root, target, folderOf(dirname(target)));
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

/** Where a file is to be, or the nearest folder above that is there already. */
interface Folder {
  /** What is wrong with it for all files in it. */
  readonly problem?: string;
  /** From the app's root, for messages. */
  readonly name: string;
  readonly isWritable: boolean;
}

function lookAt(root: string, wanted: string): Folder {
  const folder = nearestExisting(wanted);
  const name = place(root, folder);
  const about = { name, isWritable: isWritable(folder) };
  if (!existsSync(folder))
    return { ...about, problem: `needs a folder where ${name} is a broken link` };
  if (isOutside(root, realpathSync(folder))) return { ...about, problem: "leads out of the app" };
  if (!statSync(folder).isDirectory()) {
    return { ...about, problem: `needs a folder where ${name} is a file` };
  }
  return about;
}

function problemOf(root: string, target: string, folder: Folder): string | undefined {
  if (isOutside(root, target)) return "leads out of the app";
  if (folder.problem !== undefined) return folder.problem;
  const found = lstatSync(target, { throwIfNoEntry: false });
  if (found === undefined) {
    return folder.isWritable ? undefined : `is in ${folder.name}, which is read-only`;
  }
  if (found.isSymbolicLink()) return "is a link";
  if (!found.isFile()) return "is not a file: something else stands in its place";
  return isWritable(target) && folder.isWritable ? undefined : "is read-only";
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
    // There is nothing, or a file where a folder would have to be.
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
