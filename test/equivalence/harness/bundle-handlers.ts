import { join, relative } from "node:path";
import { Script } from "node:vm";
import { build, type Plugin } from "esbuild";
import type { Deployment } from "./deployment.ts";

/** Another text for modules of the app, by path from its root; it may import the original by its path. */
export type Replacements = Readonly<Record<string, (original: string) => string>>;

/** Code of each function, by the function's name. */
export type Handlers = ReadonlyMap<string, Script>;

/** What a bundle finds instead of globals: see `startEnvironment`. */
export const injectedNames = [
  "module",
  "exports",
  "require",
  "process",
  "setTimeout",
  "Date",
  "Math",
  "probe",
] as const;

const packages = ["@aws-sdk/client-dynamodb", "@aws-sdk/client-sns", "@aws-sdk/client-sqs"];

/** Bundles the handler files as the stack does, but with the AWS SDK left outside. */
export async function bundleHandlers(
  { plan, appDirectory, entryOf }: Deployment,
  replacements: Replacements,
): Promise<Handlers> {
  const scripts = plan.functions.map(async ({ name }) => {
    const result = await build({
      entryPoints: [entryOf(name)],
      bundle: true,
      write: false,
      platform: "node",
      format: "cjs",
      target: "node24",
      external: packages,
      logLevel: "error",
      plugins: [replacing(appDirectory, replacements)],
    });
    const text = result.outputFiles[0]?.text ?? "";
    const script = new Script(`(function (${injectedNames.join(", ")}) {${text}\n})`, {
      filename: `${name}.js`,
    });
    return [name, script] as const;
  });
  return new Map(await Promise.all(scripts));
}

function replacing(appDirectory: string, replacements: Replacements): Plugin {
  return {
    name: "replacing",
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /\.ts$/ }, ({ path, resolveDir, namespace }) => {
        const file = join(resolveDir, path);
        const inApp = relative(appDirectory, file).replaceAll("\\", "/");
        // A replacement gets the original.
        if (namespace === "replaced" || !Object.hasOwn(replacements, inApp)) return undefined;
        return { path: file, namespace: "replaced" };
      });
      onLoad({ filter: /.*/, namespace: "replaced" }, ({ path }) => ({
        contents: replacements[relative(appDirectory, path).replaceAll("\\", "/")]?.(path) ?? "",
        resolveDir: appDirectory,
        loader: "ts",
      }));
    },
  };
}
