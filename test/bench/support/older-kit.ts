/**
 * `<app> [<edits>]`: makes an app look as if an older kit had generated it, such that every TypeScript file
 * has news, and edits some of those files by hand.
 */
import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readState, renderState, statePath } from "../../../generator/write/app-state.ts";
import { basePath, readBase, renderBase } from "../../../generator/write/base-texts.ts";
import { contentHash } from "../../../generator/write/content-hash.ts";

const [app = "", edits = "0"] = process.argv.slice(2);
const older = "// As the older kit wrote it.\n";
let left = Number(edits);

for (const file of readdirSync(join(app, ".reventless/parts"))) {
  const part = file.replace(/\.json$/, "");
  const state = readState(app, part);
  const bases = new Map(readBase(app, part));
  const hashes = new Map(Object.entries(state.files));
  for (const [path, base] of bases) {
    if (!path.endsWith(".ts") || base.endsWith(older)) continue;
    const text = base + older;
    bases.set(path, text);
    hashes.set(path, contentHash(text));
    const isEdited = left > 0 && !path.startsWith("runtime/");
    if (isEdited) left -= 1;
    writeFileSync(join(app, path), isEdited ? edited(text) : text);
  }
  writeFileSync(
    join(app, statePath(part)),
    renderState({ ...state, files: Object.fromEntries(hashes) }),
  );
  writeFileSync(join(app, basePath(part)), renderBase(bases));
}

/** With a comment between the imports and the rest. */
function edited(text: string): string {
  return text.replace(/\n\n/, "\n\n// By hand.\n");
}
