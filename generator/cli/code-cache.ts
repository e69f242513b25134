import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import { Script } from "node:vm";

/**
 * Loads a bundled CommonJS module from V8's own cache of its compiled code, functions that ran the last
 * time included, which takes half of a short command's time away. (`module.enableCompileCache` keeps
 * no functions compiled on their first call.) A cache that is missing, stale or of another V8 is written
 * anew when the process ends; where it cannot be written everything works, only slower.
 */
export function loadCached<Module>(file: string): Module {
  const source = readFileSync(file, "utf8");
  const cache = cacheFile(file);
  const cachedData = readCache(cache);
  const script = new Script(
    `(function(exports,require,module,__filename,__dirname){${source}\n})`,
    {
      filename: file,
      ...(cachedData !== undefined && { cachedData }),
    },
  );
  const module = { exports: {} };
  const run = script.runInThisContext();
  run.call(module.exports, module.exports, createRequire(file), module, file, dirname(file));
  if (cachedData === undefined || script.cachedDataRejected) {
    process.once("exit", () => writeCache(cache, script.createCachedData()));
  }
  return module.exports as Module;
}

/** In the folder for such files of the `node_modules` that the program is installed in. */
function cacheFile(file: string): string {
  const kit = dirname(dirname(file));
  const modules = basename(dirname(kit)) === "node_modules" ? dirname(kit) : `${kit}/node_modules`;
  // Registries give all files of a package one time, so that time and size tell no two versions apart.
  const { size, mtimeMs } = statSync(file);
  const { version } = JSON.parse(readFileSync(join(kit, "package.json"), "utf8"));
  const key = [version, size, Math.trunc(mtimeMs), process.version, process.arch].join("-");
  const name = `${basename(file, ".cjs")}-${key}.v8`;
  return join(modules, ".cache/create-reventless-app", name);
}

function readCache(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}

function writeCache(path: string, data: Buffer): void {
  const staged = `${path}.${process.pid}`;
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(staged, data);
    renameSync(staged, path);
  } catch {
    // A full or read-only disk; it only saves time.
    discard(staged);
  }
}

function discard(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // There is no such folder.
  }
}
