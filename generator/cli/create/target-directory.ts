import { existsSync, mkdirSync, readdirSync, rmSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { CliError, exitCodes } from "../cli-error.ts";

/** The directory of a new app, and how to undo all that was made in it. */
export interface TargetDirectory {
  readonly path: string;
  readonly make: () => void;
  readonly undo: () => void;
}

/** Refuses a directory that has anything but a repository in it. */
export function targetDirectory(path: string): TargetDirectory {
  const found = entriesOf(path);
  const [inTheWay] = found.filter((name) => name !== ".git");
  if (inTheWay !== undefined) {
    throw new CliError(
      exitCodes.refused,
      `${path} is not empty: it has ${inTheWay}`,
      "Name a directory that does not exist yet, or empty this one.",
    );
  }
  const made = existsSync(path) ? undefined : firstMissing(path);
  return {
    path,
    make: () => {
      mkdirSync(path, { recursive: true });
    },
    undo: () => {
      if (made !== undefined) return remove(made);
      for (const name of entriesOf(path)) if (!found.includes(name)) remove(join(path, name));
    },
  };
}

function entriesOf(path: string): string[] {
  const nearest = nearestExisting(path);
  if (!statSync(nearest).isDirectory()) {
    throw new CliError(exitCodes.refused, `${nearest} is a file`, "Name another directory.");
  }
  return nearest === path ? readdirSync(path) : [];
}

function nearestExisting(path: string): string {
  return existsSync(path) || dirname(path) === path ? path : nearestExisting(dirname(path));
}

/** The outermost directory that has to be made. */
function firstMissing(path: string): string {
  const parent = dirname(path);
  return existsSync(parent) || parent === path ? path : firstMissing(parent);
}

/** A package manager that is just ending may write once more: then it is tried again. */
function remove(path: string): void {
  rmSync(path, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
}
