import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { packKit, readKitPackage } from "./pack-kit.ts";

/** How a new app depends on the kit. */
export interface KitSpec {
  /** What its package.json says. */
  readonly spec: string;
  /** A copy of the kit that the app carries, for want of a registry that has it. */
  readonly vendored?: {
    /** From the app's root, with forward slashes. */
    readonly path: string;
    /** Packed when asked for. */
    readonly pack: () => Buffer;
  };
}

export function kitSpec(kitDirectory: string, override: string | undefined): KitSpec {
  if (override !== undefined) return { spec: override };
  const { version } = readKitPackage(kitDirectory);
  if (isFromRegistry(kitDirectory)) return { spec: version };
  const path = `vendor/create-reventless-app-${version}.tgz`;
  return { spec: `file:${path}`, vendored: { path, pack: () => packKit(kitDirectory) } };
}

/** npm notes beside installed packages where it got them from. */
function isFromRegistry(kitDirectory: string): boolean {
  const lock = join(dirname(kitDirectory), ".package-lock.json");
  if (!existsSync(lock)) return false;
  const { packages } = JSON.parse(readFileSync(lock, "utf8"));
  const resolved: unknown = packages?.["node_modules/create-reventless-app"]?.resolved;
  return typeof resolved === "string" && resolved.startsWith("http");
}
