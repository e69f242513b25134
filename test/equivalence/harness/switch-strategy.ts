import { execFile } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { kitDirectory } from "../../support/temporary-app.ts";
import { appFileOf, type ModelName } from "./shop.ts";

const run = promisify(execFile);

/** Changes `reventless.json` and brings the files up to date, as a developer does. */
export async function switchStrategy(appDirectory: string, model: ModelName): Promise<void> {
  writeFileSync(join(appDirectory, "reventless.json"), appFileOf(model));
  const program = join(kitDirectory, "dist/reventless.cjs");
  await run(process.execPath, [program, "regenerate"], { cwd: appDirectory });
}
