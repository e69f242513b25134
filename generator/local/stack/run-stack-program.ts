import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { localProgram } from "../local-programs.ts";
import type { StackFailure, StackReport, StackRequest } from "./stack-graph.ts";

/** The program of a stack threw, or did not end; the message says where. */
export class StackProgramError extends Error {
  readonly stackDirectory: string;

  constructor(stackDirectory: string, message: string) {
    super(message);
    this.name = "StackProgramError";
    this.stackDirectory = stackDirectory;
  }
}

/** A program declares resources and reads files; more than this is a wait that does not end. */
const patienceMs = 60_000;

/** Runs a stack's program in a process of its own. Throws StackProgramError. */
export async function runStackProgram(
  request: Omit<StackRequest, "resultFile">,
  signal?: AbortSignal,
): Promise<StackReport> {
  // Recording stacks costs most of the time of a large program, so they are for a second look.
  const quick = await runOnce(request, { stackFrames: 0, signal });
  if (!("error" in quick)) return quick;
  signal?.throwIfAborted();
  const second = await runOnce(request, { stackFrames: 40, signal });
  throw new StackProgramError(
    request.stackDirectory,
    "error" in second ? second.error : quick.error,
  );
}

async function runOnce(
  request: Omit<StackRequest, "resultFile">,
  { stackFrames, signal }: { stackFrames: number; signal: AbortSignal | undefined },
): Promise<StackReport | StackFailure> {
  const directory = mkdtempSync(join(tmpdir(), "reventless-stack-"));
  const resultFile = join(directory, "result.json");
  try {
    const output = await runProcess({ ...request, resultFile }, { stackFrames, signal });
    return (
      readResult(resultFile) ?? { error: output.trim() || "The program ended without a result." }
    );
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

function readResult(file: string): StackReport | StackFailure | undefined {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as StackReport | StackFailure;
  } catch {
    return undefined;
  }
}

/** Answers what the process wrote to its error output. */
function runProcess(
  request: StackRequest,
  { stackFrames, signal }: { stackFrames: number; signal: AbortSignal | undefined },
): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(
      process.execPath,
      [
        `--stack-trace-limit=${stackFrames}`,
        "--experimental-strip-types",
        "--disable-warning=ExperimentalWarning",
        localProgram("stackHost"),
        JSON.stringify(request),
      ],
      {
        cwd: request.stackDirectory,
        env: programEnvironment(),
        stdio: ["ignore", "ignore", "pipe"],
      },
    );
    let errors = "";
    let timedOut = false;
    const timer = setTimeout(() => {
      timedOut = true;
      child.kill("SIGKILL");
    }, patienceMs);
    const abort = (): void => {
      child.kill("SIGKILL");
    };
    signal?.addEventListener("abort", abort);
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      errors = (errors + text).slice(-20_000);
    });
    const end = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", abort);
    };
    child.on("error", (error) => {
      end();
      reject(error);
    });
    child.on("close", () => {
      end();
      resolve(timedOut ? `The program did not end within ${patienceMs / 1000} seconds.` : errors);
    });
  });
}

/** The developer's variables without those that would change what Pulumi or Node does. */
function programEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^(PULUMI_|NODE_OPTIONS$|VITEST)/.test(name),
  );
  return Object.fromEntries(kept);
}
