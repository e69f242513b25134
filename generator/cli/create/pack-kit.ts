import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join, posix } from "node:path";
import { CliError, exitCodes } from "../cli-error.ts";
import { type TarEntry, tarGzip } from "./tar.ts";

interface KitPackage {
  readonly name: string;
  readonly version: string;
  readonly files: readonly string[];
  readonly bin: Readonly<Record<string, string>>;
  readonly scripts?: unknown;
  readonly devDependencies?: unknown;
}

/** The kit as `npm pack` would make it of its directory, without what only its developers need. */
export function packKit(kitDirectory: string): Buffer {
  const kit = readKitPackage(kitDirectory);
  const paths = kit.files.flatMap((path) => filesUnder(kitDirectory, path)).sort();
  const unbuilt = Object.values(kit.bin).filter((path) => !paths.includes(posix.normalize(path)));
  if (unbuilt.length > 0) {
    throw new CliError(
      exitCodes.internal,
      `${kit.name} at ${kitDirectory} is not built: it has no ${unbuilt.join(", ")}`,
      "Build it with `npm run build`, or name a kit with --kit.",
    );
  }
  const { scripts: _scripts, devDependencies: _devDependencies, ...published } = kit;
  const manifest = Buffer.from(`${JSON.stringify(published, null, 2)}\n`);
  const entries = paths.map((path): TarEntry => {
    return { path: `package/${path}`, contents: readFileSync(join(kitDirectory, path)) };
  });
  return tarGzip([{ path: "package/package.json", contents: manifest }, ...entries]);
}

export function readKitPackage(kitDirectory: string): KitPackage {
  return JSON.parse(readFileSync(join(kitDirectory, "package.json"), "utf8"));
}

/** Regular files at or below a path; hidden ones are left out, as are paths that do not exist. */
function filesUnder(root: string, path: string): string[] {
  const absolute = join(root, path);
  if (!existsSync(absolute)) return [];
  if (statSync(absolute).isFile()) return [posix.normalize(path)];
  return readdirSync(absolute, { withFileTypes: true }).flatMap((entry) => {
    if (entry.name.startsWith(".") || entry.name === "node_modules") return [];
    return entry.isFile() || entry.isDirectory()
      ? filesUnder(root, posix.join(path, entry.name))
      : [];
  });
}
