import { spawnSync } from "node:child_process";
import { appendFileSync, existsSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { kitDirectory } from "../../support/temporary-app.ts";

export const hasGit = spawnSync("git", ["--version"]).status === 0;

/** Runs git without anybody's settings; answers what it printed. */
export function git(directory: string, ...args: readonly string[]): string {
  const { stdout, stderr, status } = tryGit(directory, ...args);
  if (status !== 0) throw new Error(`git ${args.join(" ")}: ${stdout}${stderr}`);
  return stdout;
}

export function tryGit(directory: string, ...args: readonly string[]) {
  const nobody = { NAME: "Nobody", EMAIL: "nobody@example.com" };
  const who = Object.entries(nobody).flatMap(([key, value]) => [
    [`GIT_AUTHOR_${key}`, value],
    [`GIT_COMMITTER_${key}`, value],
  ]);
  const settings = { GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_NOSYSTEM: "1" };
  return spawnSync("git", [...args], {
    cwd: directory,
    encoding: "utf8",
    env: { ...process.env, ...settings, ...Object.fromEntries(who) },
  });
}

/** Makes a repository of a folder, with everything in it but the linked packages. */
export function makeRepository(directory: string): void {
  git(directory, "init", "--quiet", "--initial-branch=main");
  appendFileSync(join(directory, ".git/info/exclude"), "node_modules\n");
  commitAll(directory);
}

export function commitAll(directory: string): void {
  git(directory, "add", "--all");
  git(directory, "commit", "--quiet", "--allow-empty", "--message=change");
}

/** Files with conflicts, sorted. */
export function conflictsIn(directory: string): readonly string[] {
  const names = git(directory, "diff", "--name-only", "--diff-filter=U").split("\n");
  return names.filter((name) => name !== "").sort();
}

/** Packages for a folder that git made. */
export function linkPackages(directory: string): void {
  const link = join(directory, "node_modules");
  if (!existsSync(link)) symlinkSync(join(kitDirectory, "node_modules"), link, "junction");
}
