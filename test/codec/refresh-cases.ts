/** Writes what the codec emits now into the case folders: `node test/codec/refresh-cases.ts`, then read the diff. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { casesFolder, renderCases } from "./golden-cases.ts";

for (const { name, files } of await renderCases()) {
  for (const [file, text] of files) writeFileSync(join(casesFolder, name, file), text);
}
