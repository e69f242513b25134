import { existsSync } from "node:fs";
import { basename, dirname } from "node:path";
import { isKebabCase, kebabCase } from "../../model/names.ts";
import { isTooOldForApps, packageManagerOf } from "../default-messages.ts";
import type { CreateIo } from "./create-io.ts";
import { canInitGit } from "./install.ts";
import type { Circumstances } from "./questions.ts";

/** What machine and directory suggest; the directory is undefined when the app's name becomes its own. */
export async function readCircumstances(
  directory: string | undefined,
  io: CreateIo,
): Promise<Circumstances> {
  const name = directory === undefined ? "" : kebabCase(basename(directory));
  return {
    name: isKebabCase(name) ? name : "shop",
    isNameGiven: isKebabCase(name),
    region: io.env.AWS_REGION || "eu-central-1",
    packageManager: packageManagerOf(io.env.npm_config_user_agent),
    isNodeTooOld: isTooOldForApps(io.nodeVersion),
    canInitGit: await canInitGit(nearestDirectory(directory ?? io.cwd), io),
  };
}

function nearestDirectory(path: string): string {
  return existsSync(path) || dirname(path) === path ? path : nearestDirectory(dirname(path));
}
