/**
 * Carries out a run that is killed: `node killed-run.ts <directory> <run.json> <step>`. The run may be
 * one that cannot be finished: then a folder takes the place of its last file once it has begun.
 */
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { carryOutRun, type RunToRecord } from "../../../generator/write/run-journal.ts";

const [directory = "", runFile = "", step = "", blocked] = process.argv.slice(2);
const run: RunToRecord = JSON.parse(readFileSync(runFile, "utf8"));
let left = Number(step);

carryOutRun(directory, run, (done) => {
  if (blocked !== undefined && done === "committed") {
    rmSync(join(directory, blocked), { force: true });
    mkdirSync(join(directory, blocked, "in-the-way"), { recursive: true });
  }
  if (left === 0) process.kill(process.pid, "SIGKILL");
  left -= 1;
});
