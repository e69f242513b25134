import { existsSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { RuntimeError } from "./runtime-errors.ts";
import type { WorkerSettings } from "./worker-messages.ts";

export type Handler = (event: unknown, context: unknown) => unknown;

/** Throws as Lambda does when it finds no handler. */
export async function loadHandler({ directory, handler }: WorkerSettings): Promise<Handler> {
  const [, file = "", name = ""] = /^(.*)\.([^./]+)$/.exec(handler) ?? [];
  const path = ["js", "mjs", "cjs"]
    .map((extension) => join(directory, `${file}.${extension}`))
    .find((candidate) => existsSync(candidate));
  if (path === undefined) {
    throw new RuntimeError(
      "Runtime.ImportModuleError",
      `Error: Cannot find module '${file}'. The handler is ${handler}; expected ${file}.js, ${file}.mjs or ${file}.cjs in the function's code.`,
    );
  }
  const module = await importModule(path);
  const found = module[name] ?? (module.default as Record<string, unknown> | undefined)?.[name];
  if (found === undefined) {
    throw new RuntimeError("Runtime.HandlerNotFound", `${handler} is undefined or not exported`);
  }
  if (typeof found !== "function") {
    throw new RuntimeError("Runtime.HandlerNotFound", `${handler} is not a function`);
  }
  return found as Handler;
}

async function importModule(path: string): Promise<Record<string, unknown>> {
  try {
    return (await import(pathToFileURL(path).href)) as Record<string, unknown>;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "MODULE_NOT_FOUND" || code === "ERR_MODULE_NOT_FOUND") {
      throw new RuntimeError("Runtime.ImportModuleError", `Error: ${(error as Error).message}`);
    }
    throw error;
  }
}
