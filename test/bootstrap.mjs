// Runs an npm script of this repository after installing what it needs, on any Node with npm.
import { spawnSync } from "node:child_process";
import { existsSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const [script, ...rest] = process.argv.slice(2);

function run(args) {
  const { status } = spawnSync("npm", args, {
    cwd: root,
    stdio: "inherit",
    shell: process.platform === "win32",
  });
  if (status !== 0) process.exit(status ?? 1);
}

function isInstalled() {
  const installed = join(root, "node_modules/.package-lock.json");
  const wanted = join(root, "package-lock.json");
  return existsSync(installed) && statSync(installed).mtimeMs >= statSync(wanted).mtimeMs;
}

if (!isInstalled()) {
  console.log("Installing dependencies (about half a minute)…");
  // Not `npm ci`: the lock file knows the optional packages of one platform only, and npm ci insists on all.
  run(["install", "--no-save", "--no-audit", "--no-fund", "--loglevel=error"]);
}
run(["run", "--silent", script, ...(rest.length > 0 ? ["--", ...rest] : [])]);
