/** Writes sample-output anew: `npm run sample-output`. */
import { rmSync } from "node:fs";
import { join } from "node:path";
import { writeFiles } from "../generator/write/write-files.ts";
import { emitSample, sampleFolder, samples } from "./sample-output.ts";

for (const sample of samples) {
  const files = [...emitSample(sample)].map(([path, text]) => ({ path, text }));
  const folder = join(sampleFolder, sample);
  rmSync(folder, { recursive: true, force: true });
  writeFiles(folder, files);
  console.log(`sample-output/${sample}: ${files.length} files`);
}
