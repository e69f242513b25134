import { join } from "node:path";
import { planStack } from "../../../generator/local/stack/plan-stack.ts";
import { runStackProgram } from "../../../generator/local/stack/run-stack-program.ts";
import type { StackPlan } from "../../../generator/local/stack/stack-plan.ts";
import { writeFiles } from "../../../generator/write/write-files.ts";
import { temporaryDirectory } from "../../support/temporary-app.ts";
import { type ModelName, prefix, shopFiles } from "./shop.ts";

/** One model of the app as its stack declares it: what is mapped to which function. */
export interface Deployment {
  readonly model: ModelName;
  readonly appDirectory: string;
  readonly plan: StackPlan;
  /** Handler file of a function. */
  entryOf(functionName: string): string;
  remove(): void;
}

/** The harness bundles by itself, so the program need not; nothing else of the app is changed. */
const noBundle = `import { asset } from "@pulumi/pulumi";

export async function bundle(entry: string): Promise<asset.AssetArchive> {
  return new asset.AssetArchive({ "index.js": new asset.StringAsset(entry) });
}
`;

/** Writes the app and runs its stack's program. */
export async function deploy(model: ModelName): Promise<Deployment> {
  const { directory, remove } = temporaryDirectory(`reventless-${model}-`);
  const files = shopFiles(model).map((file) =>
    file.path === "runtime/stack/bundle.ts" ? { ...file, text: noBundle } : file,
  );
  writeFiles(directory, files);
  const plugin = join(directory, "plugins", "trading");
  const report = await runStackProgram({
    stackDirectory: join(plugin, "stack"),
    stack: "dev",
    region: "eu-central-1",
    apiUrl: "http://127.0.0.1",
    functionsDirectory: join(directory, "functions"),
  });
  return {
    model,
    appDirectory: directory,
    plan: planStack(report.resources),
    entryOf: (name) => join(plugin, "handlers", `${name.slice(prefix.length)}.ts`),
    remove,
  };
}
