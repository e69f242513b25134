import { readFileSync } from "node:fs";
import { join } from "node:path";
import { CliError, exitCodes } from "../cli/cli-error.ts";
import { plainText } from "./line-ends.ts";

/** The text of a file of the app with LF line ends and no byte order mark; undefined when there is none. */
export function readText(directory: string, path: string): string | undefined {
  const raw = readRaw(directory, path);
  return raw === undefined ? undefined : plainText(raw);
}

/**
 * The text of a file of the app as it is; undefined when there is none. What stands in its place and
 * cannot be read as a file is a refusal.
 */
export function readRaw(directory: string, path: string): string | undefined {
  try {
    return readFileSync(join(directory, path), "utf8");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR") return undefined;
    if (code === "EISDIR") throw folderInTheWay(path);
    if (code === "EACCES" || code === "EPERM") throw unreadable(path);
    throw error;
  }
}

function folderInTheWay(path: string): CliError {
  return new CliError(
    exitCodes.refused,
    `Nothing was written. ${path} is not a file: something else stands in its place.`,
    "Move it away, and run the command again.",
  );
}

function unreadable(path: string): CliError {
  return new CliError(
    exitCodes.refused,
    `Nothing was written. ${path} cannot be read.`,
    "Allow reading it, and run the command again.",
  );
}
