import {
  chmodSync,
  copyFileSync,
  linkSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";

/** Moves a finished file to its place, whose mode it takes. */
export function moveFile(directory: string, from: string, path: string): void {
  const target = join(directory, path);
  keepMode(target, from);
  try {
    renameSync(from, target);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") {
      // Its folder is new.
      mkdirSync(dirname(target), { recursive: true });
      renameSync(from, target);
      return;
    }
    if (code !== "EXDEV") throw error;
    // Another file system: beside the target first, so that the target is whole at any moment.
    const beside = `${target}.${process.pid}.new`;
    copyFileSync(from, beside);
    renameSync(beside, target);
    rmSync(from);
  }
}

/** Writes a text such that the file is whole at any moment. */
export function putText(directory: string, path: string, text: string): void {
  const target = join(directory, path);
  mkdirSync(dirname(target), { recursive: true });
  const beside = `${target}.${process.pid}.new`;
  try {
    writeFileSync(beside, text);
    renameSync(beside, target);
  } catch (error) {
    rmSync(beside, { force: true });
    throw error;
  }
}

/** Writes what can be made again at any time, where there is room for it. */
export function putIfPossible(directory: string, path: string, text: string): void {
  try {
    putText(directory, path, text);
  } catch {
    // The next run makes it again.
  }
}

/** Keeps a file that is about to be replaced, which leaves a second name of it as it was. */
export function keepFile(file: string, as: string): void {
  try {
    linkSync(file, as);
  } catch {
    // A file system without second names.
    copyFileSync(file, as);
  }
}

/** Removes a file, and the folders that are empty then. */
export function removeFile(directory: string, path: string): void {
  rmSync(join(directory, path), { force: true });
  for (let folder = dirname(path); folder !== "."; folder = dirname(folder)) {
    const place = join(directory, folder);
    try {
      if (readdirSync(place).length > 0) return;
      rmdirSync(place);
    } catch (error) {
      // An empty folder that cannot be removed, or is a link, does no harm.
      if ((error as NodeJS.ErrnoException).code !== "ENOENT") return;
    }
  }
}

function keepMode(target: string, file: string): void {
  const mode = statSync(target, { throwIfNoEntry: false })?.mode;
  if (mode !== undefined) chmodSync(file, mode & 0o777);
}
