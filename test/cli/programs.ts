import { spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { onTestFinished } from "vitest";
import { kitDirectory, temporaryApp } from "../support/temporary-app.ts";

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Surroundings {
  readonly cwd: string;
  /** Root of the kit to run; this repository by default. */
  readonly kit?: string;
  /** User to run as, where the tests may choose one. */
  readonly uid?: number;
}

/** Runs the built `reventless` as a process of its own. */
export function reventless(args: readonly string[], surroundings: Surroundings): Ended {
  return runBuilt("reventless", args, surroundings);
}

/** Runs the built `create-reventless-app` as a process of its own, without a terminal. */
export function createReventlessApp(args: readonly string[], surroundings: Surroundings): Ended {
  return runBuilt("create-reventless-app", args, surroundings);
}

function runBuilt(
  program: string,
  args: readonly string[],
  { cwd, kit = kitDirectory, uid }: Surroundings,
): Ended {
  const file = join(kit, `dist/${program}.cjs`);
  if (!existsSync(file)) throw new Error(`dist/${program}.cjs is missing: run npm run build.`);
  // Changed by the process itself, as not every user may run this node.
  const asUser = uid === undefined ? [] : [`--import=data:text/javascript,process.setuid(${uid})`];
  const command = [...asUser, file, ...args];
  const { status, stdout, stderr, error } = spawnSync(process.execPath, command, {
    cwd,
    encoding: "utf8",
  });
  if (error !== undefined) throw error;
  return { code: status, stdout, stderr };
}

export function temporaryFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "reventless-cli-")));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A kit as it is published, without any package beside it. */
export function kitWithoutPackages(): string {
  const kit = join(temporaryFolder(), "kit");
  for (const path of ["package.json", "dist", "runtime", "schema"]) {
    cpSync(join(kitDirectory, path), join(kit, path), { recursive: true });
  }
  return kit;
}

/** A new app with Order and OrderSummary in Ordering. */
export function newApp(): string {
  const app = temporaryApp();
  onTestFinished(() => app.remove());
  return app.directory;
}

export function read(directory: string, path: string): string {
  return readFileSync(join(directory, path), "utf8");
}

export function edit(directory: string, path: string, change: (text: string) => string): void {
  const before = read(directory, path);
  const after = change(before);
  if (after === before) throw new Error(`The edit of ${path} changes nothing.`);
  writeFileSync(join(directory, path), after);
}

/** Installed packages, the journal of runs, and the times that files had when nothing was left to do. */
const ignored = new Set(["node_modules", ".reventless/tmp", ".reventless/cache/clean.json"]);

/** Every file below a directory but those ignored, with its bytes; folders with nothing. */
export function treeOf(directory: string): ReadonlyMap<string, string> {
  return new Map(entriesBelow(directory, directory));
}

function entriesBelow(root: string, folder: string): [path: string, bytes: string][] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const place = join(folder, entry.name);
    const path = relative(root, place).replaceAll("\\", "/");
    if (ignored.has(path)) return [];
    if (entry.isSymbolicLink()) return [[path, `link to ${readlinkSync(place)}`]];
    if (entry.isDirectory()) return [[`${path}/`, ""], ...entriesBelow(root, place)];
    return [[path, readFileSync(place, "latin1")]];
  });
}

/** Paths of files that differ between two trees, sorted; `+` is new, `-` gone, `~` changed. */
export function differences(
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): readonly string[] {
  const isFile = (path: string) => !path.endsWith("/");
  const paths = [...new Set([...before.keys(), ...after.keys()])].filter(isFile).sort();
  return paths.flatMap((path) => {
    if (before.get(path) === after.get(path)) return [];
    const sign = before.has(path) ? (after.has(path) ? "~" : "-") : "+";
    return [`${sign} ${path}`];
  });
}
