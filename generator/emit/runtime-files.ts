import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { EmittedFile } from "./emitted-file.ts";

/** The runtime library, byte for byte as the kit carries it, in the same layout. */
export function runtimeFiles(kitDirectory: string): readonly EmittedFile[] {
  return filesBelow(kitDirectory, "runtime").map((path) => ({
    path,
    text: readFileSync(join(kitDirectory, path), "utf8"),
    owner: "generator",
  }));
}

function filesBelow(root: string, folder: string): readonly string[] {
  return readdirSync(join(root, folder), { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) =>
      entry.isDirectory()
        ? filesBelow(root, `${folder}/${entry.name}`)
        : [`${folder}/${entry.name}`],
    );
}
