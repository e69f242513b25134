import type { PackageManager } from "../../model/app-model.ts";
import { CliError, exitCodes } from "../cli-error.ts";
import type { Command, CreateIo } from "./create-io.ts";
import { withProgress } from "./progress.ts";

interface Place {
  readonly cwd: string;
  readonly signal: AbortSignal;
}

type Runner = Pick<CreateIo, "runCommand" | "stderr">;

const installArguments: Readonly<Record<PackageManager, readonly string[]>> = {
  npm: ["install", "--no-audit", "--no-fund", "--loglevel=error"],
  pnpm: ["install"],
  yarn: ["install"],
  bun: ["install"],
};

export async function installDependencies(
  packageManager: PackageManager,
  { cwd, signal }: Place,
  io: Runner,
): Promise<void> {
  const command = { program: packageManager, args: installArguments[packageManager], cwd, signal };
  await runStep(`Installing dependencies with ${packageManager}`, command, io);
}

export async function initRepository({ cwd, signal }: Place, io: Runner): Promise<void> {
  const command = { program: "git", args: ["init", "--quiet"], cwd, signal };
  await runStep("Making a git repository", command, io);
}

/** Whether git can be run and the directory is in no repository yet. */
export async function canInitGit(cwd: string, io: Pick<CreateIo, "runCommand">): Promise<boolean> {
  const version = await io.runCommand({ program: "git", args: ["--version"], cwd });
  if (version.exitCode !== 0) return false;
  const args = ["rev-parse", "--is-inside-work-tree"];
  const inside = await io.runCommand({ program: "git", args, cwd });
  return inside.exitCode !== 0;
}

async function runStep(title: string, command: Command, io: Runner): Promise<void> {
  const { program, args, cwd } = command;
  const { exitCode, stdout, stderr } = await withProgress(title, io.stderr, () =>
    io.runCommand(command),
  );
  if (exitCode === 0) return;
  const tail = (stderr.trim() || stdout.trim()).split("\n").slice(-20).join("\n");
  const end = exitCode === null ? "did not run to its end" : `failed with exit code ${exitCode}`;
  throw new CliError(
    exitCodes.internal,
    `\`${[program, ...args].join(" ")}\` ${end}${tail === "" ? "" : `:\n${tail}`}`,
    `The app is complete but for this step. Go on in ${cwd} with: ${[program, ...args].join(" ")}`,
  );
}
