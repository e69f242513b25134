import { existsSync } from "node:fs";
import { join } from "node:path";

/** Files that run in a process of their own: sources here, bundles beside the command in a release. */
const files = {
  stackHost: ["stack/stack-host.ts", "stack-host.cjs"],
  lambdaWorker: ["lambda/worker.ts", "lambda-worker.cjs"],
} as const;

export function localProgram(name: keyof typeof files): string {
  // A CommonJS bundle has no import.meta, a module no __dirname.
  const directory = import.meta.dirname ?? __dirname;
  const found = files[name].map((file) => join(directory, file)).find((file) => existsSync(file));
  if (found === undefined) {
    throw new Error(
      `The installation is incomplete: expected ${files[name][1]} in ${directory}. Install the package again.`,
    );
  }
  return found;
}
