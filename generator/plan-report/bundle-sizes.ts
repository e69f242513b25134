import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { BuildOptions } from "esbuild";
import type { EmittedFile } from "../emit/emitted-file.ts";

/** How functions are bundled for deployment: as in `runtime/stack/bundle.ts`, which a test compares. */
export const bundleSettings = {
  bundle: true,
  write: false,
  platform: "node",
  format: "cjs",
  target: "node24",
  mainFields: ["module", "main"],
  minify: true,
  legalComments: "none",
  logLevel: "silent",
} as const satisfies BuildOptions;

/** Of all functions with the most parts so many are bundled; more would take long and tell no more. */
const mostBundles = 24;

export interface BundleReport {
  /** The largest of those that were made. */
  readonly largest?: { readonly name: string; readonly bytes: number };
  readonly made: number;
  readonly functions: number;
  /** Why there is none, or why it is not of all. */
  readonly problem?: string;
}

/** A handler as it would be generated. */
export type HandlerFile = Pick<EmittedFile, "path" | "text"> & { readonly parts: number };

export type Bundler = (handlers: readonly HandlerFile[]) => Promise<BundleReport>;

/**
 * Bundles handlers that need not be on disk against the sources of an app that are. esbuild is the
 * app's own, as it is for a deployment; nothing is written.
 */
export function bundlerOf(directory: string): Bundler {
  const esbuild = loadEsbuild(directory);
  return async (handlers) => {
    const functions = handlers.length;
    if (esbuild === undefined) {
      const problem =
        "esbuild is missing: install the app's packages, for example with npm install";
      return { made: 0, functions, problem };
    }
    const chosen = [...handlers].sort((a, b) => b.parts - a.parts).slice(0, mostBundles);
    const results = await Promise.all(
      chosen.map(async ({ path, text }) => {
        const name = path.replace(/^.*\/(.*)\.ts$/, "$1");
        try {
          const { outputFiles } = await esbuild.build({
            ...bundleSettings,
            stdin: {
              contents: text,
              resolveDir: join(directory, dirname(path)),
              sourcefile: path,
              loader: "ts",
            },
          });
          return { name, bytes: outputFiles[0]?.contents.length ?? 0 };
        } catch (error) {
          return { name, problem: firstLine(error) };
        }
      }),
    );
    const made = results.flatMap((each) => (each.bytes === undefined ? [] : [each]));
    const failed = results.find(({ problem }) => problem !== undefined);
    const largest = made.reduce<BundleReport["largest"]>(
      (most, { name, bytes }) =>
        most === undefined || bytes > most.bytes ? { name, bytes } : most,
      undefined,
    );
    return {
      made: made.length,
      functions,
      ...(largest !== undefined && { largest }),
      ...(failed !== undefined && { problem: `${failed.name}: ${failed.problem}` }),
    };
  };
}

function loadEsbuild(directory: string): typeof import("esbuild") | undefined {
  try {
    return createRequire(join(directory, "package.json"))("esbuild");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "MODULE_NOT_FOUND") return undefined;
    throw error;
  }
}

function firstLine(error: unknown): string {
  const failure = error as { readonly errors?: readonly { readonly text: string }[] };
  return failure.errors?.[0]?.text ?? String(error).split("\n")[0] ?? "";
}
