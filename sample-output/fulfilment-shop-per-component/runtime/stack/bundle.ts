import { asset } from "@pulumi/pulumi";
import { build } from "esbuild";

/**
 * Bundles a handler into the archive of its function, at every deployment anew, so that nothing
 * stale is ever deployed. The same sources give the same bytes.
 *
 * CommonJS starts faster than ES modules (a static import of node:http alone costs about 50 ms:
 * https://github.com/nodejs/node/issues/59686), and `module` before `main` leaves a third of the AWS
 * SDK's code out.
 */
export async function bundle(entry: string): Promise<asset.AssetArchive> {
  const result = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    platform: "node",
    format: "cjs",
    target: "node24",
    mainFields: ["module", "main"],
    minify: true,
    legalComments: "none",
    logLevel: "error",
  });
  const [output] = result.outputFiles;
  if (output === undefined) throw new Error(`esbuild made nothing of ${entry}`);
  return new asset.AssetArchive({ "index.js": new asset.StringAsset(output.text) });
}
