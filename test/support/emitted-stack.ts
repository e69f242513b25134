import { join } from "node:path";
import { emitNewApp, type NewAppInput } from "../../generator/emit/new-app.ts";
import { runStackProgram } from "../../generator/local/stack/run-stack-program.ts";
import type { StackResource } from "../../generator/local/stack/stack-graph.ts";
import { removeFolder, repository, temporaryFolder, writeTexts } from "../emit/written-app.ts";

/** What the emitted program of the plugin Ordering declares, as the local run sees it. */
export async function emittedStack(
  input: NewAppInput,
  stack = "dev",
): Promise<readonly StackResource[]> {
  const folder = temporaryFolder();
  try {
    writeTexts(folder, emitNewApp(repository, input));
    const report = await runStackProgram({
      stackDirectory: join(folder, "plugins/ordering/stack"),
      stack,
      region: "eu-central-1",
      apiUrl: "http://127.0.0.1:4000",
      functionsDirectory: join(folder, "functions"),
    });
    return report.resources.map((resource) => withoutFolder(resource, folder));
  } finally {
    removeFolder(folder);
  }
}

/** A function's code is known by its hash, wherever it was bundled. */
function withoutFolder(resource: StackResource, folder: string): StackResource {
  const { code } = resource.inputs;
  if (typeof code !== "string") return resource;
  return { ...resource, inputs: { ...resource.inputs, code: code.replace(folder, "") } };
}
